"""Calendar: when the month opens, is due and may be closed; administrators may move the due day."""

import re
from dataclasses import replace
from datetime import date, time

from bot.audit import Deed
from bot.catalogue import PlaceKind
from bot.changes import Audited, Scheduled
from bot.flows.base import Flow, typed
from bot.flows.record import yes_or_no
from bot.messages import Card, Message
from bot.months import Month
from bot.people import Place
from bot.policy import Action, can, scopes
from bot.reading.cleaning import clean
from bot.schedule import TO_OFFICIALS, Calendar, Job, Rules, WrongRules
from bot.situation import Situation
from bot.text import Voice, mark
from bot.turn import Turn

SHOWN = ("calendar", "due", "ปฏิทิน", "กำหนดส่ง", "วันครบกำหนด")
_SET = re.compile(
    r"(?:ตั้ง|เปลี่ยน|แก้|set|change)?\s*(?:the )?(?:กำหนดส่ง|วันกำหนดส่ง|วันครบกำหนด|due day|due date)\s*"
    r"(?:เป็น|คือ|to|on|is|:)?\s*(?:ทุก)?\s*(?:วันที่|day|the)?\s*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    r"\s*(?:ของเดือน|ของทุกเดือน|of the month)?"
)

HEAD = mark("The calendar for %(month)s, %(place)s")
HOURS = mark(
    "People are only written to on working days, %(opens)s to %(closes)s. "
    "A day that falls on a holiday moves to the next working day."
)
DAYS_OFF = mark("Days off: %(days)s")
TO_CHANGE = mark("To move the due day, type for example: due day 12")
NOT_YOURS = mark("The due day is set by the province's administrator.")
WRONG = mark(
    "The due day must lie between the opening day (%(opening)s) and the closing day (%(close)s) "
    "of the month. For example: due day 12"
)
SAME = mark("The due day is the %(day)s already.")
ASK = mark(
    "From now on figures are due on day %(day)s of the month after, in all of %(place)s "
    "(so far: day %(before)s). %(month)s is then due on %(due)s. Right?"
)
DONE = mark("Kept: due on day %(day)s. %(month)s is due on %(due)s.")
LEFT = mark("Nothing is changed.")
YES = mark("Yes")
NO = mark("No")
LABELS = {
    Job.OPENING: mark("Opens"),
    Job.BEFORE: mark("First reminder"),
    Job.DUE: mark("Due"),
    Job.AFTER: mark("Last reminder"),
    Job.ESCALATION: mark("List to the coordinator"),
    Job.CLOSE: mark("May be closed from"),
}


def start(turn: Turn, argument: str) -> None:
    """Show it; with a day as the argument, ask whether that becomes the due day."""
    if argument:
        return _ask(turn, int(argument))
    return show(turn)


def show(turn: Turn) -> None:
    t, situation = turn.t, turn.situation
    seat = situation.seat or next(iter(situation.seats), None)
    if seat is None:
        return
    calendar, month = situation.calendar, situation.report_month
    title = t(HEAD, month=t.month_long(month), place=seat.place.name(t))
    labels = LABELS if situation.overseeing else TO_OFFICIALS
    days = ((job, calendar.day_of(job, month)) for job in labels)
    rows = tuple((t(LABELS[job]), t.day(day)) for job, day in days if day)
    rules = calendar.rules
    lines = [title, t(HOURS, opens=_hour(rules.opens_at), closes=_hour(rules.closes_at))]
    closed = ", ".join(_days_off(t, calendar, month))
    if closed:
        lines.append(t(DAYS_OFF, days=closed))
    if _province(situation):
        lines.append(t(TO_CHANGE))
    turn.say("\n".join(lines), card=Card(title, rows))


def _days_off(t: Voice, calendar: Calendar, month: Month) -> list[str]:
    """The closed days that are no weekend, in the month in which `month` is told."""
    following = month + 1
    days = (date(following.year, following.month, day) for day in range(1, following.days + 1))
    return [t.day(day) for day in days if day.weekday() < 5 and not calendar.is_working_day(day)]


def _hour(hour: time) -> str:
    return hour.isoformat("minutes")


def _province(situation: Situation) -> Place | None:
    """The province whose calendar this person may change."""
    seen = scopes(situation.seats, Action.SCHEDULE)
    return next((place for place in seen if place.kind is PlaceKind.PROVINCE), None)


def _ask(turn: Turn, day: int) -> None:
    t, province = turn.t, _province(turn.situation)
    if province is None:
        turn.say(t(NOT_YOURS))
        return show(turn)
    calendar, month = turn.situation.calendar_of(province.id), turn.situation.report_month
    rules = calendar.rules
    changed = _with_due_day(rules, day)
    if changed is None:
        return turn.say(t(WRONG, opening=rules.opening_day, close=rules.close_day))
    if changed == rules:
        return turn.say(t(SAME, day=day))
    turn.open("calendar", "ask", {"province": province.id, "due_day": day})
    due = replace(calendar, rules=changed).due(month)
    words = t(
        ASK,
        day=day,
        place=province.name(t),
        before=rules.due_day,
        month=t.month(month),
        due=t.day(due),
    )
    return turn.say(words, [turn.choice(t(YES), "yes"), turn.choice(t(NO), "no")])


def _with_due_day(rules: Rules, day: int) -> Rules | None:
    try:
        return replace(rules, due_day=day)
    except WrongRules:
        return None


def press(turn: Turn, verb: str, argument: str) -> None:
    """Yes or no to what was read back."""
    t, step, province = turn.t, turn.situation.step, _province(turn.situation)
    turn.close()
    if verb != "yes" or step is None or province is None:
        return turn.say(t(LEFT))
    rules = turn.situation.calendar_of(province.id).rules
    changed = _with_due_day(rules, int(step.data["due_day"]))
    is_allowed = can(turn.situation.actor, Action.SCHEDULE, province)
    if changed is None or not is_allowed or province.id != step.data["province"]:
        return turn.say(t(LEFT))
    turn.make(Scheduled(province.id, changed))
    turn.make(Audited(Deed.SCHEDULED, province.id, {"due_day": changed.due_day}))
    month = turn.situation.report_month
    due = turn.situation.calendar_of(province.id).due(month)
    return turn.say(t(DONE, day=changed.due_day, month=t.month(month), due=t.day(due)))


def _typed(turn: Turn, message: Message) -> None:
    said = yes_or_no.said(message.text)
    press(turn, "yes" if said.yes and not said.rest else "no", "")


def _again(turn: Turn) -> None:
    step = turn.situation.step
    if step:
        _ask(turn, int(step.data["due_day"]))


def reads(situation: Situation, said: str) -> str | None:
    """`กำหนดส่ง วันที่ 12`: the day, as digits."""
    found = _SET.fullmatch(clean(said).text.strip())
    return str(int(found["day"])) if found else None


FLOW = Flow(
    "calendar",
    typed(*SHOWN),
    start,
    answers={"ask": _typed},
    press=press,
    claims={"ask": yes_or_no.is_said},
    aside=True,
    again=_again,
    reads=reads,
)
