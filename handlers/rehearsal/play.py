"""Playing a rehearsal: time moves from event to event, people act, the service does its work.

Whatever people do goes into the inbox and comes back through the outbox, as from any platform; the
clock's jobs run at every tick, by day and by night.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.attachments import Content
from bot.messages import Kind as Sort
from bot.messages import Reply
from bot.rehearsing import officials, overseers
from bot.rehearsing.acts import (
    Act,
    Await,
    Block,
    HandOn,
    Heard,
    Photo,
    Press,
    Rest,
    Say,
    Script,
    Step,
)
from bot.rehearsing.events import Event, Kind
from bot.rehearsing.people import Official, Person
from handlers.answer import answer_one
from handlers.channels.base import Delivery
from handlers.clock import run_chores
from handlers.deliver import deliver_one
from handlers.fetch import fetch_one
from handlers.rehearsal.masking import masked
from handlers.rehearsal.phones import Phones
from handlers.rehearsal.stage import Stage
from handlers.retaining import retain_when_due, unlink_when_due
from handlers.ringing import run_due_jobs
from handlers.sealing import seal_waiting
from storage import inbox, rehearsed
from storage.inbox import NewEvent

DAY_BEGINS, DAY_ENDS = time(8), time(17)
TYPING = (8, 50)  # seconds between an answer and the next message
READING = (1, 20)  # minutes until somebody looks at what has arrived unasked
PATIENCE = timedelta(minutes=30)  # so long an answer is waited for
TWICE = 0.03  # of the events a platform delivers again
DOWN_FOR = timedelta(minutes=20)  # once, as somebody writes on the second working day


class Waits(StrEnum):
    REST = "rest"
    NEWS = "news"
    ANSWER = "answer"


@dataclass
class Actor:
    """A person on the stage: where the script stands, what has arrived and is not read yet."""

    person: Person
    script: Script
    waits: Waits = Waits.REST
    turn: int = 0  # an alarm of an earlier turn rings for nobody
    unread: list[Reply] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)  # by label: what it does
    last_message: str = ""


class Play:
    """One rehearsal from the evening before to its end; `events` is what happened."""

    def __init__(self, stage: Stage) -> None:
        self.events: list[Event] = []
        self.redelivered = 0
        self._stage = stage
        self._service = stage.service
        self._is_down = self._was_down = False
        self._numbers = itertools.count(1)
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._actors = {
            key: Actor(person, _script_of(person)) for key, person in stage.people.items()
        }

    def run(self) -> None:
        for actor in self._actors.values():
            self._wake_at(actor, self._stage.clock.now())
        for moment in self._ticks():
            self._at(moment, self._tick)
        while self._queue:
            moment, _, do = heapq.heappop(self._queue)
            self._stage.clock.move_to(moment)
            do()

    def _ticks(self) -> Iterator[datetime]:
        """Often at work, every four hours at night and on days off."""
        moment, end = self._stage.clock.now(), self._stage.dates.at(self._stage.dates.end, DAY_ENDS)
        while moment <= end:
            is_day = DAY_BEGINS <= moment.time() < DAY_ENDS
            if (is_day and self._stage.dates.is_working_day(moment.date())) or (
                moment.hour % 4 == 0 and moment.minute == 0
            ):
                yield moment
            moment += self._stage.plan.tick

    def _at(self, moment: datetime, do: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (moment, next(self._numbers), do))

    # --- the service ------------------------------------------------------------------------------

    def _tick(self) -> None:
        if not self._is_down:
            run_due_jobs(self._service)
            run_chores(self._service)
            retain_when_due(self._service)
            unlink_when_due(self._service)
            seal_waiting(self._service)
            self._work()

    def _work(self) -> None:
        """What the worker's threads do, until nothing is left to do."""
        if self._is_down:
            return
        while fetch_one(self._service) or answer_one(self._service):
            pass
        while deliver_one(self._service):
            pass
        arrived = [
            (delivery.user, phones, delivery)
            for phones in self._stage.phones.values()
            for delivery in phones.take_all()
        ]
        arrived.sort(key=lambda one: one[0])
        if arrived:
            with self._service.database.begin() as tx:
                purposes = rehearsed.purposes(tx, [delivery.id for _, _, delivery in arrived])
            for user, phones, delivery in arrived:
                self._arrive(self._actors[user], phones, delivery, purposes[delivery.id])

    def _maybe_go_down(self) -> None:
        """Once in the month, in the middle of a talk."""
        dates, now = self._stage.dates, self._stage.clock.now()
        if not self._was_down and now.date() == dates.working_day(dates.opening, 1):
            self._was_down = self._is_down = True
            self._note(Kind.DOWN)
            self._at(now + DOWN_FOR, self._come_up)

    def _come_up(self) -> None:
        self._is_down = False
        self._note(Kind.UP)
        self._work()

    # --- people -----------------------------------------------------------------------------------

    def _wake_at(self, actor: Actor, moment: datetime) -> None:
        actor.turn += 1
        turn = actor.turn
        self._at(moment, lambda: self._wake(actor) if turn == actor.turn else None)

    def _wake(self, actor: Actor) -> None:
        now = self._stage.clock.now()
        heard = Heard(now, tuple(actor.unread), tuple(actor.notes))
        actor.unread, actor.notes = [], []
        try:
            step = next(actor.script) if actor.turn == 1 else actor.script.send(heard)
        except StopIteration:
            actor.turn += 1
        else:
            self._take(actor, step)

    def _take(self, actor: Actor, step: Step) -> None:
        now = self._stage.clock.now()
        match step:
            case Rest():
                actor.waits = Waits.REST
                self._wake_at(actor, max(now, step.until))
            case Await():
                actor.waits = Waits.NEWS
                self._wake_at(actor, max(now, step.until))
            case HandOn():
                self._hand_on(actor, step)
            case _:
                actor.waits = Waits.ANSWER
                self._wake_at(actor, now + PATIENCE)
                self._do(actor, step)

    def _hand_on(self, actor: Actor, step: HandOn) -> None:
        other = self._actors[step.to]
        self._note(Kind.HANDED_ON, actor, masked(step.text))
        other.notes.append(step.text)
        self._look_soon(other)
        self._wake_at(actor, self._stage.clock.now())

    def _arrive(self, actor: Actor, phones: Phones, delivery: Delivery, purpose: str) -> None:
        came_as = "message"
        if phones.pays:
            came_as = "reply" if delivery.reply_token else "push"
        self._note(
            Kind.GOT,
            actor,
            came_as=came_as,
            purpose=purpose,
            texts=tuple(masked(reply.whole_text) for reply in delivery.replies),
            buttons=tuple(button.label for reply in delivery.replies for button in reply.buttons),
        )
        actor.unread += delivery.replies
        shown = {
            button.label: button.action
            for reply in delivery.replies
            for button in reply.buttons
            if button.action
        }
        actor.buttons = {**actor.buttons, **shown}
        self._look_soon(actor)

    def _look_soon(self, actor: Actor) -> None:
        """Somebody who waits for an answer sees it at once; for news, a little later."""
        now, random = self._stage.clock.now(), actor.person.random
        if actor.waits is Waits.ANSWER:
            self._wake_at(actor, now + timedelta(seconds=random.randint(*TYPING)))
        elif actor.waits is Waits.NEWS:
            self._wake_at(actor, now + timedelta(minutes=random.randint(*READING)))
            actor.waits = Waits.REST

    # --- what people do ---------------------------------------------------------------------------

    def _do(self, actor: Actor, act: Act) -> None:
        number = next(self._numbers)
        phones = self._stage.phones[actor.person.channel]
        raw, kind, text = _as_event(actor, act, number)
        self._note(kind, actor, masked(text))
        if isinstance(act, Block):
            phones.blocked.add(actor.person.key)
        now = self._stage.clock.now()
        event = NewEvent(
            channel=phones.name,
            id=f"event-{number}",
            user=actor.person.key,
            occurred_at=now,
            raw={**raw, "sent_at": now.timestamp()},
            reply_token=phones.token_for(str(number)),
            message=str(raw["id"]),
            content=Content(act.name, act.name) if isinstance(act, Photo) else None,
        )
        again = actor.person.random.random() < TWICE
        for _ in range(1 + again):
            with self._service.database.begin() as tx:
                inbox.keep(tx, [event], now)
        self.redelivered += again
        self._maybe_go_down()
        self._work()

    def _note(
        self,
        kind: Kind,
        actor: Actor | None = None,
        text: str = "",
        came_as: str = "",
        purpose: str = "",
        texts: tuple[str, ...] = (),
        buttons: tuple[str, ...] = (),
    ) -> None:
        who = actor.person.key if actor else ""
        now = self._stage.clock.now()
        self.events.append(Event(now, kind, who, text, came_as, purpose, texts, buttons))


def _script_of(person: Person) -> Script:
    return officials.script(person) if isinstance(person, Official) else overseers.script(person)


def _as_event(actor: Actor, act: Act, number: int) -> tuple[dict[str, object], Kind, str]:
    """The event as the channel reads it, and how the chronicle calls it."""
    body: dict[str, object] = {"id": f"message-{number}"}
    match act:
        case Press():
            action = actor.buttons.get(act.label)
            if action is None:
                raise LookupError(f"{actor.person.key} sees no button {act.label!r}")
            return {**body, "kind": Sort.ACTION, "action": action}, Kind.PRESSED, act.label
        case Photo():
            return {**body, "kind": Sort.PHOTO, "path": act.name}, Kind.PHOTO, act.name
        case Block():
            return {**body, "kind": Sort.UNFOLLOW}, Kind.BLOCKED, ""
        case Say():
            return {**body, "kind": Sort.TEXT, "text": act.text}, Kind.SAID, act.text
        case HandOn():
            raise TypeError("what is handed on does not go through the chat")
