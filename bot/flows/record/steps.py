"""Going through a month: its start, and the steps of its talk."""

from bot.drafts import drafts_in
from bot.flows.base import Flow, typed
from bot.flows.of_month import month_in, month_said, of_month
from bot.flows.record import late, questions, yes_or_no
from bot.flows.record.again import ask_again
from bot.flows.record.presses import press
from bot.flows.record.saving import finish, open_items, postponed_items
from bot.flows.record.taking import NO_SEAT
from bot.flows.record.typed_answers import ANSWERS, is_claimed, is_restoring
from bot.months import Month
from bot.reading.cleaning import clean
from bot.situation import Situation
from bot.text import mark
from bot.turn import Turn

FEWEST_BEGUN = 1
UNFINISHED = mark("%(month)s: %(done)s of %(total)s items are told. To go on, type: fill %(month)s")
GO_ON_WITH = mark("Go on with %(month)s")
NOT_YET = mark("%(month)s has not ended yet, so there is nothing to fill in.")
STILL_WAITING = mark("These figures are read but not saved yet.")


def start(turn: Turn, argument: str) -> None:
    """Go through what is still open of the month being asked for; what waits comes first."""
    if turn.situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    if drafts_in(turn.situation.step):
        turn.say(turn.t(STILL_WAITING))
        return ask_again(turn)
    month = month_in(argument) or turn.situation.report_month
    if month > turn.situation.report_month:
        return turn.say(turn.t(NOT_YET, month=turn.t.month(month)))
    if late.is_closed(turn, month):
        return late.say_closed(turn, month)
    waiting = open_items(turn, month) or postponed_items(turn, month)
    if not waiting:
        return finish(turn, month)
    if month == turn.situation.report_month:
        _mention_unfinished(turn, month - 1)
    return questions.ask(turn, waiting[0], month, walk=True)


def _mention_unfinished(turn: Turn, month: Month) -> None:
    """A month that was begun and left is not forgotten when the next one begins."""
    situation, t = turn.situation, turn.t
    done, total = situation.answered_count(month), len(situation.expected_in(month))
    if situation.answered_count(month + 1) == 0 and FEWEST_BEGUN <= done < total:
        words = t(UNFINISHED, month=t.month(month), done=done, total=total)
        turn.say(words, [turn.menu(t(GO_ON_WITH, month=t.month(month)), "record", str(month))])


def _reads(situation: Situation, said: str) -> str | None:
    """`fill June 2026`, or a month alone; some open questions take a month themselves."""
    if situation.step and situation.step.name in ("file", "confirm", "amend"):
        return _reads_verb(situation, said)
    month = month_said(situation, clean(said).text)
    return str(month) if month else _reads_verb(situation, said)


_reads_verb = of_month(
    *("กรอก", "ขอกรอก", "เริ่ม", "เริ่มกรอก", "ส่ง", "ขอส่ง", "ทำ", "ทำต่อ", "รายงาน", "ขอรายงาน"),
    *("fill", "fill in", "start", "go on", "report", "tell"),
)


FLOW = Flow(
    "record",
    typed(
        *("start", "record", "begin", "go on", "continue", "resume", "fill", "fill in"),
        *("เริ่ม", "กรอกข้อมูล", "กรอก", "รายงาน", "ทำต่อ", "เริ่มกรอก"),
        *("เริ่มเลย", "ขอทำต่อ", "ต่อ", "มาแล้ว", "เริ่มใหม่"),
    ),
    start,
    ANSWERS,
    press,
    {"confirm": is_claimed, "file": yes_or_no.is_said, "dropped": is_restoring},
    reads=_reads,
)
