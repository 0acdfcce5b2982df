"""What is asked and answered, and the figures as tallies, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event, insert

from bot.assignments import Assignment
from bot.catalogue import PlaceKind, catalogue
from bot.cells import CellKey, Status
from bot.drafts import Draft, recorded_at
from bot.emissions.coverage import AskedCell, coverages
from bot.emissions.local import ANYWHERE
from bot.emissions.tallies import Rank, Tally
from bot.months import Month, months_between
from storage import coverage, entries, months, people
from storage.session import Database, Transaction
from storage.tables import figures
from storage.tallying import tallies_of_figures

PLACE, NEIGHBOUR, OTHER_PROVINCE = "210110", "210109", "200106"
JUNE, JULY = Month(2026, 6), Month(2026, 7)
YEAR = Month(2026, 1), Month(2026, 12)
NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Database:
    """One province, and one place of another."""
    there = [
        place
        for place in catalogue().places.values()
        if place.province == "21" or place.id in ("20", "2001", OTHER_PROVINCE)
    ]
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, there))
    return database


def _tell(
    tx: Transaction,
    activity: str,
    quantity: str | None = "100",
    place: str = PLACE,
    month: Month = JULY,
    status: Status = Status.REPORTED,
    kind: str = "",
    doubted: bool = False,
) -> None:
    """As a chat saves it, with its emission."""
    amount = None if quantity is None else Decimal(quantity)
    unit = catalogue().activities[activity].unit
    draft = Draft(activity, month, status, amount, amount, unit, kind)
    told = recorded_at(
        catalogue(), CellKey(place, month, activity, kind), None, draft, "told", ANYWHERE
    )
    cell = replace(told.cell, doubted=doubted)
    entries.record(tx, replace(told, cell=cell), None, None, NOW)


@contextmanager
def _counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def keep(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", keep)
    yield statements
    event.remove(database.engine, "before_cursor_execute", keep)


def test_what_is_answered_in_a_scope_and_span(filled: Database) -> None:
    with filled.begin() as tx:
        _tell(tx, "ORG_ELEC")
        _tell(tx, "ORG_ELEC", "90", month=JUNE)
        _tell(tx, "ORG_ELEC", "80", month=Month(2025, 12))
        _tell(tx, "ORG_REFRIG", "1", kind="refrigerant_r32")
        _tell(tx, "ORG_REFRIG", "2", kind="refrigerant_r410a")
        _tell(tx, "ORG_LPG", None, status=Status.NOT_OCCURRING)
        _tell(tx, "ORG_PAPER", None, status=Status.LATER)
        _tell(tx, "ORG_WATER", "5", place=NEIGHBOUR)
        _tell(tx, "ORG_WATER", "5", place=OTHER_PROVINCE)
        place, province = (people.get_place(tx, one) for one in (PLACE, "21"))
        own = coverage.answered(tx, place, *YEAR)
        all_of_it = coverage.answered(tx, province, JULY, JULY)
    assert own == {
        AskedCell(PLACE, "ORG_ELEC", JULY),
        AskedCell(PLACE, "ORG_ELEC", JUNE),
        AskedCell(PLACE, "ORG_REFRIG", JULY),
        AskedCell(PLACE, "ORG_LPG", JULY),
    }
    assert all_of_it == {
        *(cell for cell in own if cell.month == JULY),
        AskedCell(NEIGHBOUR, "ORG_WATER", JULY),
    }


def test_what_a_place_is_asked_comes_with_its_assignments(filled: Database) -> None:
    change = Assignment("RICE_AWD", JULY, asked=True)
    with filled.begin() as tx:
        months.assign(tx, PLACE, change, None, NOW)
        months.assign(tx, OTHER_PROVINCE, change, None, NOW)
        asked = {one.place: one for one in coverage.asked(tx, people.get_place(tx, "2101"))}
    assert asked[PLACE].assignments == (change,)
    assert asked[NEIGHBOUR].assignments == ()
    assert asked[PLACE].kind is PlaceKind.TAMBON
    assert OTHER_PROVINCE not in asked


def test_a_whole_province_is_three_statements(filled: Database) -> None:
    """One for its places, one for their assignments, one for all their answers of a year."""
    items = catalogue().asked_of(PlaceKind.TAMBON)
    with filled.begin() as tx:
        province = people.get_place(tx, "21")
        places = [one.place for one in coverage.asked(tx, province)]
        rows = [
            {
                "place": place,
                "month": month,
                "activity": items[0],
                "kind": "",
                "version": 1,
                "status": "reported",
                "quantity": Decimal(1),
                "recorded_at": NOW,
            }
            for place in places
            for month in months_between(*YEAR)
        ]
        tx.execute(insert(figures), rows)
    with _counted(filled) as statements, filled.begin() as tx:
        asked = coverage.asked(tx, province)
        answered = coverage.answered(tx, province, *YEAR)
    assert len([one for one in statements if one.startswith("SELECT")]) == 3
    assert len(places) > 50
    found = coverages(catalogue(), asked, months_between(*YEAR), answered)
    assert found.total.months_told == 12
    assert found.by_activity[items[0]].percent == 100


def _by_cell(tallies: list[Tally]) -> dict[tuple[str, str, str], Tally]:
    return {(one.key.place, one.key.activity, one.key.kind): one for one in tallies}


def test_figures_become_tallies_to_the_last_digit(filled: Database) -> None:
    with filled.begin() as tx:
        _tell(tx, "ORG_ELEC", "1234.5")
        _tell(tx, "LIV_CATTLE", "12", place="21")
        _tell(tx, "WASTE_OPENBURN", "3", place="2101", doubted=True)
        _tell(tx, "ORG_WATER", "5", place=_pao())
        _tell(tx, "ORG_LPG", None, status=Status.NOT_OCCURRING)
        _tell(tx, "ORG_PAPER", None, status=Status.LATER)
        _tell(tx, "ORG_ELEC", "9", place=OTHER_PROVINCE)
        found = tallies_of_figures(tx, people.get_place(tx, "21"), *YEAR)
    tallies = _by_cell(found)
    assert len(tallies) == len(found) == 6

    elec = tallies[PLACE, "ORG_ELEC", ""]
    assert (elec.key.rank, elec.key.district) == (Rank.LOCAL, "2101")
    assert (elec.key.factors, elec.key.gwp_set) == ("elec_grid@2026-01-01", "AR5")
    # 1,234.5 kWh × 0.4750 kg = 586.3875 kg; the grid's gases are not published
    assert (elec.quantity, elec.kg_co2e) == (Decimal("1234.5"), Decimal("586.3875"))
    assert elec.kg_co2e_split == elec.kg_co2 == 0

    cattle = tallies["21", "LIV_CATTLE", ""]
    assert (cattle.key.rank, cattle.key.district) == (Rank.PROVINCE, "")
    # 12 head × (47 + 1) kg CH4 / 12 months = 48 kg; × 28 = 1,344 kg CO2e
    assert cattle.kg_ch4 == 48
    assert cattle.kg_co2e == cattle.kg_co2e_split == 1344

    burnt = tallies["2101", "WASTE_OPENBURN", ""]
    assert (burnt.key.rank, burnt.key.district) == (Rank.DISTRICT, "2101")
    assert (burnt.cells, burnt.doubted, burnt.unverified) == (1, 1, 1)

    pao = tallies[_pao(), "ORG_WATER", ""]
    assert (pao.key.rank, pao.key.district) == (Rank.LOCAL, "")

    nothing = tallies[PLACE, "ORG_LPG", ""]
    assert nothing.key.status is Status.NOT_OCCURRING
    assert nothing.quantity == 0


def _pao() -> str:
    return next(
        place.id
        for place in catalogue().places.values()
        if place.kind is PlaceKind.PAO and place.province == "21"
    )


def test_a_correction_is_told_once(filled: Database) -> None:
    key = CellKey(PLACE, JULY, "ORG_ELEC")
    first, second = (
        Draft("ORG_ELEC", JULY, Status.REPORTED, Decimal(kwh), Decimal(kwh), "kWh")
        for kwh in (100, 70)
    )
    with filled.begin() as tx:
        told = recorded_at(catalogue(), key, None, first, "told", ANYWHERE)
        entries.record(tx, told, None, None, NOW)
        corrected = recorded_at(catalogue(), key, told.cell, second, "corrected", ANYWHERE)
        entries.record(tx, corrected, None, None, NOW)
        (tally,) = tallies_of_figures(tx, people.get_place(tx, "21"), *YEAR)
    assert tally.cells == 1
    assert tally.quantity == 70
