"""What a plan's reader is told beside the numbers: what does not add up, and what rests on nothing.

A finding changes no number; it is never left out because something else was found.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from itertools import combinations

from bot.emissions.quantities import Tonnes
from bot.plans.base_year import Recalculation, compared
from bot.plans.drivers import Pinned, bau_name, target_name
from bot.plans.measures import latest, potential
from bot.plans.names import TRIGGER_NAMES
from bot.plans.shapes import Bau, Measure, Plan, Status
from bot.text import Voice, mark


class What(Enum):
    """The code of a finding, and its words."""

    ABOVE_BAU = mark(
        "%(year)s: the measures together save %(saved)s tCO2e, more than the %(bau)s of business "
        "as usual. Something is counted twice or too high."
    )
    SAME_LINE = mark(
        "%(one)s and %(other)s both act on %(lines)s and neither says how nothing is counted "
        "twice (overlap)."
    )
    BASE_YEAR_MOVED = mark(
        "The account gives %(new)s tCO2e for the base year %(year)s, %(percent)s %% from the "
        "%(old)s of the plan. The threshold is %(threshold)s %%: find out why, and recalculate "
        "where the policy says so."
    )
    RECALCULATED = mark(
        "Base year recalculated: %(old)s tCO2e in version %(version)s, %(new)s now, because of "
        "%(trigger)s."
    )
    ABOVE_POTENTIAL = mark(
        "%(code)s is reported to have saved %(achieved)s tCO2e in %(year)s, more than its "
        "potential of %(potential)s."
    )
    DONE_UNREPORTED = mark("%(code)s is said to be done, and no progress is reported.")
    BEYOND_BOTTOM = mark("Business as usual falls below zero in %(year)s.")
    FACTS_MOVED = mark(
        "%(parts)s: facts were revised since this plan was loaded. It still uses the earlier "
        "ones; a new version of the baseline takes the new."
    )
    UNFINISHED = mark("%(year)s has figures for %(months)s of 12 months: no total is shown for it.")
    COVERED = mark("%(year)s: the inventory has %(answered)s of %(expected)s figures asked for.")
    PROVISIONAL = mark("%(year)s: the inventory of the level %(level)s holds provisional figures.")
    UNVERIFIED_FACTORS = mark(
        "%(year)s: the inventory of the level %(level)s rests on factors that are not verified."
    )
    UNVERIFIED = mark("Not verified: %(source)s (%(parts)s)")


BASE_YEAR = mark("base year")
BASELINE = mark("business as usual %(code)s")
PROGRESS = mark("progress of %(code)s")
TARGET = mark("target %(code)s")
MEASURE = mark("measure %(code)s")

Value = str | int | Decimal | Sequence["Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text with a code in it, said in the reader's language later."""

    english: str
    code: str = ""

    def said(self, t: Voice) -> str:
        return t(self.english, code=self.code)


@dataclass(frozen=True, slots=True)
class Finding:
    """`year` values are Common Era and masses tonnes until they are said."""

    what: What
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.what.name.lower()

    def said(self, t: Voice) -> str:
        return t(self.what.value, **{key: _said(t, key, one) for key, one in self.values.items()})


def _said(t: Voice, key: str, value: Value) -> str:
    match value:
        case int():
            return str(t.year(value)) if key == "year" else str(value)
        case Decimal():
            return t.number(value.quantize(Decimal("0.01")))
        case str():
            return t(value) if key == "trigger" else value
        case _:
            return ", ".join(words.said(t) for words in value)


def found(
    plan: Plan, bau: Mapping[int, Tonnes], pinned: Pinned, actuals: Mapping[int, Tonnes]
) -> list[Finding]:
    """All that the plan itself and the account show."""
    return [
        *_above_bau(plan, bau),
        *_beyond_bottom(bau),
        *_base_year_moved(plan, actuals),
        *_same_line(plan.measures),
        *_progress(plan.measures),
        *unverified(plan, pinned),
    ]


