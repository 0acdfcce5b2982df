"""Correct: pick a figure of the month and tell it anew; it is read back before it replaces."""

from bot.drafts import drafts_in
from bot.flows.base import Flow, typed
from bot.flows.of_month import month_in, of_month
from bot.flows.record import ask_again, questions
from bot.flows.record.taking import NO_SEAT
from bot.text import mark
from bot.turn import Turn

WHICH = mark(
    "Which figure of %(month)s? Press it, or type it with the new number, "
    "for example: diesel 320 litres. For another month, add the month."
)
NOTHING_YET = mark("Nothing is told for %(month)s yet.")
START = mark("Start")
CANCEL = mark("Cancel")
MOST_BUTTONS = 12  # LINE shows thirteen quick replies; the last one is Cancel


def start(turn: Turn, argument: str) -> None:
    t, situation = turn.t, turn.situation
    if situation.seat is None:
        return turn.say(t(NO_SEAT))
    if drafts_in(situation.step):
        return ask_again(turn)  # what waits for a yes is not dropped
    code, _, written = argument.partition(":")
    walked = month_in(questions.walking(situation.step))
    month = month_in(written) or month_in(argument) or walked or situation.report_month
    if code in situation.catalogue.activities:
        return questions.ask(turn, code, month)
    told = [code for code in situation.catalogue.activities if situation.answered(code, month)]
    if not told:
        words = t(NOTHING_YET, month=t.month_long(month))
        return turn.say(words, [turn.menu(t(START), "record", str(month))])
    turn.close()
    buttons = [
        turn.menu(t(situation.catalogue.activities[code].short_label), "correct", f"{code}:{month}")
        for code in told[:MOST_BUTTONS]
    ]
    return turn.say(t(WHICH, month=t.month_long(month)), [*buttons, turn.menu(t(CANCEL), "cancel")])


FLOW = Flow(
    "correct",
    typed("correct", "edit", "fix", "แก้", "แก้ไข", "ขอแก้", "ขอแก้ไข"),
    start,
    reads=of_month("correct", "edit", "fix", "change", "แก้", "แก้ไข", "ขอแก้", "ขอแก้ไข"),
)
