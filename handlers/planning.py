"""Planning: what each person would be told now, from the facts as they are in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.escalation import escalation, may_close
from bot.messages import Reply
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Place, Role, Seat
from bot.policy import SERVICE, Action, can
from bot.push_budget import Wanted, purpose_of
from bot.reminders import Asked, is_owed
from bot.reporting import Standing
from bot.riding import Merged, Notice, merged
from bot.schedule import TO_OFFICIALS, Calendar, Job, Ring
from bot.summaries import summary
from bot.text import Voice, voice
from handlers import quota
from handlers.riding import day_began, still_meant
from handlers.service import Service
from storage import months, notices, rings, schedules, totals
from storage.reachable import Reachable, reachable_people
from storage.session import Transaction

# Of an overseer's jobs that come together the first says it all.
MOST_TELLING = (Job.ESCALATION, Job.CLOSE, Job.SUMMARY, Job.DIGEST)
FOR_THOSE_WHO_WERE_THERE = (Job.OPENING, Job.BEFORE)  # who joins later has just been told


@dataclass(frozen=True, slots=True)
class Call:
    """A job that may concern a person, by their seats in a province."""

    ring: Ring
    province: str
    key: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What one person would get now, and the keys that are decided by it."""

    to: Reachable
    calls: tuple[Call, ...]
    asked: tuple[Asked, ...]
    summaries: tuple[tuple[Job, Reply], ...]
    notices: Merged
    waiting: tuple[int, ...]  # notices that wait to be pushed
    deliver_by: datetime
    over: tuple[int, ...] = ()  # notices that make no sense any more
    rode: bool = False  # what is owed was told on an answer, or pushed, today already

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.summaries or self.notices.reply)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            self.to.person.id,
            self.to.channel in quota.PAID,
            frozenset({*(one.job for one in self.asked), *(job for job, _ in self.summaries)}),
            self.notices.kinds,
            sum(len(one.standing.owed) for one in self.asked),
            sum(len(one.standing.expected) for one in self.asked),
        )

    @property
    def purpose(self) -> str:
        jobs = [
            *(["reminder"] if self.asked else []),
            *(["summary"] if self.summaries else []),
        ]
        return purpose_of(self.wanted, jobs)


Calls = Mapping[int, Sequence[Call]]


def plans(tx: Transaction, service: Service, calls: Calls, now: datetime) -> list[Plan]:
    """Plans for these people. A call that is decided already, or out of hours, is left out."""
    there = reachable_people(tx, calls)
    calendars = schedules.calendars_of(
        tx, {seat.place.province for one in there for seat in one.seats}
    )
    rings_now = {province: calendar.rings(now) for province, calendar in calendars.items()}
    done = rings.decided(tx, [call.key for of in calls.values() for call in of])
    due = {
        one.person.id: tuple(
            call
            for call in calls[one.person.id]
            if call.key not in done and call.ring in rings_now.get(call.province, ())
        )
        for one in there
    }
    facts = _Facts(tx, service, calendars, now)
    facts.read_standings(there, due)
    waiting = notices.waiting(tx, [one.person.id for one in there], now)
    return [_plan(facts, one, due[one.person.id], waiting.get(one.person.id, [])) for one in there]


@dataclass(slots=True)
class _Facts:
    """What the plans of one transaction share; every place and month is read once."""

    tx: Transaction
    service: Service
    calendars: Mapping[str, Calendar]
    now: datetime
    standings: dict[Month, dict[str, Standing]] = field(default_factory=dict)
    progress: dict[tuple[str, Month], tuple[PlaceProgress, ...]] = field(default_factory=dict)

    def read_standings(self, there: Sequence[Reachable], due: Mapping[int, Sequence[Call]]) -> None:
        wanted: dict[Month, dict[str, Place]] = {}
        for one in there:
            for call, seat in _own_offices(one, due[one.person.id]):
                wanted.setdefault(call.ring.month, {})[seat.place.id] = seat.place
        for month, places in wanted.items():
            here = list(places.values())
            self.standings[month] = months.standings(self.tx, self.service.catalogue, here, month)

    def progress_of(self, scope: Place, month: Month) -> tuple[PlaceProgress, ...]:
        key = (scope.id, month)
        if key not in self.progress:
            self.progress[key] = totals.progress(self.tx, self.service.catalogue, scope, month)
        return self.progress[key]


def _own_offices(one: Reachable, calls: Sequence[Call]) -> list[tuple[Call, Seat]]:
    return [
        (call, seat)
        for call in calls
        for seat in one.seats
        if call.ring.job in TO_OFFICIALS
        and seat.role is Role.OFFICIAL
        and seat.place.province == call.province
        and can(SERVICE, Action.REMIND, seat.place)
    ]


