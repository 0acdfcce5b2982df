"""Waste balances: what is sent is received somewhere, and parts are no more than what there is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, Ledger
from bot.catalogue.facts import size_ratio
from bot.inventory.checks.findings import Code, Finding, Given, teller
from bot.inventory.checks.thresholds import ABOVE_WHOLE, SENT_AND_RECEIVED
from bot.inventory.counted import Basis
from bot.months import Month

GENERATED = "WASTE_GENERATED"
SENT, RECEIVED = ".2", ".3"  # of III.1 to III.4: handled elsewhere · generated elsewhere
WASTE = "III."


def sent_and_received(given: Given) -> Iterator[Finding]:
    """III.x.2 of who sends against III.x.3 of who receives, in months in which both are told.

    Only where every place of the province is looked at. What leaves the province is not received
    in it, so that more sent than received may be right.
    """
    counted = [one.tally for one in given.counted[given.year] if one.basis is Basis.TOLD]
    for sent, received in _pairs(given.catalogue):
        sums: dict[str, tuple[dict[Month, Decimal], dict[Month, Decimal]]]
        sums = defaultdict(lambda: (defaultdict(Decimal), defaultdict(Decimal)))
        unit = given.catalogue.activities[received[0]].unit
        for tally in counted:
            key = tally.key
            for side, codes in enumerate((sent, received)):
                if key.activity in codes and key.province in given.whole_provinces:
                    ratio = _ratio(given.catalogue, key.activity, unit)
                    sums[key.province][side][key.month] += tally.quantity * ratio
        for province, (out, into) in sorted(sums.items()):
            months = tuple(sorted(out.keys() & into.keys()))
            amounts = sum_of(out, months), sum_of(into, months)
            yield from _difference(given.year, province, (*sent, *received), months, unit, amounts)


def _pairs(catalogue: Catalogue) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The activities of each waste subsector that send, and those that receive."""
    lines: dict[str, list[str]] = defaultdict(list)
    for code, activity in catalogue.activities.items():
        if activity.ledger is Ledger.AREA and activity.gpc_ref.startswith(WASTE):
            lines[activity.gpc_ref].append(code)
    for line, codes in sorted(lines.items()):
        receiving = lines.get(line.removesuffix(SENT) + RECEIVED)
        if line.endswith(SENT) and receiving:
            yield tuple(codes), tuple(receiving)


def _difference(
    year: int,
    province: str,
    activities: tuple[str, ...],
    months: tuple[Month, ...],
    unit: str,
    amounts: tuple[Decimal, Decimal],
) -> Iterator[Finding]:
    sent, received = amounts
    if abs(sent - received) <= max(sent, received) * SENT_AND_RECEIVED:
        return
    yield Finding(
        code=Code.SENT_ABOVE_RECEIVED if sent > received else Code.RECEIVED_ABOVE_SENT,
        year=year,
        place=province,
        activities=activities,
        months=months,
        unit=unit,
        numbers={"sent": sent, "received": received},
    )


def parts_above_generated(given: Given) -> Iterator[Finding]:
    """A place's landfilled, composted, burnt, recycled waste together against all it generates."""
    whole = given.catalogue.activities.get(GENERATED)
    if whole is None:
        return
    parts = _parts(given.catalogue)
    sums: dict[str, dict[str, dict[Month, Decimal]]]
    sums = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    for tally in given.now:
        key = tally.key
        if teller(key) and (key.activity in parts or key.activity == GENERATED):
            ratio = _ratio(given.catalogue, key.activity, whole.unit)
            sums[teller(key)][key.activity][key.month] += tally.quantity * ratio
    for place, by_activity in sorted(sums.items()):
        yield from _above(given.year, place, by_activity, whole.unit)


def _parts(catalogue: Catalogue) -> frozenset[str]:
    """What lies in the generated waste; what comes from elsewhere was generated there."""
    return frozenset(
        code
        for code, activity in catalogue.activities.items()
        if GENERATED in activity.subset_of and not _from_elsewhere(activity)
    )


def _from_elsewhere(activity: Activity) -> bool:
    return activity.gpc_ref.startswith(WASTE) and activity.gpc_ref.endswith(RECEIVED)


def _above(
    year: int, place: str, by_activity: Mapping[str, Mapping[Month, Decimal]], unit: str
) -> Iterator[Finding]:
    generated = by_activity.get(GENERATED, {})
    told = {code: months for code, months in by_activity.items() if code != GENERATED}
    handled = {
        month: sum((months.get(month, Decimal(0)) for months in told.values()), Decimal(0))
        for month in generated
    }
    months = [month for month in handled if handled[month] > generated[month] * ABOVE_WHOLE]
    if not months:
        return
    worst = max(months, key=lambda month: (handled[month] - generated[month], month))
    yield Finding(
        code=Code.WASTE_PARTS_ABOVE,
        year=year,
        place=place,
        activities=(*(code for code in sorted(told) if told[code].get(worst)), GENERATED),
        month=worst,
        months=tuple(sorted(months)),
        unit=unit,
        numbers={"parts": handled[worst], "whole": generated[worst]},
    )


def sum_of(amounts: Mapping[Month, Decimal], months: Iterable[Month]) -> Decimal:
    return sum((amounts[month] for month in months), Decimal(0))


def _ratio(catalogue: Catalogue, code: str, unit: str) -> Decimal:
    return size_ratio(catalogue.units, catalogue.activities[code].unit, unit)
