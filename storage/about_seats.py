"""The part of a situation that is about seats: read only where the message may be about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.codes import code_in
from bot.flows import hand_over, link
from bot.flows import seats as seats_flow
from bot.messages import Message
from bot.people import Person, Seat
from bot.policy import Action, scopes
from bot.roster import Linking
from bot.situation import Step
from storage import people as people_rows
from storage import rosters, tickets
from storage import seats as seats_rows
from storage.inbox import Waiting
from storage.seats import LINK_PURPOSE
from storage.session import Transaction


def of(
    tx: Transaction,
    waiting: Waiting,
    person: Person | None,
    seats: Sequence[Seat],
    message: Message,
    step: Step | None,
    now: datetime,
) -> dict[str, Any]:
    """Keyword arguments of `Situation`: who holds what, where that may be asked."""
    found: dict[str, Any] = {}
    if person and not seats:
        found["claims"] = people_rows.claims_of(tx, person.id, now)
    if person and link.is_meant(message, step):
        found["other_chats"] = seats_rows.other_chats(tx, person.id, waiting.channel, waiting.user)
    found["linking"] = _linking(tx, message, step, now)
    about_handover = hand_over.is_meant(message, step)
    if person and about_handover:
        found["own_seats"] = rosters.own_seats(tx, person.id, seats, now)
    overseen = scopes(seats, Action.ROSTER)
    if overseen and (about_handover or seats_flow.is_meant(message, step)):
        found["roster"] = rosters.of_scopes(tx, overseen, now)
    return found


def _linking(tx: Transaction, message: Message, step: Step | None, now: datetime) -> Linking | None:
    """The conversation whose one-use code is in the message, or that is being asked about."""
    code = code_in(message.text)
    kept = step.data.get("ticket") if step and step.flow == link.FLOW.name else None
    token = people_rows.secret_hash(code) if code else kept
    ticket = tickets.look_hashed(tx, LINK_PURPOSE, token, now) if token else None
    if ticket is None or token is None:
        return None
    held = people_rows.seats_of(tx, ticket.person)
    return Linking(token, ticket.person, held, str(ticket.details.get("channel", "")))
