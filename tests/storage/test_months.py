"""Months on both databases: moved once, by whoever is first; closed to figures, even in a race."""

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.assignments import Assignment
from bot.catalogue import catalogue
from bot.cells import CellKey, Status
from bot.changes import LateAsked, LateDecided, MonthMoved, Recorded
from bot.drafts import Draft, new_cell, recorded_at
from bot.emissions.local import ANYWHERE
from bot.months import Month
from bot.people import Role
from bot.reporting import PlaceMonth, Standing, State
from storage import entries, late, months, people
from storage.months import StaleMonth
from storage.session import Database, Transaction

PLACE, NEIGHBOUR = "210110", "210109"
JULY = Month(2026, 7)
NOW = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
DRAFT = Draft("ORG_ELEC", JULY, Status.REPORTED, Decimal(3300), Decimal(3300), "kWh")


@pytest.fixture
def filled(database: Database) -> Database:
    with database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
    return database


def _told(activity: str, quantity: str = "100", place: str = PLACE, at: datetime = NOW) -> Recorded:
    told = Decimal(quantity)
    key = CellKey(place, JULY, activity)
    cell = new_cell(key, 1, Status.REPORTED, told, told, "kWh", False, None)
    return Recorded(cell, None, "told")


def _standing(tx: Transaction, place: str = PLACE) -> Standing:
    return months.standing(tx, catalogue(), people.get_place(tx, place), JULY)


def test_a_month_moves_once_for_two_who_saw_the_same(filled: Database) -> None:
    with filled.begin() as tx:
        before = months.get(tx, PLACE, JULY)
        months.move(tx, before, State.SUBMITTED, NOW, 1, is_complete=True)
    with pytest.raises(StaleMonth), filled.begin() as tx:
        months.move(tx, before, State.CLOSED, NOW, 2)
    with filled.begin() as tx:
        second = months.get(tx, PLACE, JULY)
        assert (second.state, second.version, second.completed_at) == (State.SUBMITTED, 1, NOW)
        later = NOW + timedelta(days=1)
        months.move(tx, second, State.RETURNED, later, 2, "too high")
    with pytest.raises(StaleMonth), filled.begin() as tx:
        months.move(tx, second, State.APPROVED, NOW, 3)
    with filled.begin() as tx:
        third = months.get(tx, PLACE, JULY)
    assert (third.state, third.reason, third.decided_at) == (State.RETURNED, "too high", later)
    assert third.completed_at == NOW


def test_a_month_does_not_move_where_it_may_not(filled: Database) -> None:
    with pytest.raises(StaleMonth), filled.begin() as tx:
        months.move(tx, PlaceMonth(PLACE, JULY), State.APPROVED, NOW, 1)


def test_a_closed_month_takes_no_figure_but_an_accepted_one(filled: Database) -> None:
    with filled.begin() as tx:
        entries.record(tx, _told("ORG_ELEC"), None, None, NOW)
        months.move(tx, months.get(tx, PLACE, JULY), State.CLOSED, NOW, 1)
    with pytest.raises(StaleMonth), filled.begin() as tx:
        entries.record(tx, _told("ORG_DIESEL_VEH"), None, None, NOW)
    with filled.begin() as tx:
        entries.record(tx, _told("ORG_DIESEL_VEH", place=NEIGHBOUR), None, None, NOW)
        late.ask(tx, LateAsked(PLACE, JULY, DRAFT.to_json()), None, None, NOW)
        (request,) = late.waiting_in(tx, [people.get_place(tx, "21")])
        assert late.waiting_in(tx, [people.get_place(tx, "20")]) == ()
        before = _told("ORG_ELEC").cell
        key = CellKey(PLACE, JULY, "ORG_ELEC")
        told = Draft.from_json(request.draft)
        accepted = recorded_at(catalogue(), key, before, told, "late", ANYWHERE)
        author = entries.Author("terminal", "malee", None, None, NOW)
        entries.apply(tx, [LateDecided(request, accepted)], author)
    with pytest.raises(StaleMonth), filled.begin() as tx:
        late.decide(tx, LateDecided(request, None), None, NOW)
    with filled.begin() as tx:
        assert late.waiting_in(tx, [people.get_place(tx, "21")]) == ()
        assert _standing(tx).revisions == 2
        assert months.get(tx, PLACE, JULY).is_closed


@pytest.mark.parametrize("first", ["close", "tell"])
def test_closing_and_telling_at_the_same_moment_wait_for_each_other(
    filled: Database, first: str
) -> None:
    """Whoever is second acts on what the first has done: no figure slips into a closed month."""
    outcomes: dict[str, str] = {}

    def tell(tx: Transaction) -> None:
        entries.record(tx, _told("ORG_ELEC"), None, None, NOW)

    def close(tx: Transaction) -> None:
        author = entries.Author("terminal", "malee", None, None, NOW)
        moved = MonthMoved(PlaceMonth(PLACE, JULY), State.CLOSED, is_complete=False)
        entries.apply(tx, [moved], author)

    acts = {"tell": tell, "close": close}
    (second,) = acts.keys() - {first}

    def come_second() -> None:
        try:
            with filled.begin() as tx:
                acts[second](tx)
            outcomes[second] = "done"
        except StaleMonth:
            outcomes[second] = "too late"

    thread = threading.Thread(target=come_second)
    with filled.begin() as tx:
        acts[first](tx)
        thread.start()
        thread.join(timeout=0.3)
        assert thread.is_alive()  # it waits
    thread.join()
    with filled.begin() as tx:
        standing = _standing(tx)
    assert standing.month.is_closed
    assert outcomes[second] == ("too late" if first == "close" else "done")
    assert bool(standing.answered) is (first == "tell")


def test_complete_figures_without_a_move_are_seen_as_submitted_when_the_last_came(
    filled: Database,
) -> None:
    with filled.begin() as tx:
        for hours, code in enumerate(_standing(tx).expected):
            told = NOW + timedelta(hours=hours)
            entries.record(tx, _told(code), None, None, told)
        standing = _standing(tx)
    assert standing.is_complete
    assert standing.month.state is State.SUBMITTED
    assert standing.month.completed_at == NOW + timedelta(hours=13)


def test_assignments_change_what_is_owed_of_one_place_only(filled: Database) -> None:
    with filled.begin() as tx:
        months.assign(tx, PLACE, Assignment("ORG_LPG", JULY, False), None, NOW)
        months.assign(tx, PLACE, Assignment("ORG_LPG", JULY, False), None, NOW)
        here, there = _standing(tx), _standing(tx, NEIGHBOUR)
    assert "ORG_LPG" not in here.owed
    assert "ORG_LPG" in there.owed


def test_overseers_are_the_nearest_who_are_there(filled: Database) -> None:
    def sits(role: Role, place: str, user: str) -> int:
        people.invite(tx, place, role, user, NOW)
        invitation = people.open_invitation(tx, NOW, user)
        assert invitation is not None
        person = people.new_person(tx, "line", user, "th", "v", NOW)
        people.use_invitation(tx, invitation, person, NOW)
        return person

    with filled.begin() as tx:
        place = people.get_place(tx, PLACE)
        assert people.overseers(tx, place) == []
        admin = sits(Role.ADMIN, "21", "U1")
        assert people.overseers(tx, place) == [admin]
        province = sits(Role.COORDINATOR, "21", "U2")
        assert people.overseers(tx, place) == [province]
        district = sits(Role.COORDINATOR, "2101", "U3")
        assert people.overseers(tx, place) == [district]
        assert people.overseers(tx, people.get_place(tx, "210301")) == [province]
