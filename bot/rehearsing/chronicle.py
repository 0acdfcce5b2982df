"""The chronicle of a rehearsal, to be read: day by day who did what, and who received what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.audit import Deed
from bot.flows.review.queue import STATES
from bot.people import ROLE_NAMES, Role
from bot.rehearsing.characters import WORDS, Character
from bot.rehearsing.events import Event, Kind
from bot.rehearsing.people import Dates, Official, Person
from bot.rehearsing.results import Results
from bot.reporting import State
from bot.text import Voice, mark

TITLE = mark("Rehearsal of a month: %(place)s, %(month)s")
CAST = mark("Who takes part")
DAYS = mark("Opening %(opening)s, due %(due)s, close %(close)s")
PRESSES = mark("presses [%(button)s]")
SENDS_PHOTO = mark("sends a photo")
BLOCKS = mark("blocks the account")
HANDS_ON = mark("hands on, outside the chat: %(text)s")
SERVICE_DOWN = mark("The service is down; messages are kept.")
SERVICE_UP = mark("The service is up again and answers what was kept.")
NO_WORKING_DAY = mark("no working day")
SILENCE = mark("No message came, and none was sent.")
OPENING = mark("the month opens")
DUE = mark("due day")
CLOSE = mark("closing day")
CAME_AS = {
    "reply": mark("answer, free"),
    "push": mark("push, paid"),
    "message": mark("message, free"),
}
PURPOSES = {
    "answer": mark("answer"),
    "reminder": mark("reminder"),
    "summary": mark("summary"),
    "notice": mark("notice"),
    "alert": mark("warning"),
}
IN_THE_END = mark("In the end")
PEOPLE = mark("People who took part")
MESSAGES = mark("Messages and presses that came in")
REDELIVERED = mark("of these delivered twice by the platform")
ANSWERS = mark("Answers that went out")
LETTERS = mark("Sent unasked: %(purpose)s")
PUSHES = mark("LINE pushes in the month of the opening, of %(budget)s")
PUSHED_TO = mark("People on LINE with %(count)s pushes")
SAVED = {
    "ride": mark("Reminders that came with an answer instead"),
    "merged": mark("Reminders and summaries merged into another letter"),
}
HELD = mark("Letters held back, the budget was used up")
PLACES = mark("Places that were asked")
IN_STATE = mark("Months in the state: %(state)s")
DEEDS = {
    Deed.RETURNED: mark("Returned by a coordinator"),
    Deed.APPROVED: mark("Approved by a coordinator"),
    Deed.NUDGED: mark("Reminded by a coordinator"),
    Deed.HANDED_OVER: mark("Seats handed over"),
}
COMPLETE = mark("Complete")
ON_TIME = mark("Complete by the due day")
LATE_FIGURES = mark("Figures told after the close: %(state)s")
LATE_STATES = {
    "waiting": mark("waiting"),
    "accepted": mark("accepted"),
    "refused": mark("refused"),
    "withdrawn": mark("withdrawn"),
}
NOTHING_BROKEN = mark("Nothing unasked came outside working hours, and nothing twice.")
BROKEN = mark("Should not have happened: %(what)s")
INDENT = " " * 8
WIDTH = 60


def chronicle(
    t: Voice,
    dates: Dates,
    people: Mapping[str, Person],
    place: str,
    events: Iterable[Event],
    results: Results,
) -> Iterator[str]:
    """Line by line: who takes part, day by day what happened, the table at the end."""
    yield t(TITLE, place=place, month=t.month_long(dates.month))
    days = {name: t.day(getattr(dates, name)) for name in ("opening", "due", "close")}
    yield t(DAYS, **days)
    yield from ("", t(CAST))
    yield from (f"  {_part(t, person)}" for person in people.values())
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        by_day[event.at.date()].append(event)
    for day in _days(dates):
        yield from ("", _heading(t, dates, day))
        for event in by_day[day]:
            yield from _event(t, people, event)
        if not by_day[day]:
            yield t(SILENCE)
    yield from ("", t(IN_THE_END))
    yield from _table(t, results)


def name_of(t: Voice, person: Person) -> str:
    names = person.names
    return f"{t(ROLE_NAMES[person.role])}, {names.get(t.code) or names['th']}"


def _part(t: Voice, person: Person) -> str:
    words = f"{name_of(t, person)} · {person.channel}"
    if isinstance(person, Official) and person.role is Role.OFFICIAL:
        return f"{words} · {t(WORDS[Character(person.character)])}"
    return words


def _days(dates: Dates) -> Iterator[date]:
    """Every day of the rehearsal, the silent ones too."""
    day = dates.before
    while day <= dates.end:
        yield day
        day += timedelta(days=1)


def _heading(t: Voice, dates: Dates, day: date) -> str:
    marks = [
        t(words)
        for words, when in ((OPENING, dates.opening), (DUE, dates.due), (CLOSE, dates.close))
        if day == when
    ]
    if not dates.is_working_day(day):
        marks.append(dates.calendar.name_of(day) or t(NO_WORKING_DAY))
    return f"{' · '.join((f'── {t.day(day)}', *marks))} ".ljust(WIDTH, "─")


def _event(t: Voice, people: Mapping[str, Person], event: Event) -> Iterator[str]:
    hour = f"{event.at:%H:%M}"
    if event.kind in (Kind.DOWN, Kind.UP):
        yield f"{hour}  ** {t(SERVICE_DOWN if event.kind is Kind.DOWN else SERVICE_UP)}"
        return
    who = name_of(t, people[event.who])
    if event.kind is not Kind.GOT:
        yield f"{hour}  {who} > {_did(t, event)}".replace("\n", f"\n{INDENT}> ")
        return
    sort = t(CAME_AS[event.came_as])
    if event.purpose != "answer":
        sort = f"{t(PURPOSES.get(event.purpose, event.purpose))}, {sort}"
    yield f"{hour}  {who} < ({sort})"
    for text in event.texts:
        yield from (f"{INDENT}{line}".rstrip() for line in text.split("\n"))
    if event.buttons:
        yield INDENT + " ".join(f"[{label}]" for label in event.buttons)


def _did(t: Voice, event: Event) -> str:
    match event.kind:
        case Kind.PRESSED:
            return t(PRESSES, button=event.text)
        case Kind.PHOTO:
            return t(SENDS_PHOTO)
        case Kind.BLOCKED:
            return t(BLOCKS)
        case Kind.HANDED_ON:
            return t(HANDS_ON, text=event.text)
        case _:
            return event.text


def _table(t: Voice, results: Results) -> Iterator[str]:
    for name, value in _rows(t, results):
        yield f"  {value:>6,}  {name}"
    yield ""
    for what in results.broken:
        yield t(BROKEN, what=what)
    if not results.broken:
        yield t(NOTHING_BROKEN)


def _rows(t: Voice, results: Results) -> Sequence[tuple[str, int]]:
    return [
        (t(PEOPLE), results.people),
        (t(MESSAGES), results.messages),
        (t(REDELIVERED), results.redelivered),
        (t(ANSWERS), results.answers),
        *(
            (t(LETTERS, purpose=t(PURPOSES.get(purpose, purpose))), count)
            for purpose, count in results.letters.items()
        ),
        (t(PUSHES, budget=results.push_budget), results.pushes),
        *((t(PUSHED_TO, count=count), people) for count, people in results.pushed_to.items()),
        *((t(SAVED[way]), count) for way, count in results.saved.items()),
        (t(HELD), results.held),
        (t(PLACES), results.places),
        *((t(IN_STATE, state=t(STATES[State(name)])), n) for name, n in results.states.items()),
        *((t(words), results.deeds.get(deed, 0)) for deed, words in DEEDS.items()),
        (t(COMPLETE), results.complete),
        (t(ON_TIME), results.on_time),
        *(
            (t(LATE_FIGURES, state=t(LATE_STATES[state])), count)
            for state, count in results.late_figures.items()
        ),
    ]
