"""The template: what it is filled with, and that what comes back is read as it stands."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.attachments import Sheet
from bot.catalogue import PlaceKind, catalogue
from bot.cells import Cell, CellKey, Status
from bot.drafts import new_cell
from bot.months import Month
from bot.template import HEADER_ROWS, LABEL_COLUMNS, how_to_fill, sheet_names, template_rows
from bot.text import voice, voices
from tests.bot.files.grids import figures, read
from tests.bot.files.talk import PLACE, FileTalk

JULY = Month(2026, 7)


def kept(code: str, month: Month, quantity: Decimal | None, status: Status) -> Cell:
    unit = catalogue().activities[code].unit
    key = CellKey(PLACE.id, month, code)
    return new_cell(key, 1, status, quantity, quantity, unit, False, None)


def template(
    *cells: Cell, kind: PlaceKind = PLACE.kind, locale: str = "th", last: Month = JULY
) -> Sheet:
    place = replace(PLACE, kind=kind)
    known = {cell.key: cell for cell in cells}
    t = voice(locale)
    return Sheet(sheet_names(t)[0], tuple(template_rows(catalogue(), place, known, last, t)))


def filled(sheet: Sheet) -> tuple[Sheet, list[Decimal]]:
    """The same with a number of its own in every cell that was empty."""
    numbers: list[Decimal] = []
    rows = list(sheet.rows[:HEADER_ROWS])
    for row in sheet.rows[HEADER_ROWS:]:
        cells = list(row)
        for column in range(LABEL_COLUMNS, len(cells)):
            if cells[column] == "":
                cells[column] = Decimal(len(numbers) + 1000) / 4
            told = cells[column]
            assert isinstance(told, Decimal)
            numbers.append(told)
        rows.append(tuple(cells))
    return Sheet(sheet.name, tuple(rows)), numbers


@pytest.mark.parametrize("locale", voices())
@pytest.mark.parametrize("kind", [*PlaceKind])
def test_every_cell_comes_back_as_it_was_filled(kind: PlaceKind, locale: str) -> None:
    asked = catalogue().asked_of(kind)
    if not asked:
        return
    sheet, numbers = filled(template(kind=kind, locale=locale))
    how = Sheet("how", tuple((line,) for line in how_to_fill(voice(locale))))
    reading = read(sheet, how, at=replace(PLACE, kind=kind))
    told = figures(reading)
    assert [
        told.get(f"{code} 2026-{month:02d}") for code in asked for month in range(1, 8)
    ] == numbers[: 7 * len(asked)]
    assert not [item for item in reading.items if any(d.code == "near_name" for d in item.doubts)]
    assert not reading.troubles


def test_january_alone() -> None:
    sheet, numbers = filled(template(last=Month(2026, 1)))
    assert list(figures(read(sheet)).values()) == sorted_by_code(numbers)


def sorted_by_code(numbers: list[Decimal]) -> list[Decimal]:
    codes = catalogue().asked_of(PLACE.kind)
    return [number for _, number in sorted(zip(codes, numbers, strict=True))]


def test_kept_figures_stand_there_and_are_the_same_when_they_come_back() -> None:
    sheet = template(
        kept("ORG_ELEC", JULY - 1, Decimal("3000.5"), Status.REPORTED),
        kept("ORG_LPG", JULY - 1, Decimal(0), Status.NOTHING),
        kept("ORG_WATER", JULY - 1, None, Status.NOT_AVAILABLE),
        kept("ORG_PAPER", JULY - 1, None, Status.LATER),
    )
    assert figures(read(sheet)) == {
        "ORG_ELEC 2026-06": Decimal("3000.5"),
        "ORG_LPG 2026-06": Decimal(0),
    }


def test_a_zero_in_the_template_is_an_answer() -> None:
    rows = list(template().rows)
    rows[HEADER_ROWS] = (*rows[HEADER_ROWS][:-1], Decimal(0))
    assert figures(read(Sheet("a", tuple(rows)))) == {"ORG_ELEC 2026-07": Decimal(0)}


def test_the_template_of_another_place_is_not_read() -> None:
    sheet, _ = filled(template())
    rows = list(sheet.rows)
    rows[1] = (rows[1][0], "210102", "เทศบาลตำบลอื่น")
    talk = FileTalk()
    said = talk.send(Sheet("a", tuple(rows)))
    assert "made for another place (210102), so nothing was read" in said
    assert talk.labels == ["Get the template"]
    assert talk.situation.step is None


def test_asking_for_it_gives_a_link_that_works_once() -> None:
    talk = FileTalk()
    said = talk.say("/template")
    assert "January to July 2026" in said
    assert talk.buttons[0].link.startswith("http://test/console/template/")
    assert "http://test/console/template/" in FileTalk(locale="th").say("ขอแบบฟอร์ม")
