"""Copy: the month's figures as other offices' forms ask for them, a message a form."""

from bot.catalogue import Form
from bot.flows import copy_texts
from bot.flows.base import Flow, typed
from bot.flows.of_month import month_in, month_said
from bot.flows.record.taking import NO_SEAT
from bot.messages import Reply
from bot.months import Month
from bot.reading.cleaning import clean
from bot.situation import Situation
from bot.text import mark
from bot.turn import Turn

EMPTY = mark("%(form)s: no figure of %(month)s is told yet.")
NOT_ASKED = mark("%(form)s: this office is not asked for any item of it.")
EMPTY_MONTH = mark("No figure of %(month)s is told yet that other forms ask for.")
TOO_OLD = mark("Only the figures of the last two years can be copied here.")
START = mark("Start")
VERBS = ("copy", "คัดลอก", "ขอคัดลอก", "ขอข้อความคัดลอก", "ข้อความคัดลอก", "ก๊อปปี้", "คัดลอกไป")
REACH = 24  # months back; what a conversation is given of the place's past


def start(turn: Turn, argument: str) -> None:
    """`argument` is `form:month`, either may be empty: all forms, the latest month told."""
    situation = turn.situation
    if situation.seat is None:
        return turn.say(turn.t(NO_SEAT))
    code, _, written = argument.partition(":")
    month = month_in(written) or situation.latest_told
    if month < situation.report_month - REACH:
        return turn.say(turn.t(TOO_OLD))
    form = situation.catalogue.forms.get(code)
    return _copy(turn, form, month)


def _copy(turn: Turn, asked: Form | None, month: Month) -> None:
    forms = turn.situation.catalogue.forms.values()
    wanted = [asked] if asked else [form for form in forms if form.at_finish]
    ready = [(form, found) for form in wanted if (found := copy_texts.filled(turn, form, month))]
    if not ready:
        return _nothing(turn, asked, month)
    turn.say(copy_texts.introduction(turn, [form for form, _ in ready]))
    for form, found in ready:
        text = copy_texts.message(turn, form, month, found)
        turn.replies.append(Reply(text, (copy_texts.copy_button(turn, form, text),)))
    return None


def _nothing(turn: Turn, asked: Form | None, month: Month) -> None:
    t, situation = turn.t, turn.situation
    if asked and not any(code in situation.expected_in(month) for code in asked.activities):
        return turn.say(t(NOT_ASKED, form=t(asked.short_label)))
    words = t(EMPTY_MONTH, month=t.month(month))
    if asked:
        words = t(EMPTY, form=t(asked.short_label), month=t.month(month))
    is_open = month == situation.report_month
    return turn.say(words, [turn.menu(t(START), "record")] if is_open else [])


def reads(situation: Situation, said: str) -> str | None:
    """`copy e-report Jun 2026`: a verb, a form's name or both, then a month or nothing."""
    left = clean(said).text
    verb = _beginning(left, VERBS)
    left = left[len(verb) :].strip()
    names = {
        name: form.code for form in situation.catalogue.forms.values() for name in form.aliases
    }
    name = _beginning(left, tuple(names))
    left = left[len(name) :].strip()
    if not verb and not name:
        return None
    month = month_said(situation, left) if left else None
    return None if left and not month else f"{names.get(name, '')}:{month or ''}"


def _beginning(text: str, names: tuple[str, ...]) -> str:
    """The longest of the names the text begins with; empty when with none."""
    return max((name for name in names if text.startswith(name)), key=len, default="")


FLOW = Flow("copy", typed(*VERBS), start, reads=reads, aside=True)
