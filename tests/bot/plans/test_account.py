"""Which years of the account are held against a plan, and what is said beside their totals."""

from decimal import Decimal

from bot.catalogue import PlaceKind, catalogue
from bot.cells import Status
from bot.emissions.coverage import Coverage
from bot.emissions.quantities import Kg, Tonnes
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.inventory import Facts, inventory
from bot.inventory.counted import Basis, Counted
from bot.inventory.levels import Level
from bot.months import Month
from bot.people import Place
from bot.plans.account import said_of, totals, year_of
from bot.text import voice

RAYONG = Place("21", PlaceKind.PROVINCE, "21", "", "จังหวัดระยอง", "Rayong")
COVERAGE = Coverage(12, 12, 40, 50)


def _told(
    month: int,
    activity: str = "AREA_LPG_HOME",
    status: Status = Status.REPORTED,
    basis: Basis = Basis.TOLD,
    unverified: int = 0,
) -> Counted:
    when = Month(2026, month)
    key = TallyKey("21", "", Rank.PROVINCE, "21", when, activity, "", status)
    tally = Tally(key, 1, unverified=unverified, kg_co2e=Kg(Decimal(250)))
    return Counted(tally, basis, Month(2025, 1) if basis is Basis.HELD else None)


def _said(
    entries: list[Counted], level: Level = Level.BASIC
) -> tuple[dict[int, Tonnes], list[str]]:
    facts = Facts(RAYONG, Month(2026, 1), Month(2026, 12), tuple(entries))
    year = year_of(catalogue(), facts, inventory(catalogue(), facts), COVERAGE)
    return totals([year], level), [one.said(voice("en")) for one in said_of([year], level)]


def test_whole_year_has_its_total_and_says_how_much_is_told() -> None:
    known, said = _said([_told(month) for month in range(1, 13)])
    assert known == {2026: Decimal(3)}
    assert said == ["2026: the inventory has 40 of 50 figures asked for."]


def test_year_with_a_month_missing_has_none_and_says_so() -> None:
    known, said = _said([_told(month) for month in range(1, 12)])
    assert known == {}
    assert said == ["2026 has figures for 11 of 12 months: no total is shown for it."]


def test_month_is_told_by_figures_of_the_area_that_were_told_for_it() -> None:
    rest = [_told(month) for month in range(2, 13)]
    for empty in (
        _told(1, activity="ORG_ELEC"),
        _told(1, status=Status.NOT_AVAILABLE),
        _told(1, activity="AREA_POP_SEPTIC", basis=Basis.HELD),
    ):
        assert _said([*rest, empty])[0] == {}
    assert _said([*rest, _told(1, status=Status.NOTHING)])[0] != {}


def test_what_a_total_rests_on_is_said_of_the_levels_it_is_in() -> None:
    year = [_told(month) for month in range(1, 13)]
    held = _told(1, activity="AREA_POP_SEPTIC", basis=Basis.HELD)
    assert _said([*year, held])[1][1:] == [
        "2026: the inventory of the level BASIC holds provisional figures."
    ]
    power = _told(1, activity="AREA_ELEC_RES", unverified=1)
    assert _said([*year, power])[1][1:] == [
        "2026: the inventory of the level BASIC rests on factors that are not verified."
    ]
    assert _said([*year, power], Level.TERRITORIAL)[1][1:] == []
