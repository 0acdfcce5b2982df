"""The plan as a picture, described: wedges under business as usual, the target, the inventory.

Masses are whole kilograms, as a picture's data holds whole numbers and words only. The same facts
stand in `alt`, on one line.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from bot.emissions.quantities import Tonnes, kilograms
from bot.messages import Picture
from bot.plans.findings import Finding, What
from bot.plans.measures import total
from bot.plans.names import amount, name_of
from bot.plans.wedges import Row, Scenario
from bot.text import Voice, mark

MOST_WEDGES = 6  # as many as can be told apart; the smaller ones become one
MOST_TICKS = 7
MINUS = "−"
SUBTITLE = mark("Plan to %(year)s, version %(version)s · %(unit)s a year")
BAU, REMAINING = mark("Business as usual"), mark("Remaining with all measures")
THE_REST = mark("%(count)s more measures")
TARGET, INVENTORY = mark("Target: %(name)s"), mark("Inventory")
STILL_MISSING = mark("Still missing to the target, with all measures")
TO_SPARE = mark("To spare below the target, with all measures")
VALUES_OF = mark("Values of %(year)s, or of the year that stands there")
BAU_BY = mark("Business as usual %(year)s: %(level)s tCO2e")
SAVED_BY = mark("%(name)s saves %(saved)s")
LEFT_BY = mark("remaining %(level)s")
TARGET_BY = mark("target %(name)s %(year)s: %(level)s")
STILL_BY = mark("still missing %(gap)s")
TO_SPARE_BY = mark("%(gap)s to spare")
INVENTORY_OF = mark("inventory %(year)s: %(level)s")
SCALES = (  # from how many tonnes on; tonnes in one unit; the unit
    (Decimal(2_000_000), Decimal(1_000_000), mark("million tCO2e")),
    (Decimal(2_000), Decimal(1_000), mark("thousand tCO2e")),
    (Decimal(0), Decimal(1), mark("tCO2e")),
)
SHOWN_ON_IT = (
    What.ABOVE_BAU,
    What.UNVERIFIED,
    What.COVERED,
    What.PROVISIONAL,
    What.UNVERIFIED_FACTORS,
)

Band = tuple[str, list[Tonnes]]  # a name, and what it saves by year


class Scale:
    """The unit the picture's numbers are told in."""

    def __init__(self, t: Voice, most: Tonnes) -> None:
        self._t = t
        fitting = (one for one in SCALES if most >= one[0])
        _, self._size, unit = next(fitting, SCALES[-1])
        self.unit = t(unit)

    def said(self, tonnes: Tonnes) -> str:
        """Three digits or more, and no more decimals than they need."""
        number = tonnes / self._size
        decimals = next((n for n in range(3) if abs(number) * 10**n >= 100), 3)
        return self._t.number(Decimal(f"{number:.{decimals}f}")).replace("-", MINUS)


def wedge_picture(t: Voice, place: str, version: int, worked: Scenario) -> Picture:
    """What `handlers.pictures.wedge` draws. `place` is a name."""
    last, bands = worked.rows[-1], _bands(t, worked)
    scale = Scale(t, max(row.bau for row in worked.rows))
    low = min(Decimal(0), *(row.remaining for row in worked.rows))
    high = max(
        *(row.bau for row in worked.rows), *(row.actual or Decimal(0) for row in worked.rows)
    )
    subtitle = t(SUBTITLE, year=t.year(last.year), version=version, unit=scale.unit)
    return Picture(
        kind="wedge",
        alt=f"{place}: {subtitle}. {'; '.join(_said(t, worked, bands))}.",
        data={
            "title": place,
            "subtitle": subtitle,
            "years": [row.year for row in worked.rows],
            "labels": [str(t.year(row.year)) for row in worked.rows],
            "ticks": [[_kg(tick), scale.said(tick)] for tick in _ticks(low, high)],
            "bau": [_kg(row.bau) for row in worked.rows],
            "bands": [[_kg(saved) for saved in values] for _, values in bands],
            "targets": _targets(worked),
            "actuals": [[row.year, _kg(row.actual)] for row in worked.rows if row.actual],
            "legend": list(_legend(t, worked, bands, scale)),
            "below": t(VALUES_OF, year=t.year(last.year)),
            "notes": [one.said(t) for one in _notes(worked.findings)],
        },
    )


