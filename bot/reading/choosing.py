"""Choosing: which activity and kind a figure is told for, by its name, unit and the question."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.months import Month
from bot.reading.activities import MOST_CANDIDATES, Named, activity_names
from bot.reading.context import Asked, Context
from bot.reading.pairs import Pair
from bot.reading.shapes import Doubt, Item, OpenQuestion, Question


def activity_of(
    pair: Pair, context: Context, answers_question: bool
) -> tuple[tuple[str, ...], str, list[Doubt]]:
    """The activities meant, the kind, and what is doubtful about the name."""
    question, named = context.open_question, pair.named
    elsewhere = question and named and pair.figure.nothing and _is_talk(named, question, context)
    if named is None or elsewhere:
        if question and (answers_question or elsewhere):
            return (question.activity,), question.kind, []
        return (), "", []
    doubts = [] if named.certain else [Doubt("near_name")]
    names = activity_names(context.catalogue)
    if question:
        kind = named.kind_of(question.activity)
        if kind is None and _could_be_asked(named, question, context):
            kind, doubts = "", [Doubt("near_name")]
        if kind is not None:
            if _means_another_elsewhere(named, question, context):
                doubts = [Doubt("near_name")]
            kind = kind or names.kind_in(question.activity, pair.words) or question.kind
            return (question.activity,), kind, doubts
    codes = named.codes
    if question and _may_be_asked(pair, named, question, context):
        return (question.activity, *codes), "", doubts  # ประปา, asked about its pumps: which?
    if len(codes) > 1:
        codes = by_unit(codes, pair, context)
        expected = tuple(code for code in codes if code in context.expected)
        codes = tuple(dict.fromkeys([*expected, *codes]))
        if len(expected) == 1 and len(_units_of(codes, context)) == 1:
            codes = expected  # the other is nothing this place tells
    kind = named.kind_of(codes[0]) if len(codes) == 1 else None
    if len(codes) == 1:
        kind = kind or names.kind_in(codes[0], pair.words)
    if question and question.activity not in codes and len(codes) == 1:
        doubts.append(Doubt("other_activity"))
    return codes, kind or "", doubts


def _is_talk(named: Named, question: OpenQuestion, context: Context) -> bool:
    """`ไม่มีโรงงาน`, asked about coal: what there is none of is nothing this place tells."""
    told = {question.activity, *context.expected}
    return bool(context.expected) and not told.intersection(named.codes)


def _means_another_elsewhere(named: Named, question: OpenQuestion, context: Context) -> bool:
    """`เบนซิน 95`, asked about gasohol: the name of something else that only few places tell."""
    others = [code for code, _ in named.direct if code != question.activity]
    alone = bool(others) and not any(code in context.expected for code in others)
    same_unit = len(_units_of((*others, question.activity), context)) == 1
    return bool(context.expected) and alone and same_unit


def _could_be_asked(named: Named, question: OpenQuestion, context: Context) -> bool:
    """`น้ำมัน` names several fuels: asked about the refuse trucks' (น้ำมันรถขยะ), it is that."""
    if len(named.codes) < 2 or len(_units_of((*named.codes, question.activity), context)) > 1:
        return False
    return activity_names(context.catalogue).stands_in(question.activity, named.name)


def _may_be_asked(pair: Pair, named: Named, question: OpenQuestion, context: Context) -> bool:
    """A name that is part of a longer one of what was asked, in a unit that both take."""
    unit, activities = pair.figure.unit, context.catalogue.activities
    asked = activities[question.activity]
    if named.certain or len(named.codes) != 1 or (unit and not unit.accepted_by(asked)):
        return False
    return activity_names(context.catalogue).stands_in(asked.code, named.name)


def _units_of(codes: Iterable[str], context: Context) -> set[str]:
    return {context.catalogue.activities[code].unit for code in codes}


def by_unit(codes: tuple[str, ...], pair: Pair, context: Context) -> tuple[str, ...]:
    """โซล่า 20 ลิตร is diesel, โซล่า 20 หน่วย is solar."""
    unit = pair.figure.unit
    if unit is None:
        return codes
    activities = context.catalogue.activities
    return tuple(code for code in codes if unit.accepted_by(activities[code]))


def _asked_first(codes: Sequence[str], pair: Pair, context: Context) -> tuple[str, ...]:
    """What is asked of such a place before what only sounds alike."""
    alike = [code for code in codes if code in context.expected]
    by_their_unit = by_unit(context.expected, pair, context) if pair.figure.unit else ()
    return tuple(dict.fromkeys([*alike, *by_their_unit, *codes]))


def which(
    pair: Pair, value: Decimal, month: Month, codes: tuple[str, ...], context: Context
) -> Asked:
    """Several activities fit, or none: the person picks among the likeliest."""
    if not codes and not pair.words and context.open_question:
        return Asked(Question("twice", pair.fragment, (context.open_question.activity,)))
    fitting = by_unit(codes, pair, context)
    if not fitting and pair.words:
        likely = activity_names(context.catalogue).suggest(pair.words)
        fitting = _asked_first(by_unit(likely, pair, context), pair, context)
    if not fitting and pair.figure.unit:
        told_in = pair.figure.unit.codes
        fitting = by_unit(context.expected, pair, context)
        activities = context.catalogue.activities  # 145 คิว: water rather than diesel by the m³
        fitting = tuple(sorted(fitting, key=lambda code: activities[code].unit not in told_in))
    candidates = fitting[:MOST_CANDIDATES]
    waiting = (
        Item(candidates[0], value, "", None, "", month, fragment=pair.fragment)
        if candidates
        else None
    )
    return Asked(Question("which_activity", pair.fragment, candidates), waiting)
