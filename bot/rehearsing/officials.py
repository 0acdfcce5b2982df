"""What officials do in a month: one script a character, each a few lines of habit.

Nobody here knows what the service holds: a script looks at the last texts and buttons, as a person
does, and at the bills on the desk.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta

from bot.codes import code_in, dashed
from bot.flows.record.questions import LATER
from bot.flows.record.read_back import SAME_IS_RIGHT, YES
from bot.flows.resubmit import RIGHT
from bot.notices import NUDGE, SEND_AGAIN, START
from bot.rehearsing.acts import (
    Await,
    Block,
    HandOn,
    Heard,
    Photo,
    Press,
    Rest,
    Say,
    Script,
    Talk,
)
from bot.rehearsing.characters import Character
from bot.rehearsing.people import Official

MOST_TURNS = 60  # more than any month needs: a talk that goes round in circles ends
MOST_BEGINNINGS = 5
SUCCESSOR = "successor"
EARLY = time(8, 5)
LIKES_TOTALS = 0.5


def script(me: Official) -> Script:
    """Join on the day before the opening, then live through the month as one is."""
    if me.character is Character.ABSENT:
        return
    if me.key.startswith(SUCCESSOR):
        yield from successor(me)
        return
    yield Rest(me.some_time(me.dates.before))
    yield from me.join()
    heard = yield from HABITS[me.character](me)
    yield from _answer_returns(me, heard)


# --- how a month is told --------------------------------------------------------------------------


def _in_one_message(me: Official, codes: Sequence[str] = ()) -> Talk:
    heard = yield Say(me.whole_month(codes or list(me.bills)))
    return (yield from _answer_all(me, heard))


def _one_by_one(me: Official) -> Talk:
    """Begin, and begin again while something is left that is not put off for today."""
    put_off = set(me.later)
    for _ in range(MOST_BEGINNINGS):
        heard = yield Say(me.said("เริ่ม", "start"))
        heard = yield from _answer_all(me, heard)
        if me.untold <= put_off:
            break
    return heard


def _answer_all(me: Official, heard: Heard) -> Talk:
    """Answer what is asked and confirm what is read back, until nothing is open any more."""
    for _ in range(MOST_TURNS):
        item = me.asked_item(heard.replies)
        yes = _right_one(me, heard)
        if yes:
            heard = yield Press(yes)
        elif item in me.later:
            me.later.discard(item)
            heard = yield Press(me.t(LATER))
        elif item:
            heard = yield Say(me.answer(item))
        else:
            break
    return heard


def _right_one(me: Official, heard: Heard) -> str:
    """What a read-back is answered with: the likely fix where one is looked up on the bill, else
    that it is right; empty when nothing is read back."""
    if me.character is Character.SLIP_FIXED:
        bills = [me.t.number(quantity) for quantity in me.bills.values() if quantity]
        for button in heard.buttons:
            if button.label.split(" ")[0] in bills:
                return button.label
    return next((yes for yes in map(me.t, (YES, SAME_IS_RIGHT)) if heard.has(yes)), "")


def _wait_until(me: Official, until: datetime, hears: Callable[[Heard], bool]) -> Talk:
    """Wait for something in particular to arrive; what else comes is read and left."""
    heard = yield Await(until)
    while heard.at < until and not hears(heard):
        heard = yield Await(until)
    return heard


def _day(me: Official) -> int:
    """Which of the first working days this person keeps for it."""
    return me.random.randrange(4)


def _answer_returns(me: Official, heard: Heard) -> Script:
    """A returned month: a slip is corrected; where the bills say the same, the reason is said."""
    while heard.at < me.end():
        if heard.has(me.t(SEND_AGAIN)):
            yield Rest(me.soon(heard.at))
            heard = yield from _answer_return(me)
        else:
            heard = yield Await(me.end())


def _answer_return(me: Official) -> Talk:
    if me.slipped:
        item = me.slipped.pop()
        heard = yield Say(f"{me.told(item)} {me.t.month(me.dates.month)}")
        return (yield from _answer_all(me, heard))
    heard = yield Say(me.said("ส่งอีกครั้ง", "send again"))
    if heard.has(me.t(RIGHT)):
        heard = yield Say(me.said("ตรวจกับใบแจ้งหนี้แล้ว ตัวเลขตรงกัน", "Checked, it is as billed"))
    return heard


# --- habits ---------------------------------------------------------------------------------------


def _punctual(me: Official) -> Talk:
    yield Rest(me.workday(_day(me)))
    heard = yield from _in_one_message(me)
    if me.random.random() < LIKES_TOTALS:
        heard = yield Say(me.said("ยอดรวม", "totals"))
    return heard


def _item_by_item(me: Official) -> Talk:
    yield Rest(me.workday(_day(me)))
    return (yield from _one_by_one(me))


def _evening(me: Official) -> Talk:
    day = me.dates.working_day(me.dates.opening, _day(me))
    yield Rest(me.dates.at(day, time(20, me.random.randrange(10, 50))))
    return (yield from _in_one_message(me))


def _photo(me: Official) -> Talk:
    """The first item, then the bill it stands on, then the others."""
    yield Rest(me.workday(_day(me)))
    heard = yield Say(me.said("เริ่ม", "start"))
    item = me.asked_item(heard.replies)
    yield Say(me.answer(item))
    yield Photo(f"{item}.jpg")
    return (yield from _one_by_one(me))


def _puts_off(me: Official) -> Talk:
    """Two items wait; before work on the due day a look at the totals tells of them, so that no
    reminder need be pushed."""
    me.later = set(me.random.sample(list(me.bills)[1:], 2))
    yield Rest(me.workday(_day(me)))
    yield from _one_by_one(me)
    yield Rest(me.dates.at(me.dates.due, EARLY))
    yield Say(me.said("ยอดรวม", "totals"))
    yield Rest(me.some_time(me.dates.due))
    return (yield from _one_by_one(me))


def _once_reminded(me: Official) -> Talk:
    """What is left, when the next reminder comes; two days after the due day at the latest."""
    heard = yield Await(me.some_time(me.dates.working_day(me.dates.due, 2)))
    yield Rest(me.soon(heard.at))
    return (yield from _one_by_one(me))


def _late(me: Official) -> Talk:
    """The opening is too early for them."""
    yield Rest(me.workday(2))
    return (yield from _once_reminded(me))


def _nudged(me: Official) -> Talk:
    month = me.t.month(me.dates.month)
    name = me.names.get(me.locale) or me.names["th"]
    nudge = me.t(NUDGE, month=month, place=name)
    heard = yield from _wait_until(me, me.end(), lambda heard: nudge in heard.text)
    if heard.at >= me.end():
        return heard
    yield Rest(me.soon(heard.at))
    return (yield from _in_one_message(me))


def _slip(me: Official) -> Talk:
    """Ten times too much for the first item that is not nothing."""
    item = next(code for code, quantity in me.bills.items() if quantity)
    me.slips[item] = me.bills[item] * 10
    if me.character is Character.SLIP_CONFIRMED:
        me.slipped.append(item)
    yield Rest(me.workday(_day(me)))
    return (yield from _one_by_one(me))


def _never(me: Official) -> Talk:
    return (yield Await(me.end()))


def _stops(me: Official) -> Talk:
    """Stop at the first reminder; tell the month a day after the due day, unasked."""
    heard = yield Await(me.workday(1))
    yield Rest(me.soon(heard.at))
    yield Say(me.said("หยุดเตือน", "stop reminders"))
    yield Rest(me.some_time(me.dates.working_day(me.dates.due, 1)))
    return (yield from _in_one_message(me))


def _blocks(me: Official) -> Talk:
    heard = yield Await(me.workday(1))
    yield Rest(me.soon(heard.at))
    return (yield Block())


def _after_close(me: Official) -> Talk:
    """All but the last item in time, that one on the working day after the close."""
    *codes, last = me.bills
    yield Rest(me.workday(_day(me)))
    heard = yield Say(me.whole_month(codes))
    heard = yield Press(_right_one(me, heard))
    if me.asked_item(heard.replies):
        yield Say(me.said("ยกเลิก", "cancel"))
    yield Rest(me.some_time(me.dates.working_day(me.dates.close + timedelta(days=1), 0)))
    heard = yield Say(f"{me.told(last)} {me.t.month(me.dates.month)}")
    return (yield from _answer_all(me, heard))


def _hands_over(me: Official) -> Talk:
    """Half of the month, then a code for the successor; who keeps the seat is decided above."""
    codes = list(me.bills)
    yield Rest(me.workday(1))
    heard = yield Say(me.whole_month(codes[: len(codes) // 2]))
    yield Press(_right_one(me, heard))
    yield Rest(me.workday(3))
    heard = yield Say(me.said("ส่งมอบงาน", "hand over"))
    code = next(filter(None, (code_in(reply.text) for reply in heard.replies)))
    yield HandOn(f"{SUCCESSOR}-{me.place}", dashed(code))
    return (yield Await(me.end()))


def successor(me: Official) -> Script:
    """Waits for the code, joins with it, and tells the other half once the seat is theirs."""
    heard = yield from _wait_until(me, me.end(), lambda heard: bool(heard.notes))
    if heard.notes:
        me.code = code_in(heard.notes[-1])
        yield from me.join()
        heard = yield from _wait_until(me, me.end(), lambda heard: heard.has(me.t(START)))
    if heard.at < me.end():
        yield Rest(me.soon(heard.at))
        heard = yield from _one_by_one(me)
        yield from _answer_returns(me, heard)


HABITS: dict[Character, Callable[[Official], Talk]] = {
    Character.PUNCTUAL: _punctual,
    Character.ONE_BY_ONE: _item_by_item,
    Character.EVENING: _evening,
    Character.ENGLISH: _punctual,
    Character.PHOTO: _photo,
    Character.PUTS_OFF: _puts_off,
    Character.LATE: _late,
    Character.SLIP_FIXED: _slip,
    Character.SLIP_CONFIRMED: _slip,
    Character.NEW_LEVEL: _item_by_item,
    Character.NUDGED: _nudged,
    Character.NEVER: _never,
    Character.STOPS: _stops,
    Character.BLOCKS: _blocks,
    Character.AFTER_CLOSE: _after_close,
    Character.HANDS_OVER: _hands_over,
}
