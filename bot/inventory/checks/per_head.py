"""Against the people who live there: waste and vehicles a head, where the population is known."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Context, Decimal, localcontext

from bot.catalogue.facts import size_ratio
from bot.inventory.checks.findings import Code, Finding, Given, teller
from bot.inventory.checks.thresholds import VEHICLES_A_HEAD, WASTE_KG_PERSON_DAY, WASTE_TIMES
from bot.inventory.checks.waste import GENERATED
from bot.months import Month

PRECISION = Context(prec=34)
VEHICLES = "VEH_REGISTERED"
KG = "kg"
SHOWN = Decimal("0.01")


def waste_a_head(given: Given) -> Iterator[Finding]:
    """Generated waste over the told months, in kg a person and day, far from the usual."""
    for place, months in sorted(_told(given, GENERATED).items()):
        people = given.population.get(place)
        if not people:
            continue
        days = sum(month.days for month in months)
        unit = given.catalogue.activities[GENERATED].unit
        kg = sum(months.values(), Decimal(0)) * size_ratio(given.catalogue.units, unit, KG)
        with localcontext(PRECISION):
            a_head = kg / (people * days)
            low, high = WASTE_KG_PERSON_DAY / WASTE_TIMES, WASTE_KG_PERSON_DAY * WASTE_TIMES
        if not low <= a_head <= high:
            yield _finding(given, Code.WASTE_A_HEAD, place, months, people, a_head)


def vehicles_a_head(given: Given) -> Iterator[Finding]:
    """More registered vehicles than there can be drivers for."""
    for place, months in sorted(_told(given, VEHICLES).items()):
        people = given.population.get(place)
        if not people:
            continue
        month = max(months)
        with localcontext(PRECISION):
            a_head = months[month] / people
        if a_head > VEHICLES_A_HEAD:
            yield _finding(
                given, Code.VEHICLES_A_HEAD, place, {month: months[month]}, people, a_head
            )


def _told(given: Given, activity: str) -> dict[str, dict[Month, Decimal]]:
    """Quantity by who told it and month."""
    told: dict[str, dict[Month, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for tally in given.now:
        if tally.key.activity == activity and teller(tally.key):
            told[teller(tally.key)][tally.key.month] += tally.quantity
    return told


def _finding(
    given: Given,
    code: Code,
    place: str,
    months: dict[Month, Decimal],
    people: int,
    a_head: Decimal,
) -> Finding:
    activity = GENERATED if code is Code.WASTE_A_HEAD else VEHICLES
    return Finding(
        code=code,
        year=given.year,
        place=place,
        activities=(activity,),
        months=tuple(sorted(months)),
        unit=given.catalogue.activities[activity].unit,
        numbers={
            "quantity": sum(months.values(), Decimal(0)),
            "population": Decimal(people),
            "a_head": a_head.quantize(SHOWN),
        },
    )
