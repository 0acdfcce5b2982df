"""From tokens to items: which number belongs to which activity, in which unit and month."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.catalogue import Activity, Catalogue, PlaceKind
from bot.months import Month
from bot.reading.activities import FILLER, MOST_CANDIDATES, Named, activity_names
from bot.reading.scanning import ESTIMATE, Figure, Scanner, Token, Words
from bot.reading.shapes import Doubt, Fix, Histories, Item, OpenQuestion, Question
from bot.reading.slips import slip_doubts

MOST_ITEMS = 60
LARGEST = Decimal(10) ** 12  # base units; more is a slip whatever the activity


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
    reordered: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`waiting` holds a figure whose activity must still be picked (question `which_activity`)."""

    items: tuple[Item, ...] = ()
    question: Question | None = None
    waiting: tuple[Item, ...] = ()
    left_over: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pair:
    figure: Figure
    named: Named | None
    month: Month | None
    fragment: str


class _Asked(Exception):
    """This figure cannot become an item without an answer."""

    def __init__(self, question: Question, waiting: Item | None = None) -> None:
        super().__init__(question.code)
        self.question = question
        self.waiting = waiting


def find_items(text: str, scanner: Scanner, context: Context) -> Found:
    """Every figure of a message. The first thing that must be asked comes with what is clear."""
    pairs: list[_Pair] = []
    left_over: list[str] = []
    month: Month | None = None
    carried: Named | None = None
    for line in text.replace(";", "\n").split("\n"):
        tokens = scanner.scan(line.replace("\t", "  "))
        months = [token for token in tokens if isinstance(token, Month)]
        if months and not any(isinstance(token, Figure) for token in tokens):
            month = months[0]
        line_pairs, line_left, carried = _pair(tokens, month, carried, context)
        pairs += line_pairs
        left_over += line_left
    return _items(pairs[:MOST_ITEMS], left_over, context)


def _pair(
    tokens: Sequence[Token], month: Month | None, carried: Named | None, context: Context
) -> tuple[list[_Pair], list[str], Named | None]:
    """Give every figure of a line the name beside it: before it, or all after them."""
    names = activity_names(context.catalogue)
    resolved = [names.resolve(t.text) if isinstance(t, Words) else None for t in tokens]
    figures = [index for index, token in enumerate(tokens) if isinstance(token, Figure)]
    months = [token for token in tokens if isinstance(token, Month)]
    if len(months) == 1:
        month = months[0]
    if not figures:
        named = next((name for name in resolved if name), None)
        left = [
            t.text for t, n in zip(tokens, resolved, strict=True) if isinstance(t, Words) and not n
        ]
        return [], left, named or None
    name_leads = any(resolved[index] for index in range(figures[0])) or carried is not None
    pairs, used, previous = [], set(), -1
    for position, index in enumerate(figures):
        following = figures[position + 1] if position + 1 < len(figures) else len(tokens)
        span = range(previous + 1, index) if name_leads else range(index + 1, following)
        named_at = [at for at in span if resolved[at]]
        named = resolved[named_at[-1]] if named_at else None
        if named is None and position == 0 and name_leads:
            named = carried
        used.update(named_at[-1:])
        near = [token for token in tokens[previous + 1 : index] if isinstance(token, Month)]
        if near and len(months) > 1:
            month = near[-1]
        figure = tokens[index]
        if isinstance(figure, Figure):
            pairs.append(_Pair(figure, named, month, _fragment(tokens, index)))
        previous = index
    left = [
        token.text
        for at, token in enumerate(tokens)
        if isinstance(token, Words) and at not in used and _means_something(token.text)
    ]
    return pairs, left, None


def _means_something(text: str) -> bool:
    return any(letter.isalnum() for letter in ESTIMATE.sub("", FILLER.sub("", text)))


def _fragment(tokens: Sequence[Token], index: int) -> str:
    return " ".join(
        token.text for token in tokens[max(0, index - 1) : index + 2] if isinstance(token, Words)
    )


def _items(pairs: Sequence[_Pair], left_over: list[str], context: Context) -> Found:
    items: list[Item] = []
    question: Question | None = None
    waiting: tuple[Item, ...] = ()
    for pair in pairs:
        try:
            items.append(_item(pair, context, alone=len(pairs) == 1))
        except _Asked as asked:
            if question is None:
                question = asked.question
                waiting = (asked.waiting,) if asked.waiting else ()
            if len(pairs) > 1 and asked.question.fragment:
                left_over.append(asked.question.fragment)
    items = _doubt_repeated(items)
    return Found(tuple(items), question, waiting, tuple(dict.fromkeys(left_over)))


