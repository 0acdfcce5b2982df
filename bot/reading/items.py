"""From pairs to items: the activity, the unit and the month of every figure, and its doubts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, Frequency, PlaceKind, Range
from bot.months import Month
from bot.reading.activities import MOST_CANDIDATES, Named, activity_names, means_something
from bot.reading.pairing import Pair, Paired
from bot.reading.shapes import Doubt, Fix, Histories, History, Item, OpenQuestion, Question, Said
from bot.reading.slips import is_just_like, slip_doubts

LARGEST = Decimal(10) ** 12  # base units; more is a slip whatever the activity
# Beside good figures what cannot be read and has no name is left over, not asked about.
UNNAMED_LEFT_OVER = frozenset(
    {"identity", "fraction", "range", "number", "unit", "which_activity", "negative", "too_long"}
)
COUNTERS = frozenset({"vehicle", "person", "head", "truckload", "tree"})
ANYTHING = frozenset({"box", "sack", "cylinder"})
OUT_OF_RANGE = frozenset({"high", "low", "first_high", "first_low", "baht"})
FINE_UNITS = frozenset({"tonne", "MWh", "GWh", "kL", "ML"})  # scales print three decimals of them
NEARLY_OVER = 25  # day of the month from which its figure may be known
IN_TOLD_UNIT = frozenset({"separator", "words", "multiplied"})  # doubts whose fixes are as typed


@dataclass(frozen=True, slots=True)
class Context:
    """What reading one message goes by."""

    catalogue: Catalogue
    today: date
    default_month: Month
    open_question: OpenQuestion | None
    place_kind: PlaceKind | None
    expected: tuple[str, ...]
    history: Histories
    peers: Mapping[tuple[str, str], Range]
    doubts: tuple[str, ...]

    def plausible(self, activity: Activity, kind: str) -> Range | None:
        """What a first value is compared with: the peers', else the catalogue's range."""
        known = self.peers.get((activity.code, kind))
        return known or (activity.range_for(self.place_kind) if self.place_kind else None)

    @property
    def asked_month(self) -> Month:
        return self.open_question.month if self.open_question else self.default_month


@dataclass(frozen=True, slots=True)
class Found:
    """`waiting` holds a figure whose activity must still be picked (question `which_activity`)."""

    items: tuple[Item, ...] = ()
    question: Question | None = None
    waiting: tuple[Item, ...] = ()
    left_over: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


class _Asked(Exception):
    """This figure cannot become an item without an answer."""

    def __init__(self, question: Question, waiting: Item | None = None) -> None:
        super().__init__(question.code)
        self.question = question
        self.waiting = waiting


def find_items(paired: Paired, context: Context) -> Found:
    """Every figure of a message. The first thing that must be asked comes with what is clear."""
    items: list[Item] = []
    asked: list[tuple[Pair | None, _Asked]] = []
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
            _refuse_unlikely(pair, item, paired)
            items.append(item)
        except _Asked as question:
            asked.append((pair, question))
    items, repeated = _without_repeated(items)
    asked += [(None, _Asked(question)) for question in repeated]
    if items or said:
        left_over += [one.question.fragment for _, one in asked if one.question.fragment]
        asked = [(pair, one) for pair, one in asked if not _is_left_over(pair, one.question)]
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


def _is_left_over(pair: Pair | None, question: Question) -> bool:
    """Whether it is told as not understood, without a question of its own."""
    if question.code == "identity":
        return True
    nameless = pair is not None and pair.named is None and not question.candidates
    return nameless and question.code in UNNAMED_LEFT_OVER


def _refuse_unlikely(pair: Pair, item: Item, paired: Paired) -> None:
    """`หวยงวดนี้ 123`: no unit, no sure name, words beside it, and unlike the usual: asked.

    So are `ข้าว 5 กล่อง`: boxes can hold anything, and a word says what.
    """
    named = pair.named is not None and pair.named.certain
    if named or pair.figure.nothing:
        return
    if pair.figure.unit:
        if pair.named is None and pair.words and ANYTHING.intersection(pair.figure.unit.codes):
            raise _Asked(Question("which_activity", pair.fragment))
        return
    talk = pair.figure.followed or any(map(means_something, paired.left_over))
    if talk and any(doubt.code in OUT_OF_RANGE for doubt in item.doubts):
        raise _Asked(Question("which_activity", pair.fragment))


def without_asides(pairs: Sequence[Pair], context: Context, left_over: list[str]) -> list[Pair]:
    """The pairs without numbers of other things beside a good figure: `320 ลิตร รถ 2 คัน`.

    A number without a unit that another word follows (`80 แกรม`) or a count of things (`2 คัน`) is
    no second figure where the first has the unit of what was asked or named; neither is the bill
    (`ค่าไฟ 15,230`) beside the units.
    """
    good = [pair for pair in pairs if _is_good(pair, context)]
    kept = []
    for pair in pairs:
        beside = [one for one in good if one is not pair]
        if (_same_thing(pair, beside, context) and _is_aside(pair, context)) or _is_bill(
            pair, pairs
        ):
            left_over.append(pair.fragment)
        else:
            kept.append(pair)
    return kept


def _same_thing(pair: Pair, good: Sequence[Pair], context: Context) -> bool:
    """Whether the figure is of nothing else than a good one beside it."""
    if pair.named is None:
        return bool(good)
    codes = _activity(pair, context, answers_question=True)[0]
    return any(_activity(one, context, answers_question=True)[0] == codes for one in good)


def _is_good(pair: Pair, context: Context) -> bool:
    unit = pair.figure.unit
    if unit is None or pair.figure.number.value is None or pair.figure.unclear:
        return False
    codes = _activity(pair, context, answers_question=True)[0]
    return any(unit.accepted_by(context.catalogue.activities[code]) for code in codes)


def _is_aside(pair: Pair, context: Context) -> bool:
    figure = pair.figure
    if figure.is_money or figure.nothing or figure.name:
        return False
    if figure.unit is not None:
        codes = _activity(pair, context, answers_question=True)[0]
        fits = any(figure.unit.accepted_by(context.catalogue.activities[code]) for code in codes)
        return not fits and bool(COUNTERS.intersection(figure.unit.codes))
    return figure.followed or figure.unclear in ("unit", "identity")


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


def _said(pairs: Sequence[Pair], context: Context, left_over: list[str]) -> tuple[Said, ...]:
    """Answers without a number whose activity is certain; others go to `left_over`."""
    kept: dict[tuple[str, str, Month], Said] = {}
    for pair in pairs:
        answer = pair.figure.answer
        if answer is None:
            continue
        codes, kind, doubts = _activity(pair, context, answers_question=False)
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
    codes, kind, doubts = _activity(pair, context, answers_question)
    if figure.is_money:
        raise _Asked(Question("money", pair.fragment, codes[:1]))
    if figure.unclear:
        raise _Asked(Question(figure.unclear, pair.fragment, codes[:1]))
    value = figure.number.value
    if value is None:
        raise _Asked(Question("number", pair.fragment))
    if month > Month.of(context.today):
        raise _Asked(Question("future_month", pair.fragment))
    if _is_unfinished(month, pair, codes, context):
        raise _Asked(Question("unfinished_month", pair.fragment))
    if pair.longer_period and _is_monthly(codes, context.catalogue):
        raise _Asked(Question("period", pair.fragment, codes[:1]))
    if len(codes) != 1:
        raise _which(pair, value, month, codes, context)
    activity = context.catalogue.activities[codes[0]]
    unit, unit_doubts = _unit(pair, activity, context)
    base = value * activity.conversions[unit] + _parts(pair, activity)
    if base >= LARGEST:
        raise _Asked(Question("too_large", pair.fragment))
    if figure.parts:
        unit, value = activity.unit, base
    history = context.history(activity.code, kind, month)
    slips = slip_doubts(activity, base, history, context.plausible(activity, kind))
    _ask_unclear(pair, activity, unit, kind, history, slips, context)
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


def _is_unfinished(month: Month, pair: Pair, codes: Sequence[str], context: Context) -> bool:
    """`ส.ค.` named on the third of August: its figure cannot be known yet."""
    if month != Month.of(context.today) or month == context.asked_month or pair.vague_month:
        return False
    return _is_monthly(codes, context.catalogue) and context.today.day < NEARLY_OVER


def _parts(pair: Pair, activity: Activity) -> Decimal:
    """What `กับ 3 รีม` adds, in base units."""
    total = Decimal(0)
    for value, unit in pair.figure.parts:
        accepted = unit.accepted_by(activity)
        if accepted is None:
            raise _Asked(Question("unit", pair.fragment, (activity.code,)))
        total += value * activity.conversions[accepted]
    return total


def _ask_unclear(
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
                raise _Asked(Question("separator", pair.fragment, (activity.code,)))
    unlike = any(doubt.code in OUT_OF_RANGE for doubt in slips)
    value = figure.number.value or Decimal(0)
    bill = figure.unit is None and "ค่า" in pair.words and value != 0
    if bill and not is_just_like(value, history):
        raise _Asked(Question("maybe_baht", pair.fragment, (activity.code,)))
    if any(doubt.code == "laughter" for doubt in figure.doubts) and (unlike or not history.values):
        raise _Asked(Question("laughter", pair.fragment, (activity.code,)))
    names = [alias for alias in activity.aliases if alias.isdigit()]
    if question and figure.unit is None and figure.text in names and not pair.words:
        raise _Asked(Question("no_number", pair.fragment, (activity.code,)))


def _is_monthly(codes: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a year's figure cannot be meant: all candidates are told month by month."""
    return all(catalogue.activities[code].frequency is Frequency.MONTHLY for code in codes)


