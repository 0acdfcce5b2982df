"""Made-up tallies of province 21: each is one figure somebody told."""

from collections.abc import Iterable
from decimal import Decimal

from bot.catalogue import catalogue
from bot.cells import Status
from bot.emissions.quantities import Kg
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.inventory.checks import Code, Finding, Given, findings
from bot.inventory.counted import Counted
from bot.months import Month

YEAR = 2026
PROVINCE, DISTRICT, OTHER_DISTRICT = "21", "2101", "2103"
PLACE, NEIGHBOUR, FAR = "210109", "210110", "210301"
DISTRICTS = {PLACE: DISTRICT, NEIGHBOUR: DISTRICT, FAR: OTHER_DISTRICT}
ALL_YEAR = range(1, 13)


def told(
    activity: str,
    quantity: str | Decimal,
    month: int = 7,
    place: str = PLACE,
    year: int = YEAR,
    kg: str | Decimal = "0",
    kind: str = "",
    status: Status = Status.REPORTED,
) -> Tally:
    """One figure; `place` may be a district or the province, which tell of their own area."""
    rank = {2: Rank.PROVINCE, 4: Rank.DISTRICT}.get(len(place), Rank.LOCAL)
    district = DISTRICTS.get(place, place if rank is Rank.DISTRICT else "")
    key = TallyKey(
        PROVINCE, district, rank, place, Month(year, month), activity, kind, status, "factor@1"
    )
    return Tally(key, 1, quantity=Decimal(quantity), kg_co2e=Kg(Decimal(kg)))


def checked(
    tallies: Iterable[Tally | Counted],
    whole: bool = True,
    population: dict[str, int] | None = None,
) -> tuple[Finding, ...]:
    """What is found in 2026."""
    entries = (one if isinstance(one, Counted) else Counted(one) for one in tallies)
    given = Given.of(catalogue(), YEAR, entries, [PROVINCE] if whole else [], population)
    return findings(given)


def codes(tallies: Iterable[Tally | Counted], whole: bool = True) -> list[Code]:
    return [finding.code for finding in checked(tallies, whole)]
