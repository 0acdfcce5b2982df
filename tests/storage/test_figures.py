"""Figures on both databases: every revision kept, totals that follow, nobody overwritten."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.catalogue import Ledger, catalogue
from bot.cells import Cell, CellKey, Status
from bot.changes import Recorded
from bot.drafts import new_cell
from bot.emissions import emission
from bot.months import Month
from bot.people import Role
from storage import entries, people, situations, tickets, totals
from storage.entries import StaleSituation
from storage.people import InvitationUsed
from storage.session import Database, Transaction
from storage.tables import figure_revisions

NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
JULY = Month(2026, 7)
PLACE, NEIGHBOUR, PAO = "210110", "210109", "O21"


@pytest.fixture
def filled(database: Database) -> Database:
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
    return database


def _change(
    quantity: str, before: Cell | None = None, place: str = PLACE, activity: str = "ORG_ELEC"
) -> Recorded:
    tables, told = catalogue(), Decimal(quantity)
    result = emission(tables, tables.activities[activity], told, JULY)
    version = before.version + 1 if before else 1
    key = CellKey(place, JULY, activity)
    cell = new_cell(key, version, Status.REPORTED, told, told, "kWh", False, result)
    return Recorded(cell, before, "told", result)


def _record(tx: Transaction, change: Recorded) -> Cell:
    entries.record(tx, change, None, None, NOW)
    return change.cell


def test_correction_keeps_what_was_said_before(filled: Database) -> None:
    with filled.begin() as tx:
        first = _record(tx, _change("100"))
        _record(tx, _change("120", first))
    with filled.begin() as tx:
        rows = tx.execute(select(figure_revisions).order_by(figure_revisions.c.version)).mappings()
        said = [(r["version"], r["old_quantity"], r["quantity"], r["kg_co2e"]) for r in rows]
        cell = situations.place_cells(tx, PLACE, JULY)[first.key]
    assert said == [
        (1, None, Decimal(100), Decimal("47.5")),
        (2, Decimal(100), Decimal(120), Decimal(57)),
    ]
    assert (cell.version, cell.quantity) == (2, Decimal(120))


def test_two_who_write_the_same_cell_do_not_overwrite_each_other(filled: Database) -> None:
    with filled.begin() as tx:
        first = _record(tx, _change("100"))
    with pytest.raises(StaleSituation), filled.begin() as tx:
        _record(tx, _change("130"))  # written without having seen the first
    with filled.begin() as tx:
        _record(tx, _change("120", first))
    with pytest.raises(StaleSituation), filled.begin() as tx:
        _record(tx, _change("140", first))  # written on what is no longer current
    with filled.begin() as tx:
        assert situations.place_cells(tx, PLACE, JULY)[first.key].quantity == Decimal(120)
        assert len(tx.execute(select(figure_revisions.c.id)).all()) == 2


def test_places_add_up_to_their_district_and_province(filled: Database) -> None:
    with filled.begin() as tx:
        _record(tx, _change("100"))
        _record(tx, _change("200", place=NEIGHBOUR))
        _record(tx, _change("400", place=PAO))
        _record(tx, _change("800", place="200202"))  # another province
        _record(tx, _change("3", activity="WASTE_LANDFILL_OUT"))
    sums = {}
    with filled.begin() as tx:
        for scope in (PLACE, "2101", "21", PAO):
            place = people.get_place(tx, scope)
            sums[scope] = totals.monthly_kg(tx, catalogue(), place, JULY, JULY)
        progress = totals.progress(tx, catalogue(), people.get_place(tx, "21"), JULY)
    own = {scope: kg[Ledger.ORGANISATION][JULY] for scope, kg in sums.items()}
    factor = Decimal("0.475")
    assert own == {PLACE: 100 * factor, "2101": 300 * factor, "21": 700 * factor, PAO: 400 * factor}
    assert sums[PLACE][Ledger.AREA][JULY] == Decimal("4776.8")
    here = next(row for row in progress if row.place.id == PLACE)
    assert (here.answered, here.expected) == (2, 14)
    assert here.kg_co2e_organisation == 100 * factor
    assert not any(row.place.province == "20" for row in progress)


def test_territorial_figures_stay_out_of_the_area_total(filled: Database) -> None:
    """Waste from elsewhere counts in the territorial total only."""
    with filled.begin() as tx:
        _record(tx, _change("5", activity="WASTE_LANDFILL_IMPORT"))
        scope = people.get_place(tx, PLACE)
        sums = totals.monthly_kg(tx, catalogue(), scope, JULY, JULY)
    assert sums[Ledger.AREA].get(JULY, 0) == 0


def test_invitation_is_used_once_and_not_after_its_time(filled: Database) -> None:
    with filled.begin() as tx:
        people.invite(tx, PLACE, Role.OFFICIAL, "GOODCODE", NOW)
        invitation = people.open_invitation(tx, NOW, "GOODCODE")
        late = NOW + people.INVITATION_VALID_FOR + timedelta(seconds=1)
        assert people.open_invitation(tx, late, "GOODCODE") is None
        assert people.open_invitation(tx, NOW, "OTHERCODE") is None
        assert invitation is not None
        person = people.new_person(tx, "line", "U1", "th", "v", NOW)
        people.use_invitation(tx, invitation, person, NOW)
        assert people.open_invitation(tx, NOW, "GOODCODE") is None
        with pytest.raises(InvitationUsed):
            people.use_invitation(tx, invitation, person, NOW)
        (seat,) = people.seats_of(tx, person)
    assert (seat.place.id, seat.role) == (PLACE, Role.OFFICIAL)


def test_ticket_works_once_within_its_time(filled: Database) -> None:
    ten_minutes = timedelta(minutes=10)
    with filled.begin() as tx:
        person = people.new_person(tx, "line", "U1", "th", "v", NOW)
        tickets.issue(tx, "export", "secret", person, {"a": 1}, NOW, ten_minutes)
        assert tickets.look(tx, "console", "secret", NOW) is None
        assert tickets.look(tx, "export", "secret", NOW + ten_minutes) is None
        looked = tickets.look(tx, "export", "secret", NOW)
        used = tickets.use(tx, "export", "secret", NOW)
        assert looked == used
        assert used is not None
        assert tickets.use(tx, "export", "secret", NOW) is None