def _distinct_doubts(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    kept: dict[str, Doubt] = {}
    for doubt in doubts:
        kept.setdefault(doubt.code, doubt)
    return tuple(kept.values())


def _which(
    pair: Pair, value: Decimal, month: Month, codes: tuple[str, ...], context: Context
) -> _Asked:
    """Several activities fit, or none: the person picks among the likeliest."""
    if not codes and not pair.words and context.open_question:
        return _Asked(Question("twice", pair.fragment, (context.open_question.activity,)))
    fitting = _by_unit(codes, pair, context)
    if not fitting and pair.words:
        likely = activity_names(context.catalogue).suggest(pair.words)
        fitting = _by_unit(likely, pair, context)
    if not fitting and pair.figure.unit:
        fitting = _by_unit(context.expected, pair, context)
    candidates = fitting[:MOST_CANDIDATES]
    waiting = (
        Item(candidates[0], value, "", None, "", month, fragment=pair.fragment)
        if candidates
        else None
    )
    return _Asked(Question("which_activity", pair.fragment, candidates), waiting)


def _activity(
    pair: Pair, context: Context, answers_question: bool
) -> tuple[tuple[str, ...], str, list[Doubt]]:
    """The activities meant, the kind, and what is doubtful about the name."""
    question, named = context.open_question, pair.named
    if named is None:
        if question and answers_question:
            return (question.activity,), question.kind, []
        return (), "", []
    doubts = [] if named.certain else [Doubt("near_name")]
    names = activity_names(context.catalogue)
    if question:
        kind = named.kind_of(question.activity)
        if kind is None and _could_be_asked(pair, named, question, context):
            kind, doubts = "", [Doubt("near_name")]
        if kind is not None:
            if _means_another_elsewhere(named, question, context):
                doubts = [Doubt("near_name")]
            kind = kind or names.kind_in(question.activity, pair.words) or question.kind
            return (question.activity,), kind, doubts
    codes = named.codes
    if len(codes) > 1:
        codes = _by_unit(codes, pair, context)
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


def _means_another_elsewhere(named: Named, question: OpenQuestion, context: Context) -> bool:
    """`เบนซิน 95`, asked about gasohol: the name of something else that only few places tell."""
    others = [code for code, _ in named.direct if code != question.activity]
    alone = bool(others) and not any(code in context.expected for code in others)
    same_unit = len(_units_of((*others, question.activity), context)) == 1
    return bool(context.expected) and alone and same_unit


def _could_be_asked(pair: Pair, named: Named, question: OpenQuestion, context: Context) -> bool:
    """`น้ำมัน` names several fuels: asked about the refuse trucks' (น้ำมันรถขยะ), it is that."""
    if len(named.codes) < 2 or len(_units_of((*named.codes, question.activity), context)) > 1:
        return False
    return activity_names(context.catalogue).stands_in(
        question.activity, pair.words or pair.figure.name
    )


def _units_of(codes: Iterable[str], context: Context) -> set[str]:
    return {context.catalogue.activities[code].unit for code in codes}


def _by_unit(codes: tuple[str, ...], pair: Pair, context: Context) -> tuple[str, ...]:
    """โซล่า 20 ลิตร is diesel, โซล่า 20 หน่วย is solar."""
    unit = pair.figure.unit
    if unit is None:
        return codes
    activities = context.catalogue.activities
    return tuple(code for code in codes if unit.accepted_by(activities[code]))


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
        raise _Asked(Question("unit_size", pair.fragment, (activity.code,)))
    raise _Asked(Question("unit", pair.fragment, (activity.code,)))


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
