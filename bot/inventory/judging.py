"""What stands beside every number of an inventory: grades, uncertainty and coverage."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.catalogue import Catalogue, Grade
from bot.emissions.coverage import AskedCell, AskedPlace, Coverages, coverages
from bot.emissions.factor_grades import factor_grade
from bot.inventory import Inventory
from bot.inventory.assessing import Assessed, Assessor
from bot.inventory.levels import Level, belongs
from bot.inventory.sources import Source
from bot.months import months_between

WORST_FIRST = (Grade.LOW, Grade.MEDIUM, Grade.HIGH)


@dataclass(frozen=True, slots=True)
class Beside:
    """What was asked and answered, and how many figures of each activity and kind have evidence."""

    asked: tuple[AskedPlace, ...]
    answered: frozenset[AskedCell]
    evidenced: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of every line, every level's total, what organisations use, and each source."""

    lines: Mapping[str, Assessed]
    totals: Mapping[Level, Assessed]
    organisation: Assessed
    assessor: Assessor
    coverage: Coverages


def judge(catalogue: Catalogue, inventory: Inventory, beside: Beside) -> Judged:
    """Judge a whole inventory by what is known of its figures."""
    assessor = Assessor(
        catalogue, _poorest_grade(catalogue), beside.evidenced, gwp_set=inventory.gwp_set
    )
    return Judged(
        lines={ref: assessor.assess(line.counted) for ref, line in inventory.lines.items()},
        totals={level: assessor.assess(_sources(inventory, level)) for level in Level},
        organisation=assessor.assess(inventory.organisation),
        assessor=assessor,
        coverage=coverages(
            catalogue,
            beside.asked,
            months_between(inventory.first, inventory.last),
            beside.answered,
        ),
    )


def _sources(inventory: Inventory, level: Level) -> list[Source]:
    return [
        source
        for line in inventory.lines.values()
        if belongs(line.gpc, level)
        for source in line.counted
    ]


def _poorest_grade(catalogue: Catalogue) -> Callable[[Source], Grade]:
    """Grades a source by its factors: of several the poorest, of none Low."""
    grades = {
        factor.version: factor_grade(factor)
        for rows in catalogue.factors.values()
        for factor in rows
    }

    def grade(source: Source) -> Grade:
        found = {grades[version] for version in source.factors if version in grades}
        return next((one for one in WORST_FIRST if one in found), Grade.LOW)

    return grade


def evidenced(cells: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
    """How many figures of each activity and kind have evidence; one pair a figure."""
    return Counter(cells)
