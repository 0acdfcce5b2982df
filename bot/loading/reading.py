"""One row read: every column strictly, each thing wrong with it named, nothing guessed."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bot.catalogue import Activity, Catalogue
from bot.cells import CellKey, Status
from bot.drafts import LARGEST
from bot.emissions import Emission, emission
from bot.loading.figures import NOTHING, Figure, figure_in
from bot.loading.lines import Column, Line, Period, Problem, Reading, Told, Wrong, digits
from bot.loading.names import Names
from bot.loading.periods import Part, is_yes, parts_of, period_in, refuse_future
from bot.people import Place

LONGEST_NOTE = 110  # letters; a revision's reason also says which file and row
WORTH_COUNTING = Decimal(10) ** 5  # base units; less cannot give as much as MOST_KG
MOST_KG = LARGEST / 10  # CO2e of one figure; Thailand lets out four times that in a year
NEED_A_REASON = frozenset({Status.NOT_AVAILABLE, Status.ELSEWHERE, Status.ESTIMATED})
T = TypeVar("T")


class LineReader:
    """Reads the rows of one file."""

    def __init__(self, catalogue: Catalogue, places: Iterable[Place], today: date) -> None:
        self._catalogue = catalogue
        self._names = Names(catalogue, places)
        self._today = today
        self._periods: dict[tuple[str, str], Period] = {}

    def read(self, line: Line) -> Reading:
        """The figures of a row, or all that is wrong with it."""
        wrong: list[Wrong] = []
        place = _try(wrong, lambda: self._names.place(line.text(Column.PLACE)))
        period = _try(wrong, lambda: self._period(line))
        named = _try(wrong, lambda: self._names.activity(line.text(Column.ACTIVITY)))
        told: list[Told] | None = None
        if named is not None:
            figure = _try(wrong, lambda: figure_in(line, named[0], self._names))
            if figure and place and period:
                told = _try(wrong, lambda: self._told(line, place, period, named, figure))
        if wrong or told is None:
            return Reading(problems=_problems(line, wrong, place, period))
        return Reading(tuple(told), remarks=_remarks(told))

    def _period(self, line: Line) -> Period:
        texts = line.text(Column.MONTH), line.text(Column.YEAR)
        if texts not in self._periods:
            self._periods[texts] = period_in(*texts, self._today)
        return self._periods[texts]

    def _told(
        self,
        line: Line,
        place: Place,
        period: Period,
        named: tuple[Activity, str],
        figure: Figure,
    ) -> list[Told]:
        activity, kind_beside = named
        kind_text = line.text(Column.KIND) or kind_beside
        kind = self._names.kind(activity, kind_text, needed=bool(figure.quantity))
        doubted = is_yes(line.text(Column.DOUBTED), Column.DOUBTED)
        told = []
        for part in _parts(line, activity, period, figure):
            refuse_future(activity, part.month, period, self._today)
            self._refuse_too_much(activity, part, kind)
            own = Figure(Status.ESTIMATED, part.quantity, part.quantity, activity.unit)
            said = own if part.is_spread else figure
            told.append(
                Told(
                    row=line.row,
                    key=CellKey(place.id, part.month, activity.code, kind),
                    status=said.status,
                    quantity=said.quantity,
                    told_quantity=said.told_quantity,
                    told_unit=said.told_unit,
                    note="; ".join(filter(None, (part.note, *_notes(line)))),
                    doubted=doubted,
                    of_year=period.year,
                    is_spread=part.is_spread,
                )
            )
        return told

    def _refuse_too_much(self, activity: Activity, part: Part, kind: str) -> None:
        """An emission must fit its column too."""
        if part.quantity is None or part.quantity < WORTH_COUNTING:
            return
        result = emission(self._catalogue, activity, part.quantity, part.month, kind)
        if isinstance(result, Emission) and abs(result.kg_co2e) >= MOST_KG:
            words = f"{digits(part.quantity)} {activity.unit} is too large to keep"
            raise Wrong(Column.QUANTITY, words)


def _parts(line: Line, activity: Activity, period: Period, figure: Figure) -> tuple[Part, ...]:
    """The months a row is for: its own, or those its year is for."""
    spread = is_yes(line.text(Column.SPREAD), Column.SPREAD)
    if period.month is None:
        amount = f"{digits(figure.told_quantity or NOTHING)} {figure.told_unit}"
        return parts_of(activity, period.year or 0, figure.quantity, amount, spread)
    if spread:
        raise Wrong(Column.SPREAD, "spreads a year; write the year alone, or leave spread empty")
    return (Part(period.month, figure.quantity, ""),)


def _notes(line: Line) -> tuple[str, str]:
    return line.text(Column.NOTE), line.text(Column.SOURCE)


def _try(wrong: list[Wrong], read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Wrong as error:
        wrong.append(error)
        return None


def _problems(
    line: Line, wrong: Iterable[Wrong], place: Place | None, period: Period | None
) -> tuple[Problem, ...]:
    where = place.id if place else ""
    when = str(period) if period else ""
    return tuple(Problem(line.row, one.column, one.words, where, when) for one in wrong)


def _remarks(told: Iterable[Told]) -> tuple[Problem, ...]:
    first = next(iter(told), None)
    if first is None:
        return ()
    remarks = []
    if first.status in NEED_A_REASON and not first.note:
        remarks.append(f"{first.status.value} without a word why or how; an auditor asks for it")
    if len(first.note) > LONGEST_NOTE:
        remarks.append(f"is cut after {LONGEST_NOTE} letters")
    where, when = first.key.place, str(first.key.month)
    return tuple(Problem(first.row, Column.NOTE, words, where, when) for words in remarks)