def _above_bau(plan: Plan, bau: Mapping[int, Tonnes]) -> Iterator[Finding]:
    for year, level in bau.items():
        saved = sum((potential(one, year) for one in plan.measures), Decimal(0))
        if saved > max(level, Decimal(0)):
            yield Finding(What.ABOVE_BAU, {"year": year, "saved": saved, "bau": level})


def _beyond_bottom(bau: Mapping[int, Tonnes]) -> Iterator[Finding]:
    first = next((year for year, level in bau.items() if level < 0), None)
    if first is not None:
        yield Finding(What.BEYOND_BOTTOM, {"year": first})


def _base_year_moved(plan: Plan, actuals: Mapping[int, Tonnes]) -> Iterator[Finding]:
    base = plan.base_year
    actual = actuals.get(base.year)
    if actual is None:
        return
    change = compared(base, actual)
    if change.is_significant:
        values: dict[str, Value] = {
            "year": base.year,
            "new": actual,
            "old": base.total,
            "percent": change.percent if change.percent is not None else Decimal(100),
            "threshold": base.threshold_percent,
        }
        yield Finding(What.BASE_YEAR_MOVED, values)


def recalculated(change: Recalculation, version: int) -> Finding:
    """The base year's total differs from that of an earlier version of the plan."""
    because = TRIGGER_NAMES[change.trigger] if change.trigger else "–"
    values: dict[str, Value] = {
        "old": change.base.total,
        "new": change.new,
        "version": version,
        "trigger": because,
    }
    return Finding(What.RECALCULATED, values)


def _same_line(measures: Sequence[Measure]) -> Iterator[Finding]:
    for one, other in combinations(measures, 2):
        lines = sorted(set(one.lines) & set(other.lines))
        at_once = one.start <= other.end and other.start <= one.end
        if lines and at_once and not (one.overlap or other.overlap):
            values = {"one": one.code, "other": other.code, "lines": ", ".join(lines)}
            yield Finding(What.SAME_LINE, values)


def _progress(measures: Sequence[Measure]) -> Iterator[Finding]:
    for one in measures:
        if one.status is Status.DONE and latest(one) is None:
            yield Finding(What.DONE_UNREPORTED, {"code": one.code})
        for report in one.progress:
            most = potential(one, report.year)
            if report.achieved is not None and report.achieved > most:
                values: dict[str, Value] = {
                    "code": one.code,
                    "year": report.year,
                    "achieved": report.achieved,
                    "potential": most,
                }
                yield Finding(What.ABOVE_POTENTIAL, values)


def unverified(plan: Plan, pinned: Pinned) -> list[Finding]:
    """Each source nobody has verified, with all that rests on it."""
    parts: dict[str, dict[Words, None]] = defaultdict(dict)
    for words, source, is_verified in _stated(plan, pinned):
        if not is_verified:
            parts[source][words] = None
    return [
        Finding(What.UNVERIFIED, {"source": source, "parts": tuple(named)})
        for source, named in parts.items()
    ]


def _stated(plan: Plan, pinned: Pinned) -> Iterator[tuple[Words, str, bool]]:
    """Everything that has a source, as far as the plan's numbers rest on it."""
    base = plan.base_year
    yield Words(BASE_YEAR), base.source, base.verified
    yield from _stated_of_bau(plan.bau, pinned)
    for target in plan.targets:
        words = Words(TARGET, target.code)
        yield words, target.source, target.verified
        for fact in pinned.get(target_name(target), ()):
            yield words, fact.source, fact.verified
    for measure in plan.measures:
        yield Words(MEASURE, measure.code), measure.source, measure.verified
        for report in measure.progress:
            yield Words(PROGRESS, measure.code), report.source, report.verified


def _stated_of_bau(bau: Bau, pinned: Pinned) -> Iterator[tuple[Words, str, bool]]:
    words = Words(BASELINE, bau.version)
    yield words, bau.source, bau.verified
    for rate in bau.growth:
        yield words, rate.source, rate.verified
    for fact in pinned.get(bau_name(bau), ()):
        yield words, fact.source, fact.verified
