"""From pairs to items: the activity, the unit and the month of every figure, and its doubts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.catalogue import Activity
from bot.months import Month
from bot.reading.beside import is_left_over, refuse_unlikely, rival_of, without_asides
from bot.reading.choosing import activity_of, which
from bot.reading.context import Asked, Context
from bot.reading.pairs import Pair, Paired
from bot.reading.shapes import Doubt, Fix, Item, OpenQuestion, Question, Said
from bot.reading.slips import slip_doubts
from bot.reading.unclear import ask_unclear, is_monthly, is_unfinished

LARGEST = Decimal(10) ** 12  # base units; more is a slip whatever the activity
IN_TOLD_UNIT = frozenset({"separator", "words", "multiplied"})  # doubts whose fixes are as typed


@dataclass(frozen=True, slots=True)
class Found:
    """`waiting` holds a figure whose activity must still be picked (question `which_activity`)."""

    items: tuple[Item, ...] = ()
    question: Question | None = None
    waiting: tuple[Item, ...] = ()
    left_over: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


def find_items(paired: Paired, context: Context) -> Found:
    """Every figure of a message. The first thing that must be asked comes with what is clear."""
    items: list[Item] = []
    asked: list[tuple[Pair | None, Asked]] = []
    left_over = list(paired.left_over)
    said = _said(paired.pairs, context, left_over)
    pairs = [pair for pair in paired.pairs if pair.figure.answer is None]
    pairs = without_asides(pairs, context, left_over)
    unnamed = [pair for pair in pairs if pair.named is None]
    answer_all = len({pair.month for pair in unnamed if pair.month}) == len(unnamed)
    for pair in pairs:
        try:
            bare = not pair.words or len(pairs) == 1
            answers = bare and (len(unnamed) == 1 or answer_all)
            item = _item(pair, context, answers_question=answers)
            refuse_unlikely(pair, item, paired)
            items.append(item)
        except Asked as question:
            asked.append((pair, question))
    if len(items) == 1 and (rival := rival_of(items[0], asked, context)):
        items, asked = [], [(None, Asked(rival)), *asked]
    items, repeated = _without_repeated(items)
    asked += [(None, Asked(question)) for question in repeated]
    if items or said:
        left_over += [one.question.fragment for _, one in asked if one.question.fragment]
        asked = [(pair, one) for pair, one in asked if not is_left_over(pair, one.question)]
    told = {(item.activity, item.kind, item.month) for item in items}
    beside = [one for one in said if (one.activity, one.kind, one.month) in told]
    said = tuple(one for one in said if one not in beside)
    left_over += [one.fragment for one in beside]  # เท่าเดิม 3,010: the figure counts
    first = asked[0][1] if asked else None
    if first is None and not pairs and not (items or said):
        return Found(question=_no_number(paired), left_over=_distinct(left_over))
    return Found(
        tuple(items),
        first.question if first else None,
        (first.waiting,) if first and first.waiting else (),
        _distinct(left_over),
        said,
    )


def _said(pairs: Sequence[Pair], context: Context, left_over: list[str]) -> tuple[Said, ...]:
    """Answers without a number whose activity is certain; others go to `left_over`."""
    kept: dict[tuple[str, str, Month], Said] = {}
    for pair in pairs:
        answer = pair.figure.answer
        if answer is None:
            continue
        codes, kind, doubts = activity_of(pair, context, answers_question=False)
        inside = pair.named is not None and pair.named.inside
        if len(codes) != 1 or (not inside and any(d.code == "near_name" for d in doubts)):
            left_over.append(pair.fragment)
            continue
        month = pair.month or context.asked_month
        told = Said(codes[0], month, answer.outcome, kind, answer.notation, pair.fragment)
        kept.setdefault((codes[0], kind, month), told)
    return tuple(kept.values())


def _distinct(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _no_number(paired: Paired) -> Question | None:
    """Only an activity was named: its number is asked for."""
    named = [one for one in paired.named if one.certain]
    if len(named) != 1 or len(named[0].codes) != 1 or paired.left_over:
        return None
    return Question("no_number", candidates=named[0].codes)


def _item(pair: Pair, context: Context, answers_question: bool) -> Item:
    figure = pair.figure
    month = pair.month or context.asked_month
    codes, kind, doubts = activity_of(pair, context, answers_question)
    if figure.is_money:
        raise Asked(Question("money", pair.fragment, codes[:1]))
    if figure.unclear:
        raise Asked(Question(figure.unclear, pair.fragment, codes[:1]))
    value = figure.number.value
    if value is None:
        raise Asked(Question("number", pair.fragment))
    if month > Month.of(context.today):
        raise Asked(Question("future_month", pair.fragment))
    if is_unfinished(month, pair, codes, context):
        raise Asked(Question("unfinished_month", pair.fragment))
    if pair.longer_period and is_monthly(codes, context.catalogue):
        raise Asked(Question("period", pair.fragment, codes[:1]))
    if len(codes) != 1:
        raise which(pair, value, month, codes, context)
    activity = context.catalogue.activities[codes[0]]
    if _sounds_alike_only(pair, activity, context):
        raise which(pair, value, month, (), context)
    unit, unit_doubts = _unit(pair, activity, context)
    base = value * activity.conversions[unit] + _parts(pair, activity)
    if base >= LARGEST:
        raise Asked(Question("too_large", pair.fragment))
    if figure.parts:
        unit, value = activity.unit, base
    history = context.history(activity.code, kind, month)
    slips = slip_doubts(activity, base, history, context.plausible(activity, kind))
    ask_unclear(pair, activity, unit, kind, history, slips, context)
    doubts += [*unit_doubts, *figure.number.doubts, *figure.doubts]
    doubts += [Doubt(code) for code in context.doubts]
    if month != context.asked_month or pair.vague_month:
        doubts.append(Doubt("other_month"))
    if figure.estimated:
        doubts.append(Doubt("estimated"))
    if activity.kinds and not kind:
        doubts.append(Doubt("no_kind"))
    doubts += slips
    return Item(
        activity=activity.code,
        quantity=value,
        unit=unit,
        base_quantity=base,
        base_unit=activity.unit,
        month=month,
        kind=kind,
        estimated=figure.estimated,
        doubts=_distinct_doubts(_in_base(doubt, activity, unit) for doubt in doubts),
        fragment=pair.fragment,
    )


def _sounds_alike_only(pair: Pair, activity: Activity, context: Context) -> bool:
    """`รถดับเพลิง 45 ลิตร`: neither the name nor the unit is that of ถังดับเพลิง, nor is it asked."""
    if pair.named is None or pair.named.certain or pair.figure.unit is None:
        return False
    asked = not context.expected or activity.code in context.expected
    return not asked and pair.figure.unit.accepted_by(activity) is None


def _parts(pair: Pair, activity: Activity) -> Decimal:
    """What `กับ 3 รีม` adds, in base units."""
    total = Decimal(0)
    for value, unit in pair.figure.parts:
        accepted = unit.accepted_by(activity)
        if accepted is None:
            raise Asked(Question("unit", pair.fragment, (activity.code,)))
        total += value * activity.conversions[accepted]
    return total


def _distinct_doubts(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    kept: dict[str, Doubt] = {}
    for doubt in doubts:
        kept.setdefault(doubt.code, doubt)
    return tuple(kept.values())


def _unit(pair: Pair, activity: Activity, context: Context) -> tuple[str, list[Doubt]]:
    unit, question = pair.figure.unit, context.open_question
    if unit is None:
        doubts = []
        if "ค่า" in pair.words and pair.figure.number.value != 0:
            doubts.append(Doubt("maybe_baht", (Fix("baht"),)))
        asked = question is not None and question.activity == activity.code
        if not asked and pair.figure.number.value != 0:
            doubts.append(Doubt("no_unit"))
        return activity.unit, doubts
    accepted = unit.accepted_by(activity)
    if accepted:
        doubts = [Doubt("near_unit")] if unit.near else []
        return accepted, [*doubts, unit.doubt] if unit.doubt else doubts
    if any(code in activity.asks_for for code in unit.codes):
        raise Asked(Question("unit_size", pair.fragment, (activity.code,)))
    raise Asked(Question("unit", pair.fragment, (activity.code,)))


def _in_base(doubt: Doubt, activity: Activity, unit: str) -> Doubt:
    """Fixes of the number's own doubts are in the told unit; they are offered in base units."""
    if doubt.code not in IN_TOLD_UNIT:
        return doubt
    ratio = activity.conversions[unit]
    fixes = tuple(
        Fix(fix.code, fix.base_quantity * ratio)
        for fix in doubt.fixes
        if fix.base_quantity is not None
    )
    return replace(doubt, fixes=fixes)


