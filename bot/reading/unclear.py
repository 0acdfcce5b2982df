"""Unclear: what could be either is asked, and not read back with the likelier meaning."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, Frequency
from bot.months import Month
from bot.reading.context import Asked, Context
from bot.reading.pairs import Pair
from bot.reading.shapes import Doubt, History, Question
from bot.reading.slips import OUT_OF_RANGE, is_just_like, slip_doubts

_WHOLE_THOUSANDS = re.compile(r" 000(?![0-9])")
FINE_UNITS = frozenset({"tonne", "MWh", "GWh", "kL", "ML"})  # scales print three decimals of them
NEARLY_OVER = 25  # day of the month from which its figure may be known


def ask_unclear(
    pair: Pair,
    activity: Activity,
    unit: str,
    kind: str,
    history: History,
    slips: Sequence[Doubt],
    context: Context,
) -> None:
    """What could be either is asked: 1.234, a bill's amount, laughter, the 95 of gasohol."""
    figure, question = pair.figure, context.open_question
    fixes = {doubt.code: doubt.fixes for doubt in figure.number.doubts}
    if "separator" in fixes:
        grouped = fixes["separator"][0].base_quantity
        plausible = context.plausible(activity, kind)
        if grouped is not None and unit not in FINE_UNITS:
            other = slip_doubts(activity, grouped * activity.conversions[unit], history, plausible)
            known = plausible is not None or bool(history.values)
            if slips or not other or not known:
                raise Asked(Question("separator", pair.fragment, (activity.code,)))
    spaced = any(doubt.code == "spaced" for doubt in figure.number.doubts)
    if spaced and not _WHOLE_THOUSANDS.search(figure.text):
        known = context.plausible(activity, kind) is not None or bool(history.values)
        if slips or not known:  # 320 330 ลิตร: two numbers
            raise Asked(Question("twice", pair.fragment, (activity.code,)))
    unlike = any(doubt.code in OUT_OF_RANGE for doubt in slips)
    value = figure.number.value or Decimal(0)
    bill = figure.unit is None and (figure.cost or "ค่า" in pair.words) and value != 0
    if bill and not is_just_like(value, history):
        raise Asked(Question("maybe_baht", pair.fragment, (activity.code,)))
    if any(doubt.code == "laughter" for doubt in figure.doubts) and (unlike or not history.values):
        raise Asked(Question("laughter", pair.fragment, (activity.code,)))
    names = [alias for alias in activity.aliases if alias.isdigit()]
    if question and figure.unit is None and figure.text in names and not pair.words:
        raise Asked(Question("no_number", pair.fragment, (activity.code,)))


def is_unfinished(month: Month, pair: Pair, codes: Sequence[str], context: Context) -> bool:
    """`ส.ค.` named on the third of August: its figure cannot be known yet."""
    if month != Month.of(context.today) or month == context.asked_month or pair.vague_month:
        return False
    return is_monthly(codes, context.catalogue) and context.today.day < NEARLY_OVER


def is_monthly(codes: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a year's figure cannot be meant: all candidates are told month by month."""
    return all(catalogue.activities[code].frequency is Frequency.MONTHLY for code in codes)
