"""What is found in a file's sheets, before and after it is read as figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.attachments import SheetCell
from bot.months import Month
from bot.reading.shapes import Item

Json = dict[str, Any]


class Layout(StrEnum):
    """How a table is laid out; known by what stands in it, never by the file's name."""

    TEMPLATE = "template"  # our own
    GREEN_OFFICE = "green_office"  # TGO's sheet 1.5(1)
    E_REPORT = "e_report"  # the Energy Ministry's table
    TABLE = "table"  # items and months, whichever way
    LIST = "list"  # one month: name, figure, unit


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """One cell that may hold a figure. `number` is its month's, 0 when none is named.

    `month` is filled once the year is known too.
    """

    ref: str
    number: int
    value: SheetCell
    month: Month | None = None

    def to_json(self) -> list[Any]:
        value = {"number": f"{self.value:f}"} if isinstance(self.value, Decimal) else self.value
        return [self.ref, self.number, value, str(self.month) if self.month else ""]

    @classmethod
    def from_json(cls, body: Sequence[Any]) -> "SheetFigure":
        ref, number, value, month = body
        told = value if isinstance(value, str) else Decimal(value["number"])
        return cls(ref, number, told, Month.parse(month) if month else None)


@dataclass(frozen=True, slots=True)
class Series:
    """One item of a table with its months. `words` is its name as it stands there.

    `heading` is the name of its group, `code` an activity that needs no reading. `years` are the
    Common Era years that are stated for it: exactly one is a fact, several are asked about.
    """

    table: int
    sheet: str
    layout: Layout
    words: str
    figures: tuple[SheetFigure, ...]
    unit: str = ""
    heading: str = ""
    code: str = ""
    years: tuple[int, ...] = ()
    fiscal: bool = False

    def with_months(self, months: Sequence[Month]) -> "Series":
        dated = zip(self.figures, months, strict=True)
        return replace(self, figures=tuple(replace(one, month=month) for one, month in dated))

    def to_json(self) -> Json:
        return {
            "table": self.table,
            "sheet": self.sheet,
            "layout": self.layout.value,
            "words": self.words,
            "figures": [figure.to_json() for figure in self.figures],
            "unit": self.unit,
            "heading": self.heading,
            "code": self.code,
            "years": list(self.years),
            "fiscal": self.fiscal,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Series":
        return cls(
            table=body["table"],
            sheet=body["sheet"],
            layout=Layout(body["layout"]),
            words=body["words"],
            figures=tuple(SheetFigure.from_json(each) for each in body["figures"]),
            unit=body["unit"],
            heading=body["heading"],
            code=body["code"],
            years=tuple(body["years"]),
            fiscal=body["fiscal"],
        )


class TroubleCode(StrEnum):
    """What is said of a file beside its figures."""

    CELL = "cell"  # a cell that cannot be read; `reason` is the reader's code
    ROW = "row"  # a row whose item is not known
    COMPUTED = "computed"  # methane and CO2e, which the account reckons itself
    TOTAL = "total"  # a total that its parts do not add up to
    CLASH = "clash"  # the same figure twice, differently
    OLD = "old"  # older than what can be compared and saved here
    FUTURE = "future"  # of a month that has not come
    SKIPPED = "skipped"  # a sheet without figures
    BESIDE = "beside"  # a sheet of workings beside a form
    TOO_MUCH = "too_much"  # beyond what is read at once


@dataclass(frozen=True, slots=True)
class SheetTrouble:
    """`sheet` and `ref` say where, `text` what stands there, `other` what it is compared with."""

    code: TroubleCode
    sheet: str
    ref: str = ""
    text: str = ""
    other: str = ""
    reason: str = ""
    activity: str = ""

    def to_json(self) -> list[str]:
        return [
            self.code.value,
            self.sheet,
            self.ref,
            self.text,
            self.other,
            self.reason,
            self.activity,
        ]

    @classmethod
    def from_json(cls, body: Sequence[str]) -> "SheetTrouble":
        code, *rest = body
        return cls(TroubleCode(code), *rest)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in the sheets: tables taken apart, nothing read as a figure yet.

    `office` is the organisation a title names, `place` the id our own template carries.
    """

    series: tuple[Series, ...] = ()
    troubles: tuple[SheetTrouble, ...] = ()
    office: str = ""
    place: str = ""

    def to_json(self) -> Json:
        return {
            "series": [series.to_json() for series in self.series],
            "troubles": [trouble.to_json() for trouble in self.troubles],
            "office": self.office,
            "place": self.place,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Found":
        return cls(
            tuple(Series.from_json(each) for each in body["series"]),
            tuple(SheetTrouble.from_json(each) for each in body["troubles"]),
            body["office"],
            body["place"],
        )


class Asked(StrEnum):
    """What must be known before the figures are."""

    PLACE = "place"
    YEAR = "year"
    MONTH = "month"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """`key` names the answer in `answers`; `choices` are what may be answered.

    Of a year: `2026` or `f2026` (from October of the year before), with the months it would mean
    in `spans`. Of a month: `2026-07`. Of a row: an activity, `CODE/kind`, or SKIP.
    """

    asked: Asked
    key: str
    text: str
    choices: tuple[str, ...]
    sheet: str = ""
    spans: tuple[tuple[Month, Month], ...] = ()


SKIP = "-"
YES = "yes"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table as it was understood, for the read-back."""

    sheet: str
    layout: Layout
    first: Month
    last: Month
    fiscal: bool


@dataclass(frozen=True, slots=True)
class SheetReading:
    """`items` are the figures with their doubts; with a `question` they are not known yet.

    `foreign` is set when the file is our template of another place: nothing of it is read.
    """

    found: Found
    items: tuple[Item, ...] = ()
    question: SheetQuestion | None = None
    troubles: tuple[SheetTrouble, ...] = ()
    tables: tuple[TableRead, ...] = ()
    foreign: bool = False
