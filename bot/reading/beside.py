"""Beside: numbers that stand by a good figure and are none themselves, or could be its rival."""

from collections.abc import Sequence

from bot.reading.activities import means_something
from bot.reading.choosing import activity_of
from bot.reading.context import Asked, Context
from bot.reading.pairs import Pair, Paired
from bot.reading.shapes import Item, Question
from bot.reading.slips import OUT_OF_RANGE

COUNTERS = frozenset({"vehicle", "person", "head", "truckload", "tree"})
# Beside good figures what cannot be read and has no name is left over, not asked about.
UNNAMED_LEFT_OVER = frozenset(
    {"identity", "fraction", "range", "number", "unit", "which_activity", "negative", "too_long"}
)
ANYTHING = frozenset({"box", "sack", "cylinder"})


def without_asides(pairs: Sequence[Pair], context: Context, left_over: list[str]) -> list[Pair]:
    """The pairs without numbers of other things beside a good figure: `320 ลิตร รถ 2 คัน`.

    A number without a unit that another word follows (`80 แกรม`) or a count of things (`2 คัน`) is
    no second figure where the first has the unit of what was asked or named; neither is the bill
    (`ค่าไฟ 15,230`) beside the units.
    """
    codes = {id(pair): activity_of(pair, context, answers_question=True)[0] for pair in pairs}
    units = {id(pair): _takes_unit(pair, codes[id(pair)], context) for pair in pairs}
    good = [pair for pair in pairs if units[id(pair)] and not pair.figure.unclear]
    told = {codes[id(pair)] for pair in good}
    kept = []
    for pair in pairs:
        beside = len(good) > (1 if pair in good else 0)
        same = beside and (pair.named is None or codes[id(pair)] in told)
        if (same and _is_aside(pair, units[id(pair)])) or _is_bill(pair, pairs):
            if not _counts_vehicles(pair):
                left_over.append(pair.fragment)
        else:
            kept.append(pair)
    return kept


def _takes_unit(pair: Pair, codes: Sequence[str], context: Context) -> bool:
    """Whether the figure stands in a unit of what it can be told for."""
    unit = pair.figure.unit
    if unit is None or pair.figure.number.value is None:
        return False
    return any(unit.accepted_by(context.catalogue.activities[code]) for code in codes)


def _is_aside(pair: Pair, takes_unit: bool) -> bool:
    figure = pair.figure
    if figure.is_money or figure.nothing or figure.name:
        return False
    if figure.unit is not None:
        return not takes_unit and bool(COUNTERS.intersection(figure.unit.codes))
    return figure.followed or figure.unclear in ("unit", "identity")


def _counts_vehicles(pair: Pair) -> bool:
    """`320 ลิตร รถ 2 คัน`: how many used it changes nothing."""
    unit = pair.figure.unit
    return unit is not None and unit.codes == ("vehicle",) and pair.words.strip() in ("", "รถ")


def _is_bill(pair: Pair, pairs: Sequence[Pair]) -> bool:
    if pair.figure.unit or "ค่า" not in pair.words or pair.named is None:
        return False
    named = set(pair.named.codes)
    return any(
        other is not pair
        and other.named is not None
        and named.intersection(other.named.codes)
        and (other.figure.unit or "ค่า" not in other.words)
        and other.month == pair.month
        for other in pairs
    )


def rival_of(
    item: Item, asked: Sequence[tuple[Pair | None, Asked]], context: Context
) -> Question | None:
    """`ดีเซล 80 ลิตร … 75 ลิตร`: another figure without a name that could be the same thing's."""
    activity = context.catalogue.activities[item.activity]
    for pair, question in asked:
        if question.question.code == "unit_size" and item.activity in question.question.candidates:
            return question.question  # แก๊ส 1 ถัง 15: of fifteen kilograms?
        if pair is None or pair.named is not None or pair.figure.number.value is None:
            continue
        if pair.figure.unclear:
            continue
        unit = pair.figure.unit
        alike = any(doubt.code == "no_unit" for doubt in item.doubts)
        if unit.accepted_by(activity) if unit else alike:
            return Question("twice", f"{item.fragment} · {pair.fragment}", (item.activity,))
    return None


def is_left_over(pair: Pair | None, question: Question) -> bool:
    """Whether it is told as not understood, without a question of its own."""
    if question.code == "identity":
        return True
    nameless = pair is not None and pair.named is None
    if pair and nameless and pair.figure.nothing:
        return True  # ที่เหลือไม่มี
    nameless &= not question.candidates
    return nameless and question.code in UNNAMED_LEFT_OVER


def refuse_unlikely(pair: Pair, item: Item, paired: Paired) -> None:
    """`หวยงวดนี้ 123`: no unit, no sure name, words beside it, and unlike the usual: asked.

    So are `ข้าว 5 กล่อง`: boxes can hold anything, and a word says what.
    """
    named = pair.named is not None and pair.named.certain
    if named or pair.figure.nothing:
        return
    if pair.figure.unit:
        if pair.named is None and pair.words and ANYTHING.intersection(pair.figure.unit.codes):
            raise Asked(Question("which_activity", pair.fragment))
        return
    talk = pair.figure.followed or any(map(means_something, paired.left_over))
    if talk and any(doubt.code in OUT_OF_RANGE for doubt in item.doubts):
        raise Asked(Question("which_activity", pair.fragment))
