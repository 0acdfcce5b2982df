"""The words for what a plan's keys say, and its numbers as people read them."""

from bot.emissions.quantities import Tonnes, kilograms
from bot.plans.shapes import BauMethod, Measure, Status, Target, TargetKind, Trigger
from bot.text import Voice, mark

TRIGGER_NAMES = {
    Trigger.STRUCTURE: mark("a change of boundaries"),
    Trigger.METHOD: mark("a change of method or data"),
    Trigger.ERROR: mark("an error"),
}
BAU_NAMES = {
    BauMethod.POPULATION: mark("by population"),
    BauMethod.GPP: mark("by GPP"),
    BauMethod.LINEAR: mark("by the linear trend of past inventories"),
    BauMethod.EXPONENTIAL: mark("by the exponential trend of past inventories"),
}
TARGET_NAMES = {
    TargetKind.BELOW_BASE_YEAR: mark("%(percent)s %% below the base year"),
    TargetKind.BELOW_BAU: mark("%(percent)s %% below business as usual"),
    TargetKind.LEVEL: mark("a total"),
    TargetKind.BELOW_INTENSITY: mark("%(percent)s %% less for a million baht of GPP"),
}
STATUS_NAMES = {
    Status.PLANNED: mark("planned"),
    Status.GOING_ON: mark("going on"),
    Status.DONE: mark("done"),
    Status.STOPPED: mark("stopped"),
}

WHOLE_FROM = 10_000  # tonnes; below it parts of a tonne say something


def name_of(t: Voice, what: Target | Measure) -> str:
    return what.name_th if t.code == "th" else what.name_en


def amount(t: Voice, tonnes: Tonnes | None) -> str:
    """Tonnes with as many decimals as the size deserves; – where nothing is known."""
    if tonnes is None:
        return "–"
    return t.number(tonnes, 0) if abs(tonnes) >= WHOLE_FROM else t.tonnes(kilograms(tonnes))