def _plan(facts: _Facts, one: Reachable, calls: Sequence[Call], waiting: Sequence[Notice]) -> Plan:
    asks: tuple[Asked, ...] = ()
    summaries: tuple[tuple[Job, Reply], ...] = ()
    told = Merged()
    over: Sequence[int] = ()
    rode = one.reminded_at is not None and one.reminded_at >= day_began(facts.now)
    hours = [facts.calendars[seat.place.province] for seat in one.seats] or [Calendar()]
    if one.person.wants_reminders(facts.now) and hours[0].in_hours(facts.now):
        asks = () if rode else _asked(facts, one, calls)
        summaries = _summaries(facts, one, calls)
        told, over = _told(facts, one, waiting, goes_anyway=bool(asks or summaries))
    return Plan(
        one,
        tuple(calls),
        asks,
        summaries,
        told,
        tuple(notice.id for notice in waiting if notice.push_after is not None),
        min(calendar.closing(facts.now) for calendar in hours),
        tuple(over),
        rode,
    )


def _asked(facts: _Facts, one: Reachable, calls: Sequence[Call]) -> tuple[Asked, ...]:
    """What is still owed, the most pressing first."""
    asked = []
    for call, seat in _own_offices(one, calls):
        job, month = call.ring.job, call.ring.month
        calendar = facts.calendars[call.province]
        window = calendar.window(job, month)
        joined = one.since[seat.id].astimezone(facts.now.tzinfo).date()
        if window and job in FOR_THOSE_WHO_WERE_THERE and joined > window.first:
            continue
        standing = facts.standings[month][seat.place.id]
        if is_owed(standing):
            asked.append(Asked(job, seat.place, month, calendar.due(month), standing))
    return tuple(sorted(asked, key=lambda one: (one.due, one.place.id)))


def _summaries(
    facts: _Facts, one: Reachable, calls: Sequence[Call]
) -> tuple[tuple[Job, Reply], ...]:
    """Of a seat's jobs for a month the most telling one that has something to say."""
    t = voice(one.person.locale)
    found: list[tuple[Job, Reply]] = []
    for seat in one.seats:
        if seat.role not in (Role.COORDINATOR, Role.ADMIN):
            continue
        here = [
            call.ring
            for call in calls
            if call.province == seat.place.province and call.ring.job in SUMMARIES
        ]
        for month in dict.fromkeys(ring.month for ring in here):
            jobs = sorted(
                {ring.job for ring in here if ring.month == month}, key=MOST_TELLING.index
            )
            said = ((job, SUMMARIES[job](facts, t, seat, month)) for job in jobs)
            first = next(((job, reply) for job, reply in said if reply), None)
            if first:
                found.append(first)
    return tuple(found)


def _told(
    facts: _Facts, one: Reachable, waiting: Sequence[Notice], goes_anyway: bool
) -> tuple[Merged, Sequence[int]]:
    """Notices whose hour has come; then all that waits goes along, and with a reminder too."""
    due = [n for n in waiting if n.push_after is not None and n.push_after <= facts.now]
    if not due and not goes_anyway:
        return Merged(), ()
    meant, over = still_meant(facts.tx, facts.service, waiting)
    if not goes_anyway and not any(notice in meant for notice in due):
        return Merged(), over
    return merged(voice(one.person.locale), sorted(meant, key=lambda n: n not in due)), over


def _summary(facts: _Facts, t: Voice, seat: Seat, month: Month) -> Reply | None:
    """The digest's words: at the due day's end, and every week."""
    if not can(SERVICE, Action.SUMMARISE, seat.place):
        return None
    due = facts.calendars[seat.place.province].due_by(month, facts.now.tzinfo)
    return summary(t, seat, facts.progress_of(seat.place, month), month, due)


def _escalation(facts: _Facts, t: Voice, seat: Seat, month: Month) -> Reply | None:
    progress = facts.progress_of(seat.place, month)
    holders = rings.officials_in(facts.tx, seat.place)
    ring = facts.calendars[seat.place.province].ring(Job.AFTER, month)
    keys = {
        rings.key_of(ring, person, seat.place.province): place
        for place, persons in holders.items()
        for person in persons
    }
    not_reminded = {keys[key] for key in rings.held(facts.tx, keys)}
    return escalation(t, seat, progress, month, set(holders), not_reminded)


def _close(facts: _Facts, t: Voice, seat: Seat, month: Month) -> Reply | None:
    """The month may be closed, and the digest of what is closed by that."""
    first = may_close(t, seat, facts.progress_of(seat.place, month), month)
    digest = _summary(facts, t, seat, month)
    if first is None or digest is None:
        return first
    return replace(
        digest,
        text=f"{first.text}\n\n{digest.text}",
        buttons=(*first.buttons, *digest.buttons),
    )


Say = Callable[[_Facts, Voice, Seat, Month], Reply | None]
SUMMARIES: dict[Job, Say] = {
    Job.SUMMARY: _summary,
    Job.ESCALATION: _escalation,
    Job.CLOSE: _close,
    Job.DIGEST: _summary,
}
