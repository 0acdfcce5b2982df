"""The slip stopper: is this figure like the place's others? A pure function, asked once.

Every threshold is a named setting with its reason.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from statistics import median

from bot.catalogue import Activity, Range
from bot.months import Month
from bot.reading.shapes import Doubt, Fix, History

LOWEST_OF_MEDIAN = Decimal(1) / Decimal(3)  # seasons move office figures less than threefold;
HIGHEST_OF_MEDIAN = Decimal(3)  # one lost or added digit moves them tenfold
FEWEST_FOR_MEDIAN = 1  # asking once too often costs a tap, a slip saved is the worst there is
MONTHS_LOOKED_AT = 12  # a year holds every season once
SURELY_MORE = Decimal("1.7")  # times the usual: two months told as one, each a little below it
JUST_LIKE = Decimal("1.25")  # no tariff makes a bill in baht as near as that to its units
STEADY_MONTHS = 3  # this many figures above zero make a sudden zero worth a question
REPEATS_REMEMBERED = 2  # the same figure twice was confirmed once: it is this cell's habit
SMALL_COUNT = Decimal(20)  # a repeat of 3 reams or 15 kg of gas is ordinary
# What a unit has cost offices in baht in recent years: a figure as many times the usual is
# likely the bill's amount. Energy: PEA's tariffs with Ft; water: PWA's tariffs; fuel: pump prices.
BAHT_PER_UNIT = {
    "kWh": (Decimal("3.3"), Decimal("6")),
    "m3": (Decimal("8"), Decimal("30")),
    "litre": (Decimal("25"), Decimal("45")),
    "kg": (Decimal("15"), Decimal("40")),
}
OUT_OF_RANGE = frozenset({"high", "low", "first_high", "first_low", "baht"})  # doubts of the size
SCALES = ((Decimal(10), "tenth"), (Decimal(100), "hundredth"), (Decimal(1000), "thousandth"))


SLIPS = frozenset(  # doubts about the value itself, not about how it was written
    {
        "high",
        "low",
        "first_high",
        "first_low",
        "repeat",
        "two_months",
        "doubled",
        "sudden_zero",
        "baht",
    }
)


def slip_doubts(
    activity: Activity, quantity: Decimal, history: History, plausible: Range | None
) -> tuple[Doubt, ...]:
    """Why `quantity` (base units) is unlike the history; empty when it is ordinary."""
    if quantity == 0:
        return _sudden_zero(history)
    usual = usual_quantity(history, quantity)
    if usual is None:
        doubts = _first_value(activity, quantity, plausible)
    elif quantity > usual * HIGHEST_OF_MEDIAN:
        doubts = (_too_high(activity, quantity, usual),)
    elif quantity < usual * LOWEST_OF_MEDIAN:
        doubts = (_too_low(activity, quantity, lambda value: _is_like(value, usual)),)
    else:
        doubts = ()
    return doubts or _copied(quantity, history) or _two_months(quantity, history, usual)


def history_at(month: Month, confirmed: Callable[[Month], Decimal | None]) -> History:
    """What `month` is compared with: the twelve months before, else the twelve after.

    `confirmed` gives a month's figure in base units, None where there is none or it is doubted.
    """
    before = [confirmed(month - back) for back in range(1, MONTHS_LOOKED_AT + 1)]
    values = tuple(value for value in before if value is not None)
    if not values:  # older months told after newer ones
        after = (confirmed(month + ahead) for ahead in range(1, MONTHS_LOOKED_AT + 1))
        values = tuple(value for value in after if value is not None)
    gap = before[0] is None and any(value is not None for value in before)
    return History(values, before[0], gap)


def usual_quantity(history: History, quantity: Decimal) -> Decimal | None:
    """What `quantity` is compared with: the median, or the new level after a confirmed shift.

    A newest figure that is itself unlike the others was confirmed by a person: a quantity like
    it is ordinary from then on.
    """
    values = [value for value in history.values[:MONTHS_LOOKED_AT] if value > 0]
    if len(values) < FEWEST_FOR_MEDIAN:
        return None
    newest, usual = values[0], _median(values)
    return newest if _is_like(quantity, newest) and not _is_like(newest, usual) else usual


def _median(values: Sequence[Decimal]) -> Decimal:
    return median(values)


def _sudden_zero(history: History) -> tuple[Doubt, ...]:
    steady = history.values[:STEADY_MONTHS]
    sudden = len(steady) == STEADY_MONTHS and all(value > 0 for value in steady)
    return (Doubt("sudden_zero"),) if sudden else ()


def _first_value(
    activity: Activity, quantity: Decimal, plausible: Range | None
) -> tuple[Doubt, ...]:
    """Too little to compare with yet: the catalogue's range for that kind of place."""
    if plausible is None or quantity in plausible:
        return ()
    if quantity > plausible.high:
        return (Doubt("first_high", _scaled_down(quantity, lambda value: value in plausible)),)
    low = _too_low(activity, quantity, lambda value: value in plausible)
    return (Doubt("first_low", low.fixes),)


def _too_high(activity: Activity, quantity: Decimal, usual: Decimal) -> Doubt:
    scaled = _scaled_down(quantity, lambda value: _is_like(value, usual))
    prices = BAHT_PER_UNIT.get(activity.unit)
    if prices and usual * prices[0] <= quantity <= usual * prices[1]:
        return Doubt("baht", (Fix("baht"), *scaled))
    return Doubt("high", scaled)


def _too_low(activity: Activity, quantity: Decimal, fits: Callable[[Decimal], bool]) -> Doubt:
    fixes = tuple(
        Fix(
            "MWh" if (activity.unit, scale) == ("kWh", 1000) else f"times_{scale}", quantity * scale
        )
        for scale in (10, 100, 1000)
        if fits(quantity * scale)
    )
    return Doubt("low", fixes)


def _copied(quantity: Decimal, history: History) -> tuple[Doubt, ...]:
    """The same figure again, or exactly twice: both look like a hand that slipped."""
    last = history.last_month
    if last is None or last <= 0 or quantity <= SMALL_COUNT:
        return ()
    if quantity == last:
        habit = history.values[:REPEATS_REMEMBERED] == (last,) * REPEATS_REMEMBERED
        return () if habit else (Doubt("repeat"),)
    if quantity == last * 2:
        return (Doubt("doubled", (Fix("half", last),)),)
    return ()


def _two_months(quantity: Decimal, history: History, usual: Decimal | None) -> tuple[Doubt, ...]:
    """About twice the usual right after a month without a figure: its use may hide in this one."""
    if not history.gap or usual is None:
        return ()
    two = usual * SURELY_MORE <= quantity
    return (Doubt("two_months", (Fix("half", quantity / 2),)),) if two else ()


def _scaled_down(quantity: Decimal, fits: Callable[[Decimal], bool]) -> tuple[Fix, ...]:
    return tuple(Fix(code, quantity / scale) for scale, code in SCALES if fits(quantity / scale))


def is_just_like(quantity: Decimal, history: History) -> bool:
    """Whether the quantity is so near to the usual that nothing else can be meant."""
    usual = usual_quantity(history, quantity)
    return usual is not None and usual / JUST_LIKE <= quantity <= usual * JUST_LIKE


def _is_like(quantity: Decimal, usual: Decimal) -> bool:
    return usual * LOWEST_OF_MEDIAN <= quantity <= usual * HIGHEST_OF_MEDIAN
