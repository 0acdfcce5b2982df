"""What the boxes of another office's form hold: kept figures of one month, summed exactly.

Nothing is filled in. A box with an answer still missing says so beside what it has.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.catalogue import Catalogue, Form, FormField
from bot.cells import Cell, Status
from bot.months import Month

COUNTED = frozenset({Status.REPORTED, Status.ESTIMATED, Status.NOTHING})
DAILY_STEP = Decimal("0.001")  # of a tonne: a kilogram


@dataclass(frozen=True, slots=True)
class Part:
    """One activity in a box, in the box's unit. `quantity` is None where there is no figure."""

    activity: str
    status: Status
    quantity: Decimal | None = None
    estimated: bool = False
    doubted: bool = False

    @property
    def is_hole(self) -> bool:
        """Something happened, or may have, and no figure tells how much."""
        return self.quantity is None and self.status is not Status.NOT_OCCURRING


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form with all it rests on."""

    field: FormField
    parts: tuple[Part, ...]

    @property
    def counted(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.quantity is not None)

    @property
    def holes(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.is_hole)

    @property
    def quantity(self) -> Decimal | None:
        """The sum of what is kept; None when nothing is. With `holes` it is not the whole."""
        known = [part.quantity for part in self.parts if part.quantity is not None]
        return sum(known[1:], known[0]) if known else None


def boxes(
    catalogue: Catalogue, form: Form, asked: Collection[str], cells: Iterable[Cell]
) -> tuple[Box, ...]:
    """The form's boxes in its order, without those that have nothing to do with the place.

    `asked` are the activities the place is asked about every month, `cells` those of one place
    and month.
    """
    here = list(cells)
    filled = (_box(catalogue, field, asked, here) for field in form.fields)
    return tuple(box for box in filled if box.parts)


def per_day(quantity: Decimal, month: Month) -> Decimal:
    """The month's amount by its days, rounded to the thousandth."""
    return (quantity / month.days).quantize(DAILY_STEP, ROUND_HALF_UP)


def _box(catalogue: Catalogue, field: FormField, asked: Collection[str], cells: list[Cell]) -> Box:
    parts: list[Part] = []
    for code in field.activities:
        own = [cell for cell in cells if _belongs(cell, code, field.kind)]
        told = [cell for cell in own if cell.status is not Status.MISSING]
        if told:
            ratio = catalogue.activities[code].conversions[field.unit]
            parts += _parts(code, told, ratio)
        elif code in asked:
            parts.append(Part(code, Status.MISSING))
    return Box(field, tuple(parts))


def _belongs(cell: Cell, activity: str, kind: str) -> bool:
    """A `nothing` or `does not occur` without a kind answers for every kind."""
    return cell.key.activity == activity and (not kind or cell.key.kind in (kind, ""))


def _parts(code: str, cells: list[Cell], ratio: Decimal) -> list[Part]:
    """What was told of one activity: its figures as one part, each other answer as its own."""
    figures = [cell for cell in cells if cell.status in COUNTED and cell.quantity is not None]
    others = dict.fromkeys(
        Status.MISSING if cell.status in COUNTED else cell.status
        for cell in cells
        if cell not in figures
    )
    parts = [Part(code, status) for status in others]
    known = [cell.quantity for cell in figures if cell.quantity is not None]
    if not known:
        return parts
    total = Part(
        activity=code,
        status=Status.REPORTED,
        quantity=sum(known[1:], known[0]) / ratio,
        estimated=any(cell.status is Status.ESTIMATED for cell in figures),
        doubted=any(cell.doubted for cell in figures),
    )
    return [total, *parts]
