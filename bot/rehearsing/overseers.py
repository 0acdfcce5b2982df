"""What those above do: coordinators review, remind and close; administrators and auditors look."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.flows.doubts import DOUBTS
from bot.flows.review import closing, deciding, late, queue
from bot.messages import Button
from bot.notices import THEIR_WORDS
from bot.people import Role
from bot.rehearsing.acts import Await, Heard, Press, Rest, Say, Script, Talk
from bot.rehearsing.people import Person

MOST_TURNS = 40
EVERY = 2  # working days between two rounds
APPROVES = "menu:handover:approve:"
NOT_AGAIN = timedelta(days=3)
TOO_MUCH = ("high", "first_high", "baht")  # the reader's codes of a figure far above the usual


def script(me: Person) -> Script:
    yield Rest(me.some_time(me.dates.before))
    yield from me.join()
    yield from {Role.COORDINATOR: _coordinator, Role.ADMIN: _admin, Role.AUDITOR: _auditor}[
        me.role
    ](me)


def _coordinator(me: Person) -> Script:
    """A round every other working day, and whenever something arrives; the province's closes."""
    reminded: datetime | None = None
    rounds = _rounds(me)
    heard = yield Rest(me.dates.at(me.dates.opening, time(8)))
    while heard.at < me.end():
        heard = yield Await(next(rounds))
        if heard.at.date() >= me.dates.end:
            return
        yield Rest(me.soon(heard.at))
        yield from _approve_successors(heard)
        heard = yield from _review(me)
        may_remind = reminded is None or heard.at - reminded >= NOT_AGAIN
        if may_remind and me.dates.due < heard.at.date() < me.dates.close:
            reminded = heard.at
            heard = yield Say(me.said("ทวง", "nudge"))
        if me.place == me.place[:2] and heard.at.date() == me.dates.close:
            heard = yield from _close(me)


def _approve_successors(heard: Heard) -> Script:
    """Whoever the holder has named; the word of it comes alone, or with an answer."""
    for button in heard.buttons:
        if button.action.startswith(APPROVES):
            yield Press(button.label)


def _rounds(me: Person) -> Iterator[datetime]:
    """The hours this person looks at what waits, whether something has come or not."""
    day = me.dates.working_day(me.dates.opening, 1)
    while day < me.dates.close:
        yield me.some_time(day)
        day = me.dates.working_day(day, EVERY)
    yield me.dates.at(me.dates.close, time(14))
    while True:
        day = me.dates.working_day(day, 1)
        yield me.some_time(day)


def _review(me: Person) -> Talk:
    """Approve the clean ones, look at the questioned one by one, decide on late figures."""
    t, looked = me.t, set[str]()
    heard = yield Say(me.said("ตรวจ", "review"))
    yield from _approve_successors(heard)
    for _ in range(MOST_TURNS):
        button = _next(me, heard, looked)
        if button is None:
            break
        looked.add(button.label)
        heard = yield Press(button.label)
        if heard.has(t(deciding.YES)):
            heard = yield Press(t(deciding.YES))
        elif heard.has(t(queue.APPROVE)) or heard.has(t(queue.RETURN)):
            heard = yield from _decide(me, heard)
        while heard.has(t(late.ACCEPT)):
            heard = yield Press(t(late.ACCEPT))
        heard = yield Say(me.said("ตรวจ", "review"))
    return heard


def _next(me: Person, heard: Heard, looked: set[str]) -> Button | None:
    """The first button of the list that leads to work; reminding and closing have their days."""
    for button in heard.buttons:
        is_work = button.action.startswith(("menu:approve", "menu:review:", "menu:late"))
        if is_work and button.label not in looked:
            return button
    return None


def _decide(me: Person, heard: Heard) -> Talk:
    """Far too much goes back, unless there are words about it; all else is approved."""
    t = me.t
    is_too_much = any(t(DOUBTS[code]) in heard.text for code in TOO_MUCH)
    is_explained = t(THEIR_WORDS, reason="") in heard.text
    if is_too_much and not is_explained and heard.has(t(queue.RETURN)):
        yield Press(t(queue.RETURN))
        return (yield Press(t(deciding.QUICK_REASONS[0])))
    if heard.has(t(queue.APPROVE)):  # unless somebody else was quicker
        heard = yield Press(t(queue.APPROVE))
    return heard


def _close(me: Person) -> Talk:
    heard = yield Say(me.said("ปิดเดือน", "close month"))
    if heard.has(me.t(closing.YES)):
        heard = yield Press(me.t(closing.YES))
    return heard


def _admin(me: Person) -> Script:
    yield Rest(me.some_time(me.dates.working_day(me.dates.due, 1)))
    yield Say(me.said("ความคืบหน้า", "progress"))
    yield Rest(me.some_time(me.dates.working_day(me.dates.close, 1)))
    yield Say(me.said("ส่งออก", "export"))


def _auditor(me: Person) -> Script:
    """Looks, and is refused what is not an auditor's."""
    yield Rest(me.some_time(me.dates.working_day(me.dates.close, 1)))
    yield Say(me.said("ตรวจ", "review"))
    yield Say(me.said("ปิดเดือน", "close month"))
