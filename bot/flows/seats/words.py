"""How seats, holders and invitations are said."""

from collections.abc import Iterator
from datetime import datetime

from bot.people import ROLE_NAMES
from bot.roster import Holder, Pending, PlaceSeats, SeatState, channel_name, main_role
from bot.text import mark
from bot.turn import Turn

HELD = mark("%(role)s %(count)s")
NOBODY = mark("nobody yet")
UNREACHABLE = mark("cannot be reached")
INVITED = mark("invited until %(until)s")
WAITS = mark("a successor waits for approval")
SEAT = mark("%(role)s:")
HOLDER = mark("%(number)s) since %(since)s, %(channels)s")
SUCCESSOR = mark("a successor waits for approval since %(since)s")
HANDOVER = mark("a hand-over is under way, open until %(until)s")
INVITATION = mark("an invitation is open until %(until)s")


def line(turn: Turn, row: PlaceSeats) -> str:
    """A place's state in a few words, for the list."""
    t, parts = turn.t, []
    for state in row.seats:
        role = t(ROLE_NAMES[state.seat.role])
        if state.holders:
            held = t(HELD, role=role, count=len(state.holders))
            reached = any(holder.channels for holder in state.holders)
            parts.append(held if reached else f"{held} ({t(UNREACHABLE)})")
        elif state.seat.role is main_role(row.place) and not state.waiting:
            parts.append(t(NOBODY))
        if state.waiting:
            parts.append(t(WAITS))
        elif state.invited and not state.holders:
            until = max(one.expires_at for one in state.invited)
            parts.append(t(INVITED, until=_day(turn, until)))
    return " · ".join(parts)


def details(turn: Turn, row: PlaceSeats) -> Iterator[str]:
    """Every seat of a place, its holders numbered through all of them."""
    t = turn.t
    numbers = {holder.id: number for number, holder in enumerate(row.holders, 1)}
    for state in row.seats:
        yield t(SEAT, role=t(ROLE_NAMES[state.seat.role])) + (
            "" if _any(state) else f" {t(NOBODY)}"
        )
        yield from (f"  {holder_words(turn, one, numbers[one.id])}" for one in state.holders)
        yield from (f"  {pending_words(turn, one)}" for one in state.pending)


def holder_words(turn: Turn, holder: Holder, number: int) -> str:
    channels = ", ".join(map(channel_name, holder.channels)) or turn.t(UNREACHABLE)
    return turn.t(HOLDER, number=number, since=_day(turn, holder.since), channels=channels)


def pending_words(turn: Turn, one: Pending) -> str:
    if one.claimed_at:
        return turn.t(SUCCESSOR, since=_day(turn, one.claimed_at))
    words = INVITATION if one.replaces is None else HANDOVER
    return turn.t(words, until=_day(turn, one.expires_at))


def _any(state: SeatState) -> bool:
    return bool(state.holders or state.pending)


def _day(turn: Turn, moment: datetime) -> str:
    return turn.t.day(moment.astimezone(turn.situation.now.tzinfo).date())
