"""Dating: which month each figure is told for."""

from collections.abc import Sequence

from bot.months import Month, months_between
from bot.reading.pairs import Paired
from bot.reading.shapes import Doubt
from bot.reading.tokens import NamedMonth, Token, Words


def name_all_months(paired: Paired) -> None:
    """`Apr 340 / May 310 / Jun 325 litres diesel`: one name for a figure of every month."""
    named = {pair.named.codes: pair for pair in paired.pairs if pair.named}
    months = {pair.month for pair in paired.pairs}
    if len(named) != 1 or None in months or len(months) != len(paired.pairs):
        return
    (known,) = named.values()
    for pair in paired.pairs:
        if pair.named is None and not pair.words:
            pair.named, pair.words = known.named, known.words
            pair.figure.unit = pair.figure.unit or known.figure.unit


def give_months(lines: Sequence[Sequence[Token]], done: Paired) -> None:
    """One month in the message is every figure's; of several the one said before (or after)."""
    distinct = set(done.months)
    if len(distinct) == 1:
        vague = any(isinstance(t, NamedMonth) and t.vague for line in lines for t in line)
        for pair in done.pairs:
            pair.month, pair.vague_month = done.months[0], vague
        return
    if len(distinct) > 1 and len(done.pairs) == 1 and not done.answers:
        done.pairs[0].month = done.months[-1]
        done.pairs[0].figure.doubts.append(Doubt("months"))
        # a billing period touches two months; from January to March is a sum of three
        done.pairs[0].longer_period = max(distinct) > min(distinct) + 1
        if any(doubt.code == "sum" for doubt in done.pairs[0].figure.number.doubts):
            done.pairs[0].longer_period = True  # มิ.ย. และ ก.ค. 3,010 และ 3,045: a figure each
        return
    span = months_between(done.months[0], done.months[-1]) if len(done.months) == 2 else ()
    if len(span) == len(done.pairs) > 2:  # ม.ค.-มิ.ย. and six figures
        for pair, one in zip(done.pairs, span, strict=True):
            pair.month = one
        return
    stream = [token for line in lines for token in line if not isinstance(token, Words)]
    leading = bool(stream) and isinstance(stream[0], NamedMonth)
    month: Month | None = None
    given: dict[int, Month | None] = {}
    for token in stream if leading else reversed(stream):
        if isinstance(token, NamedMonth):
            month = token.month
        else:
            given[id(token)] = month
    for pair in done.pairs:
        pair.month = pair.month or given.get(id(pair.figure))