def _item(pair: _Pair, context: Context, alone: bool) -> Item:
    figure = pair.figure
    if figure.unclear:
        raise _Asked(Question(figure.unclear, pair.fragment))
    value = figure.number.value
    if value is None:
        raise _Asked(Question("number", pair.fragment))
    month = pair.month or context.default_month
    if month > Month.of(context.today):
        raise _Asked(Question("future_month", pair.fragment))
    codes, kind, doubts = _activity(pair, context, alone)
    if len(codes) > 1:
        codes = _by_unit(codes, figure, context) or codes
    if len(codes) > 1:
        waiting = Item(codes[0], value, "", None, "", month, fragment=pair.fragment)
        candidates = tuple(codes[:MOST_CANDIDATES])
        raise _Asked(Question("which_activity", pair.fragment, candidates), waiting)
    if not codes:
        raise _Asked(Question("which_activity", pair.fragment))
    activity = context.catalogue.activities[codes[0]]
    unit, unit_doubts = _unit(figure, activity, context)
    base = value * activity.conversions[unit]
    if base >= LARGEST:
        raise _Asked(Question("too_large", pair.fragment))
    doubts += [*unit_doubts, *figure.number.doubts, *figure.doubts]
    if context.reordered:
        doubts.append(Doubt("reordered"))
    if month != _asked_month(context):
        doubts.append(Doubt("other_month"))
    history = context.history(activity.code, kind, month)
    plausible = activity.range_for(context.place_kind) if context.place_kind else None
    doubts += slip_doubts(activity, base, history, plausible)
    return Item(
        activity=activity.code,
        quantity=value,
        unit=unit,
        base_quantity=base,
        base_unit=activity.unit,
        month=month,
        kind=kind,
        estimated=figure.estimated,
        doubts=tuple(_in_base(doubt, activity, unit) for doubt in doubts),
        fragment=pair.fragment,
    )


def _activity(
    pair: _Pair, context: Context, alone: bool
) -> tuple[tuple[str, ...], str, list[Doubt]]:
    question = context.open_question
    if pair.named is None:
        if question and alone:
            return (question.activity,), question.kind, []
        return (), "", []
    codes = pair.named.codes
    doubts = [] if pair.named.certain else [Doubt("near_name")]
    if question and question.activity in codes:
        kind = pair.named.kind if len(codes) == 1 else ""
        return (question.activity,), kind or question.kind, doubts
    expected = tuple(code for code in codes if code in context.expected)
    return expected or codes, pair.named.kind if len(codes) == 1 else "", doubts


def _by_unit(codes: tuple[str, ...], figure: Figure, context: Context) -> tuple[str, ...]:
    """โซล่า 20 ลิตร is diesel, โซล่า 20 หน่วย is solar."""
    if figure.unit is None:
        return ()
    said = set(figure.unit.codes)
    activities = context.catalogue.activities
    return tuple(code for code in codes if said & activities[code].conversions.keys())


def _unit(figure: Figure, activity: Activity, context: Context) -> tuple[str, list[Doubt]]:
    if figure.money:
        raise _Asked(Question("money", candidates=(activity.code,)))
    if figure.unit is None:
        question = context.open_question
        asked = question is not None and question.activity == activity.code
        return activity.unit, [] if asked or figure.number.value == 0 else [Doubt("no_unit")]
    if "baht" in figure.unit.codes:
        raise _Asked(Question("money", candidates=(activity.code,)))
    accepted = [code for code in figure.unit.codes if code in activity.conversions]
    if accepted:
        return accepted[0], [Doubt("near_unit")] if figure.unit.near else []
    if any(code in activity.asks_for for code in figure.unit.codes):
        raise _Asked(Question("unit_size", candidates=(activity.code,)))
    raise _Asked(Question("unit", candidates=(activity.code,)))


def _in_base(doubt: Doubt, activity: Activity, unit: str) -> Doubt:
    """Fixes of the number's own doubts are in the told unit; they are offered in base units."""
    if doubt.code not in ("separator", "words"):
        return doubt
    ratio = activity.conversions[unit]
    fixes = tuple(
        Fix(fix.code, fix.base_quantity * ratio) for fix in doubt.fixes if fix.base_quantity
    )
    return replace(doubt, fixes=fixes)


def _asked_month(context: Context) -> Month:
    return context.open_question.month if context.open_question else context.default_month


def _doubt_repeated(items: list[Item]) -> list[Item]:
    """Two figures for one cell in one message: neither is taken silently."""
    cells = [(item.activity, item.kind, item.month) for item in items]
    return [
        replace(item, doubts=(*item.doubts, Doubt("twice"))) if cells.count(cell) > 1 else item
        for item, cell in zip(items, cells, strict=True)
    ]


def zero_item(question: OpenQuestion, catalogue: Catalogue, history: Histories) -> Item:
    """`None` in answer to the open question, with the doubt of a sudden zero."""
    activity = catalogue.activities[question.activity]
    zero = Decimal(0)
    past = history(activity.code, question.kind, question.month)
    return Item(
        activity=activity.code,
        quantity=zero,
        unit=activity.unit,
        base_quantity=zero,
        base_unit=activity.unit,
        month=question.month,
        kind=question.kind,
        doubts=slip_doubts(activity, zero, past, None),
    )
