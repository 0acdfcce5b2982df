"""What is written into the audit log: deeds by name. Details hold codes and numbers, no words."""

from enum import StrEnum


class Deed(StrEnum):
    """One kind of entry. The word stands in `audit_events.action`."""

    # seats
    INVITED = "invited"
    JOINED = "joined"
    HANDED_OVER = "handed over"
    HANDOVER_CLAIMED = "hand-over claimed"
    HANDOVER_APPROVED = "hand-over approved"
    HANDOVER_REFUSED = "hand-over refused"
    SEAT_LEFT = "seat left"
    CHANNEL_JOINED = "channel joined"
    CHANNEL_LEFT = "channel left"
    INVITATION_WITHDRAWN = "invitation withdrawn"
    # months
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete again"
    RETURNED = "returned"
    APPROVED = "approved"
    CLOSED = "closed"
    REOPENED = "reopened"
    LATE_ASKED = "late figure asked"
    LATE_ACCEPTED = "late figure accepted"
    LATE_REFUSED = "late figure refused"
    ASSIGNED = "assigned"
    SCHEDULED = "scheduled"
    NUDGED = "nudged"
    # factors
    FACTOR_ADDED = "factor added"
    OVERLAP_SET = "factor overlap set"
    RECALCULATION_ORDERED = "recalculation ordered"
    RECALCULATED = "recalculated"  # some figures of one place
    RECALCULATION_FINISHED = "recalculation finished"
    # beyond the account
    FACTS_LOADED = "facts loaded"
    PLAN_LOADED = "plan loaded"
    # data
    EXPORTED = "exported"
    LOADED = "loaded"
    SIGNED_IN = "signed in"
    LINK_GIVEN = "link given"
    NOTICE_ACCEPTED = "notice accepted"
    NOTICE_TOLD = "notice told"  # a newer one, to somebody who knows an older one
    ACCESS_GIVEN = "access given"
    ERASED = "erased"
    RETAINED = "retention run"
    MESSAGE_FORGOTTEN = "message forgotten"
    # the account
    LINE_STATED = "line stated"
    # security
    CODE_REFUSED = "code refused"
    BUTTON_REFUSED = "button refused"
    LINK_REFUSED = "link refused"
    DENIED = "denied"
    GROUP_REFUSED = "group refused"
