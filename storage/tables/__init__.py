"""Every table. A new column comes with a migration; `alembic check` runs in the tests."""

from storage.tables.base import BigInteger, metadata
from storage.tables.factors import added_factors, factor_policies, recalculations
from storage.tables.figures import evidence, figure_revisions, figures, peer_ranges
from storage.tables.inventories import line_notations
from storage.tables.oversight import audit_events, data_requests, seals
from storage.tables.people import invitations, people, places, seat_holders, seats, tickets
from storage.tables.plans import place_facts, plans
from storage.tables.queues import attachments, chores, conversations, inbox, leases, outbox
from storage.tables.reporting import (
    assignments,
    calendar_days,
    calendars,
    late_requests,
    notices,
    nudges,
    place_months,
)

__all__ = [
    "BigInteger",
    "added_factors",
    "assignments",
    "attachments",
    "audit_events",
    "calendar_days",
    "calendars",
    "chores",
    "conversations",
    "data_requests",
    "evidence",
    "factor_policies",
    "figure_revisions",
    "figures",
    "inbox",
    "invitations",
    "late_requests",
    "leases",
    "line_notations",
    "metadata",
    "notices",
    "nudges",
    "outbox",
    "peer_ranges",
    "people",
    "place_facts",
    "place_months",
    "places",
    "plans",
    "recalculations",
    "seals",
    "seat_holders",
    "seats",
    "tickets",
]
