"""The digest on demand: the places below, for the month the message is about."""

from bot.summaries import summary
from bot.turn import Turn


def say_overview(turn: Turn) -> None:
    situation, seat = turn.situation, turn.situation.overseeing
    if seat is None:
        return
    month = situation.focus.month or situation.report_month
    due = situation.due_by(seat, month)
    turn.replies.append(summary(turn.t, seat, situation.progress, month, due))
