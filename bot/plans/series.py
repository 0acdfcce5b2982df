"""Numbers by year with straight lines between them, rounded to the gram where they are tonnes."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext

from bot.emissions.quantities import Tonnes

GRAM = Decimal("0.000001")  # of a tonne; so that sums of levels are exact
PRECISE = Context(prec=50, rounding=ROUND_HALF_EVEN)


def to_the_gram(tonnes: Decimal) -> Tonnes:
    """Six decimals of a tonne, half to even, as everything stored is kept."""
    with localcontext(PRECISE):
        return Tonnes(tonnes.quantize(GRAM))


def between(points: Mapping[int, Decimal], year: int) -> Decimal | None:
    """The value of a year, on the straight line between the nearest told ones; None outside."""
    if year in points:
        return points[year]
    before = [told for told in points if told < year]
    after = [told for told in points if told > year]
    if not before or not after:
        return None
    first, last = max(before), min(after)
    with localcontext(PRECISE):
        rise = (points[last] - points[first]) * (year - first)
        return points[first] + rise / (last - first)


def before_or_at(points: Mapping[int, Decimal], year: int) -> Decimal | None:
    """The last told value, held on; None before the first."""
    told = [one for one in points if one <= year]
    return points[max(told)] if told else None


def plain(number: Decimal) -> str:
    """Digits only, and none that say nothing: 1.50 and 1.5 are one number."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