def _bands(t: Voice, worked: Scenario) -> list[Band]:
    """Each measure's wedge in the plan's order; of too many, the smaller ones together."""
    bands = [
        (f"{one.code} {name_of(t, one)}", [row.wedges[one.code] for row in worked.rows])
        for one in worked.plan.measures
    ]
    if len(bands) <= MOST_WEDGES:
        return bands
    largest = sorted(bands, key=lambda band: -sum(band[1]))[: MOST_WEDGES - 1]
    kept = [band for band in bands if band in largest]
    rest = [values for name, values in bands if (name, values) not in largest]
    together = [total(saved) for saved in zip(*rest, strict=True)]
    return [*kept, (t(THE_REST, count=len(rest)), together)]


def _targets(worked: Scenario) -> list[dict[str, Any]]:
    """Each path by year, and which of its years are milestones."""
    return [
        {
            "points": [
                [row.year, _kg(row.targets[path.target.code])]
                for row in worked.rows
                if path.target.code in row.targets
            ],
            "milestones": list(path.milestones),
        }
        for path in worked.paths
    ]


def _legend(
    t: Voice, worked: Scenario, bands: Sequence[Band], scale: Scale
) -> Iterator[dict[str, Any]]:
    """One row a thing that is drawn, with its value; `at` tells which of several it is."""
    last = worked.rows[-1]
    yield _row("bau", 0, t(BAU), scale.said(last.bau))
    for at, (name, values) in enumerate(bands):
        saved = values[-1]
        yield _row("band", at, name, f"{MINUS}{scale.said(saved)}" if saved else scale.said(saved))
    yield _row("remaining", 0, t(REMAINING), scale.said(last.remaining))
    for at, path in enumerate(worked.paths):
        year, level = max(path.milestones.items())
        value = f"{t.year(year)}: {scale.said(level)}"
        yield _row("target", at, t(TARGET, name=name_of(t, path.target)), value)
        gap = worked.row(year).short_of(path.target.code)
        if gap is not None:
            said = STILL_MISSING if gap > 0 else TO_SPARE
            yield _row("gap", at, t(said), f"{t.year(year)}: {scale.said(Tonnes(abs(gap)))}")
    known = [row for row in worked.rows if row.actual is not None]
    if known and known[-1].actual is not None:
        value = f"{t.year(known[-1].year)}: {scale.said(known[-1].actual)}"
        yield _row("actual", 0, t(INVENTORY), value)


def _row(what: str, at: int, label: str, value: str) -> dict[str, Any]:
    return {"what": what, "at": at, "label": label, "value": value}


def _notes(findings: Sequence[Finding]) -> list[Finding]:
    """What nobody may miss who sees the picture alone; a doubled warning is given once."""
    first: dict[What, Finding] = {}
    return [
        one
        for one in findings
        if one.what in SHOWN_ON_IT
        and (one.what is not What.ABOVE_BAU or first.setdefault(one.what, one) is one)
    ]


def _said(t: Voice, worked: Scenario, bands: Sequence[Band]) -> Iterator[str]:
    """The facts of the picture, one after the other."""
    last = worked.rows[-1]
    yield t(BAU_BY, year=t.year(last.year), level=amount(t, last.bau))
    for name, values in bands:
        yield t(SAVED_BY, name=name, saved=amount(t, values[-1]))
    yield t(LEFT_BY, level=amount(t, last.remaining))
    for path in worked.paths:
        year, level = max(path.milestones.items())
        name = name_of(t, path.target)
        yield t(TARGET_BY, name=name, year=t.year(year), level=amount(t, level))
        yield from _gap(t, worked.row(year), path.target.code)
    for row in worked.rows:
        if row.actual is not None:
            yield t(INVENTORY_OF, year=t.year(row.year), level=amount(t, row.actual))
    yield from (one.said(t) for one in _notes(worked.findings))


def _gap(t: Voice, row: Row, code: str) -> Iterator[str]:
    gap = row.short_of(code)
    if gap is not None:
        yield t(STILL_BY if gap > 0 else TO_SPARE_BY, gap=amount(t, Tonnes(abs(gap))))


def _ticks(low: Decimal, high: Decimal) -> list[Tonnes]:
    """Round numbers from below what is lowest to above what is highest."""
    span = max(high - low, Decimal(1))
    power = Decimal(10) ** (span / MOST_TICKS).adjusted()
    steps = (power * factor for factor in map(Decimal, ("1", "2", "2.5", "5", "10", "20")))
    step = next(one for one in steps if one * (MOST_TICKS - 1) >= span)
    first, last = (low / step).to_integral_value("ROUND_FLOOR"), high / step
    count = int(last.to_integral_value("ROUND_CEILING") - first)
    return [Tonnes((first + number) * step) for number in range(count + 1)]


def _kg(tonnes: Decimal) -> int:
    return int(kilograms(Tonnes(tonnes)).to_integral_value(ROUND_HALF_EVEN))
