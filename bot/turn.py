"""What a flow writes on: say, ask, make a change. One turn is one message and its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.changes import (
    Change,
    Erased,
    Joined,
    LanguageChosen,
    MonthMoved,
    OfficeChosen,
    Recorded,
    ReminderPaused,
    RemindersSwitched,
    Scheduled,
    StepOpened,
)
from bot.messages import Button, Card, Reply, at_office
from bot.people import Person, Seat, offices
from bot.reporting import PlaceMonth
from bot.situation import Situation, Step
from bot.text import Voice, voice

OFFICE = "office"  # in a step's data: the place it is about


def office_name(t: Voice, situation: Situation, seat: Seat | None = None) -> str:
    """An office's name (the current one's), with its code where another one is called the same."""
    seat = seat or situation.seat
    if seat is None:
        return ""
    name = seat.place.name(t)
    same = [one for one in offices(situation.seats) if one.place.name(t) == name]
    return f"{name} ({seat.place.id})" if len(same) > 1 else name


class Turn:
    """Collects replies and changes; `situation` always shows the changes made so far."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.replies: list[Reply] = []
        self.changes: list[Change] = []
        self.evidence: tuple[int, ...] = ()  # attachments of what is being told
        self.of_office = True  # what is said now is about the office figures are told for
        self.began = ""  # the flow that a menu word or button started
        self.t = voice(situation.locale)

    def say(self, text: str, buttons: Sequence[Button] = (), card: Card | None = None) -> None:
        """Whoever tells for several offices reads first which one this is about, unless it is
        about none of them."""
        if self.of_office and self.situation.has_several_offices:
            text = f"{office_name(self.t, self.situation)}\n{text}"
        self.replies.append(Reply(text, tuple(buttons), card))

    def open(self, flow: str, name: str, data: Mapping[str, Any]) -> Step:
        """Open a step: the next message is an answer to it, for the office it is asked for."""
        body = dict(data)
        if self.of_office and self.situation.seat:
            body[OFFICE] = self.situation.seat.place.id
        step = Step(flow, name, self.situation.draft_id, body)
        self.make(StepOpened(step))
        return step

    def close(self) -> None:
        if self.situation.step is not None:
            self.make(StepOpened(None))

    def choice(self, label: str, verb: str, argument: str = "") -> Button:
        """A button that answers the open step; dead as soon as another step opens."""
        step = self.situation.step
        if step is None:
            raise LookupError("a choice belongs to an open step")
        return Button(label, ":".join(filter(None, (step.flow, step.id, verb, argument))))

    def menu(self, label: str, flow: str, argument: str = "") -> Button:
        """A button that starts a flow, whenever it is pressed: for the office it stands under."""
        action = ":".join(filter(None, ("menu", flow, argument)))
        if self.of_office and self.situation.has_several_offices and self.situation.seat:
            action = at_office(self.situation.seat.place.id, action)
        return Button(label, action)

    def make(self, change: Change) -> None:
        self.changes.append(change)
        self.situation = _after(self.situation, change)
        self.t = voice(self.situation.locale)


def _after(situation: Situation, change: Change) -> Situation:
    """The situation once `change` is made, so that the answer can already tell the new totals."""
    match change:
        case Recorded():
            return situation.with_cell(change.cell)
        case StepOpened():
            return replace(situation, step=change.step)
        case LanguageChosen():
            person = situation.person and replace(situation.person, locale=change.locale)
            return replace(situation, locale=change.locale, person=person)
        case RemindersSwitched():
            person = situation.person and replace(
                situation.person, reminders_off=change.off, paused_until=None
            )
            return replace(situation, person=person)
        case ReminderPaused():
            person = situation.person and replace(situation.person, paused_until=change.until)
            return replace(situation, person=person)
        case Scheduled():
            changed = replace(situation.calendar_of(change.province), rules=change.rules)
            calendars = {**situation.calendars, change.province: changed}
            return replace(situation, calendars=calendars)
        case MonthMoved():
            moved = replace(
                change.before,
                state=change.to,
                version=change.before.version + 1,
                reason=change.reason,
            )
            return _with_month(situation, moved)
        case Joined():
            person = situation.person or Person(
                0, change.locale, notice_version=change.notice_version
            )
            seats = (*situation.seats, change.invitation.seat)
            return replace(situation, person=person, seats=seats, locale=change.locale)
        case OfficeChosen():
            return replace(situation, chosen_office=change.seat)
        case Erased():
            return replace(situation, person=None, seats=(), step=None, known=None)
        case _:
            return situation


def _with_month(situation: Situation, moved: PlaceMonth) -> Situation:
    """The month of the person's own place, or of one they oversee, as it stands now."""
    if situation.seat and situation.seat.place.id == moved.place:
        situation = replace(situation, months={**situation.months, moved.month: moved})
    progress = tuple(
        replace(row, standing=replace(row.standing, month=moved))
        if (row.place.id, row.standing.month.month) == (moved.place, moved.month)
        else row
        for row in situation.progress
    )
    return replace(situation, progress=progress)
