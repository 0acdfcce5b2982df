"""The slip stopper: is this figure like the place's others? A pure function, asked once.

Every threshold is a named setting with its reason.
"""

from collections.abc import Callable
from decimal import Decimal
from statistics import median

from bot.catalogue import Activity, Range
from bot.reading.shapes import Doubt, Fix, History

LOWEST_OF_MEDIAN = Decimal(1) / Decimal(3)  # seasons move office figures less than threefold;
HIGHEST_OF_MEDIAN = Decimal(3)  # one lost or added digit moves them tenfold
FEWEST_FOR_MEDIAN = 3  # fewer months do not show what is usual
STEADY_MONTHS = 3  # this many figures above zero make a sudden zero worth a question
BAHT_PER_UNIT = (Decimal("3.3"), Decimal("6"))  # what an electricity unit has cost offices
ROUND_DIGITS = 2  # a repeat of 500 or 1,200 is ordinary; of 1,237 it looks copied
SCALES = ((Decimal(10), "tenth"), (Decimal(100), "hundredth"), (Decimal(1000), "thousandth"))


def slip_doubts(
    activity: Activity, quantity: Decimal, history: History, plausible: Range | None
) -> tuple[Doubt, ...]:
    """Why `quantity` (base units) is unlike the history; empty when it is ordinary."""
    usual = _usual(history)
    if quantity == 0:
        steady = history.values[:STEADY_MONTHS]
        sudden = len(steady) == STEADY_MONTHS and all(value > 0 for value in steady)
        return (Doubt("sudden_zero"),) if sudden else ()
    if usual is None:
        return _first_value(quantity, plausible) if not history.values else ()
    if quantity > usual * HIGHEST_OF_MEDIAN:
        return (_too_high(activity, quantity, usual),)
    if quantity < usual * LOWEST_OF_MEDIAN:
        return (_too_low(activity, quantity, usual),)
    last = history.last_month
    if last is not None and quantity == last and not _is_round(quantity):
        return (Doubt("repeat"),)
    if last is not None and last > 0 and quantity == last * 2:
        return (Doubt("doubled", (Fix("half", last),)),)
    return ()


def _usual(history: History) -> Decimal | None:
    values = [value for value in history.values if value > 0]
    return median(values) if len(values) >= FEWEST_FOR_MEDIAN else None


def _first_value(quantity: Decimal, plausible: Range | None) -> tuple[Doubt, ...]:
    """Nothing to compare with yet: the catalogue's range for that kind of place."""
    if plausible is None or quantity in plausible:
        return ()
    if quantity > plausible.high:
        fixes = _scaled_down(quantity, lambda value: value in plausible)
        return (Doubt("first_high", fixes),)
    return (Doubt("first_low"),)


def _too_high(activity: Activity, quantity: Decimal, usual: Decimal) -> Doubt:
    low, high = BAHT_PER_UNIT
    if activity.unit == "kWh" and usual * low <= quantity <= usual * high:
        return Doubt("baht", (Fix("baht"),))
    return Doubt("high", _scaled_down(quantity, lambda value: _is_like(value, usual)))


def _too_low(activity: Activity, quantity: Decimal, usual: Decimal) -> Doubt:
    fixes = tuple(
        Fix(
            "MWh" if (activity.unit, scale) == ("kWh", 1000) else f"times_{scale}", quantity * scale
        )
        for scale in (10, 100, 1000)
        if _is_like(quantity * scale, usual)
    )
    return Doubt("low", fixes)


def _scaled_down(quantity: Decimal, fits: Callable[[Decimal], bool]) -> tuple[Fix, ...]:
    return tuple(Fix(code, quantity / scale) for scale, code in SCALES if fits(quantity / scale))


def _is_like(quantity: Decimal, usual: Decimal) -> bool:
    return usual * LOWEST_OF_MEDIAN <= quantity <= usual * HIGHEST_OF_MEDIAN


def _is_round(quantity: Decimal) -> bool:
    digits = "".join(map(str, quantity.normalize().as_tuple().digits))
    return len(digits) <= ROUND_DIGITS
