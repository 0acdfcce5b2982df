"""The past a figure is compared with."""

from decimal import Decimal

from bot.months import Month
from bot.reading import History, history_at
from bot.turn import Turn


def history(turn: Turn, activity: str, kind: str, month: Month) -> History:
    """The figures a new one is compared with; doubted ones stay out until they are confirmed."""

    def confirmed(told: Month) -> Decimal | None:
        cell = turn.situation.cell(activity, told, kind)
        return cell.quantity if cell and not cell.doubted else None

    return history_at(month, confirmed)