def _without_repeated(items: list[Item]) -> tuple[list[Item], list[Question]]:
    """Two figures for one cell in one message: the same twice counts once, others are asked."""
    cells: dict[tuple[str, str, Month | None], list[Item]] = {}
    for item in items:
        cells.setdefault((item.activity, item.kind, item.month), []).append(item)
    kept: list[Item] = []
    questions: list[Question] = []
    for (activity, _, _), same in cells.items():
        if len({item.base_quantity for item in same}) > 1:
            told = " · ".join(item.fragment for item in same)
            questions.append(Question("twice", told, (activity,)))
            continue
        first = same[0]
        doubts = (*first.doubts, Doubt("twice")) if len(same) > 1 else first.doubts
        kept.append(replace(first, doubts=doubts))
    return kept, questions


def zero_item(context: Context, question: OpenQuestion) -> Item:
    """`None` in answer to the open question, with the doubt of a sudden zero."""
    activity = context.catalogue.activities[question.activity]
    zero = Decimal(0)
    past = context.history(activity.code, question.kind, question.month)
    doubts = (*slip_doubts(activity, zero, past, None), *map(Doubt, context.doubts))
    return Item(
        activity=activity.code,
        quantity=zero,
        unit=activity.unit,
        base_quantity=zero,
        base_unit=activity.unit,
        month=question.month,
        kind=question.kind,
        doubts=doubts,
    )
