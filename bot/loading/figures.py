"""What a row says of its cell: how much in which unit, or why there is no figure."""

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.catalogue import Activity
from bot.cells import Status
from bot.emissions.quantities import kept
from bot.loading.amounts import EXACT, NOTATIONS, amount_in, in_unit
from bot.loading.lines import Column, Line, Wrong, digits
from bot.loading.names import Names

NOTHING = kept(Decimal(0))
_ROUNDED = 2 * EXACT  # both sides are kept with six decimals


@dataclass(frozen=True, slots=True)
class Figure:
    """`quantity` in the activity's base unit; `told_quantity` in `told_unit`, as it was said."""

    status: Status
    quantity: Decimal | None = None
    told_quantity: Decimal | None = None
    told_unit: str = ""


def figure_in(line: Line, activity: Activity, names: Names) -> Figure:
    """The row's figure, not yet known of which months; Wrong says what to write."""
    status = names.status(line.text(Column.STATUS))
    amount = amount_in(line.cells.get(Column.QUANTITY, ""))
    if amount.notation and status not in (None, amount.notation):
        words = f"{amount.notation.value} does not fit the status {status}; keep one"
        raise Wrong(Column.QUANTITY, words)
    status = amount.notation or status
    if status in NOTATIONS.values():
        if amount.number is not None:
            words = f"{digits(amount.number)} stands beside {status}; keep one of them"
            raise Wrong(Column.QUANTITY, words)
        return Figure(status or Status.MISSING)
    if amount.number is None and status is not Status.NOTHING:
        words = "is empty; write a number, or a status such as NE where there is none"
        raise Wrong(Column.QUANTITY, words)
    if amount.number and status is Status.NOTHING:
        words = f"is nothing beside {digits(amount.number)}; keep one of them"
        raise Wrong(Column.STATUS, words)
    return _counted(line, activity, names, status, amount.number or NOTHING)


def _counted(
    line: Line, activity: Activity, names: Names, status: Status | None, number: Decimal
) -> Figure:
    unit_text = line.text(Column.UNIT)
    unit = names.unit(activity, unit_text) if number or unit_text else activity.unit
    base = in_unit(number, activity.conversions[unit])
    told = Status.NOTHING if not number else status or Status.REPORTED
    return _as_told(line, activity, names, Figure(told, base, kept(number), unit))


def _as_told(line: Line, activity: Activity, names: Names, figure: Figure) -> Figure:
    """As a person once said it, where the file knows that beside the quantity."""
    if Column.TOLD_QUANTITY not in line.cells:
        return figure
    told = amount_in(line.cells[Column.TOLD_QUANTITY], Column.TOLD_QUANTITY).number
    unit_text = line.text(Column.TOLD_UNIT)
    if told is None:
        return replace(figure, told_quantity=None, told_unit="")
    unit = names.unit(activity, unit_text, Column.TOLD_UNIT)
    ratio, base = activity.conversions[unit], figure.quantity or NOTHING
    if abs(in_unit(told, ratio) - base) > ratio * EXACT + _ROUNDED:
        words = f"{digits(told)} {unit} is not {digits(base)} {activity.unit}; "
        advice = "correct one, or empty told_quantity and told_unit"
        raise Wrong(Column.TOLD_QUANTITY, words + advice)
    return replace(figure, told_quantity=kept(told), told_unit=unit)
