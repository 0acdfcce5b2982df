"""Everything a turn may change. The bot says it, `storage/entries.py` writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.assignments import Assignment
from bot.audit import Deed
from bot.cells import Cell, CellKey
from bot.emissions import Emission, NotCounted
from bot.months import Month
from bot.oversight import LateRequest
from bot.people import Invitation, Role
from bot.reporting import PlaceMonth, State
from bot.schedule import Rules
from bot.situation import Step


@dataclass(frozen=True, slots=True)
class Joined:
    """The notice was accepted and the invitation's seat taken."""

    invitation: Invitation
    locale: str
    notice_version: str


@dataclass(frozen=True, slots=True)
class HandoverClaimed:
    """A successor accepted the notice and the hand-over; it waits for a yes from above."""

    invitation: Invitation
    locale: str
    notice_version: str


@dataclass(frozen=True, slots=True)
class HandoverDecided:
    """Somebody above said yes or no: with a yes the successor holds the seat, and only they."""

    invitation: int
    approved: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """A one-use invitation was given out: `code` is in the chat, only its hash is stored.

    As a hand-over it `replaces` a holding; `approved` when somebody above began it.
    """

    place: str
    role: Role
    code: str
    replaces: int | None = None
    approved: bool = False


@dataclass(frozen=True, slots=True)
class InvitationWithdrawn:
    """An invitation or hand-over is good for nothing any more."""

    invitation: int


@dataclass(frozen=True, slots=True)
class SeatEnded:
    """Somebody above ended a holding; hand-overs of it and invitations by it go with it."""

    holder: int


@dataclass(frozen=True, slots=True)
class OfficeChosen:
    """Which of several offices figures are told for in this conversation."""

    seat: int


@dataclass(frozen=True, slots=True)
class ChatLinked:
    """This conversation is the person's too who was given the one-use code."""

    ticket: str  # its hash
    person: int


@dataclass(frozen=True, slots=True)
class ChatFreed:
    """This conversation is nobody's any more; the person keeps the others."""


@dataclass(frozen=True, slots=True)
class CodeFailed:
    """An invitation code that is not good was sent; counted against guessing."""


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    locale: str


@dataclass(frozen=True, slots=True)
class RemindersSwitched:
    """Stopped, or on again; either way a pause is over."""

    off: bool


@dataclass(frozen=True, slots=True)
class ReminderPaused:
    """No reminders until then; figures can be told all the same."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A province's calendar has new rules."""

    province: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class Recorded:
    """A new revision of a cell. `cell.version` must be one more than what is stored.

    One that only computes it anew has a `told_version`: the revision that said what it says.
    """

    cell: Cell
    before: Cell | None
    reason: str
    emission: Emission | NotCounted | None = None
    told_event: int | None = None  # the message that told it, where another one said yes to it
    told_version: int | None = None


@dataclass(frozen=True, slots=True)
class StepOpened:
    """The question now open in this conversation, or none."""

    step: Step | None


@dataclass(frozen=True, slots=True)
class TicketIssued:
    """A one-use link was given: `secret` is in the link, only its hash is stored."""

    purpose: str
    secret: str
    details: dict[str, Any]
    valid_for: timedelta


@dataclass(frozen=True, slots=True)
class ReachabilityChanged:
    """The person blocked or unblocked the account."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class EvidenceAttached:
    """A picture or file stands behind a figure, from its revision `version` on."""

    attachment: int
    key: CellKey
    version: int


@dataclass(frozen=True, slots=True)
class EvidenceWithdrawn:
    """It stands behind those figures no more; behind none at all where no keys are given."""

    attachment: int
    keys: tuple[CellKey, ...] | None


@dataclass(frozen=True, slots=True)
class MessageForgotten:
    """An unsent message: its words and its file are deleted, that it was there stays known."""

    event: int
    attachments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthMoved:
    """A place's month goes on from `before` to another state, by figures or by a person."""

    before: PlaceMonth
    to: State
    is_complete: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LateAsked:
    """A figure told for a closed month: kept as a request to those above, not in the account."""

    place: str
    month: Month
    draft: Mapping[str, Any]  # bot.drafts.Draft as JSON


@dataclass(frozen=True, slots=True)
class LateWithdrawn:
    """The person takes back what a message of theirs asked for."""

    event: int


@dataclass(frozen=True, slots=True)
class LateDecided:
    """Yes or no from above; with a yes comes the revision, told by who had asked for it."""

    request: LateRequest
    recorded: Recorded | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Nudged:
    """A coordinator reminded a place's officials."""

    place: str
    month: Month


@dataclass(frozen=True, slots=True)
class Assigned:
    """From a month on an item is asked of a place, or is not."""

    place: str
    assignment: Assignment


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """Somebody who knows an older notice has been told the newer one."""

    version: str


@dataclass(frozen=True, slots=True)
class AccessAsked:
    """The person wants all that is kept about them."""


@dataclass(frozen=True, slots=True)
class Erased:
    """The person is taken out of what is kept; the official figures stay."""


@dataclass(frozen=True, slots=True)
class Audited:
    """A deed for the audit log; `details` hold codes and numbers, never words or names."""

    deed: Deed
    place: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noticed:
    """Somebody else is to hear of this: `kind` is one of `bot.notices.NOTICES`.

    To the `people` named, to all `officials_of` a place, to the nearest coordinators above a
    place (`overseers_of`), to all `holders_of` a seat, or to the nearest people who may approve
    its successors (`approvers_of`, a seat); never to who is talking, nor to `but_not`. With
    `at_once` it may go out by itself in the next working hour, otherwise it rides on their next
    answer.
    """

    kind: str
    key: str
    details: Mapping[str, Any]
    people: tuple[int, ...] = ()
    officials_of: str = ""
    overseers_of: str = ""
    at_once: bool = True
    holders_of: int = 0
    approvers_of: int = 0
    but_not: tuple[int, ...] = ()


Change = (
    Joined
    | HandoverClaimed
    | HandoverDecided
    | Invited
    | InvitationWithdrawn
    | SeatEnded
    | OfficeChosen
    | ChatLinked
    | ChatFreed
    | CodeFailed
    | LanguageChosen
    | RemindersSwitched
    | ReminderPaused
    | Scheduled
    | Recorded
    | StepOpened
    | TicketIssued
    | ReachabilityChanged
    | EvidenceAttached
    | EvidenceWithdrawn
    | MessageForgotten
    | MonthMoved
    | LateAsked
    | LateWithdrawn
    | LateDecided
    | Nudged
    | Assigned
    | NoticeTold
    | AccessAsked
    | Erased
    | Audited
    | Noticed
)
