"""Tidying: what a message says twice, takes back, adds up or pays for, before names are given."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.reading.activities import ActivityNames, means_something
from bot.reading.shapes import Doubt
from bot.reading.tokens import Figure, NamedMonth, Token, Words
from bot.reading.told_months import with_months_told_apart, without_denied_months

FEWEST_PARTS = 2
_TOTAL = re.compile(r"(?:รวม(?:ทั้งหมด|ทั้งสิ้น|เป็น|ได้)*|ทั้งหมด|ทั้งสิ้น|total|sum)[\s:=]*$", re.IGNORECASE)
_RESULT = re.compile(
    r"(?:รวม|ทั้งหมด|ทั้งสิ้น|ใช้ไป|ใช้|คิดเป็น|เท่ากับ|เป็น|ผลต่าง|ส่วนต่าง|หน่วย|total|used|usage|use"
    r"|is)[\s:=ๆ]*$",
    re.IGNORECASE,
)
_BREAKDOWN = re.compile(
    r"[(\[]|แบ่งเป็น|แยกเป็น|ประกอบด้วย|ได้แก่|\b(?:of which|made up of)\b", re.IGNORECASE
)
_TAKEN_BACK = re.compile(
    r"ของจริง|จริงๆ(?:แล้ว)?|ที่ถูก(?:ต้อง)?(?:คือ|เป็น)?|(?<!พิมพ์)ผิด|เอ้ย|เอ๊ย|อุ๊ย|ไม่ใช่(?:สิ|ซิ)|ขอโทษ(?:ที)?"
    r"|โทษที|พิมพ์ผิด|แก้เป็น|\b(?:sorry|oops|i mean|(?:no |oh )?wait(?: no)?"
    r"|actually)\b",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(r"อีก\s*$|\banother\s*$", re.IGNORECASE)
_ADDED = re.compile(
    r"(?:เพิ่ม(?:อีก|เติม|ขึ้น|มา)*|อีก|บวกเพิ่ม|\b(?:extra|additional|another|plus|add))\s*$", re.IGNORECASE
)
# `ลดจากเดือนก่อน 200`: a difference to another month; `ลดลงเหลือ 230` is the figure itself.
_COMPARED = re.compile(
    r"(?:ลด|เพิ่ม(?=ขึ้น|จาก)|มากกว่า|น้อยกว่า|สูงกว่า|ต่ำกว่า|(?:มาก|น้อย|สูง|ต่ำ)ขึ้น|ต่างจาก|ห่างจาก)(?:ลง|ขึ้น"
    r"|ไป|จาก|กว่า|ประมาณ|อีก|\s)*$"
    r"|\b(?:more than|less than|up|down|increased?|decreased?|reduced?)(?: by| from| than|\s)*$",
    re.IGNORECASE,
)
_WORKED_OUT = frozenset({"product", "sum", "meter", "fraction"})


class Tidier:
    """Works on the tokens of a whole message; what is left has one figure for each thing said."""

    def __init__(self, names: ActivityNames) -> None:
        self._names = names

    def tidied(self, lines: list[list[Token]]) -> list[list[Token]]:
        lines = [self._without_taken_back(_without_restated(line)) for line in lines]
        lines = _without_money(_without_days(lines))
        lines = with_months_told_apart(without_denied_months(lines))
        lines = [self._with_results(self._with_one_more(line)) for line in lines]
        lines = _without_differences(lines)
        _doubt_additions(lines)
        return self._without_parts(lines)

    def _without_taken_back(self, line: list[Token]) -> list[Token]:
        """`320 เอ้ย 230 ลิตร`: the later one counts; `230 ไม่ใช่ 320`: the one that is not denied."""
        figures = [token for token in line if isinstance(token, Figure)]
        if any(figure.denied for figure in figures) and not all(f.denied for f in figures):
            line = [token for token in line if not (isinstance(token, Figure) and token.denied)]
            for figure in figures:
                figure.doubts.append(Doubt("taken_back"))
        kept: list[Token] = []
        for token in line:
            slip, before = _last_two(kept)
            if isinstance(token, Figure) and before and slip and self._only(_TAKEN_BACK, slip):
                token.unit = token.unit or before.unit
                token.doubts.append(Doubt("taken_back"))
                del kept[-2:]
            kept.append(token)
        return kept

    def _with_one_more(self, line: list[Token]) -> list[Token]:
        """`3 ไร่ วันที่ 20 อีก 5 ไร่`: one more of the same is added."""
        kept: list[Token] = []
        for token in line:
            words, before = _last_two(kept)
            if (
                isinstance(token, Figure)
                and before
                and words
                and self._only(_ONE_MORE, words)
                and _addable(before, token)
            ):
                _add(before, token)
                kept.pop()
                continue
            kept.append(token)
        return kept

    def _with_results(self, line: list[Token]) -> list[Token]:
        """`12 เที่ยวละ 5 ตัน รวม 60 ตัน`, `58,210 > 60,655 ใช้ไป 2,445`: the result, said too."""
        kept: list[Token] = []
        for token in line:
            words, before = _last_two(kept)
            if (
                isinstance(token, Figure)
                and before
                and words
                and self._only(_RESULT, words)
                and _is_worked_out(before)
            ):
                if token.number.value != before.number.value:
                    before.unclear = before.unclear or "arithmetic"
                before.unit = token.unit or before.unit
                before.text = f"{before.text} {words.text} {token.text}"
                kept.pop()
                continue
            kept.append(token)
        return kept

    def _only(self, pattern: re.Pattern[str], words: Words) -> bool:
        """Whether the words hold the pattern, and nothing else that means something."""
        found = pattern.search(words.text)
        return bool(found) and not means_something(pattern.sub("", words.text))

    def _without_parts(self, lines: list[list[Token]]) -> list[list[Token]]:
        """`อาคาร 1 1,200 อาคาร 2 2,096 รวม 3,296`: parts of one thing and their total, which agree.

        Only the total counts then; parts that are activities of their own are left as they are.
        """
        tokens = [token for line in lines for token in line]
        figures = [token for token in tokens if isinstance(token, Figure) and not token.answer]
        total = _total_of(tokens, figures)
        if total is None:
            return lines
        parts = [figure for figure in figures if figure is not total]
        named = {
            one.codes
            for token in tokens
            if isinstance(token, Words) and (one := self._names.resolve(token.text))
        }
        months = {token.month for token in tokens if isinstance(token, NamedMonth)}
        units = {figure.unit.codes for figure in figures if figure.unit}
        if len(named) > 1 or len(units) > 1 or len(months) > 1:
            return lines
        total.unit = total.unit or next((part.unit for part in parts if part.unit), None)
        total.doubts.append(Doubt("total"))
        kept = [token for token in tokens if token is total or not isinstance(token, Figure)]
        words = [token for token in kept if isinstance(token, Words)]
        names = [token for token in words if self._names.resolve(token.text)]
        return [[*[t for t in kept if isinstance(t, NamedMonth)][:1], *names[:1], total]]


def _total_of(tokens: Sequence[Token], figures: Sequence[Figure]) -> Figure | None:
    """The figure that is called the sum of all others, and is."""
    if len(figures) <= FEWEST_PARTS:
        return None
    last, first = figures[-1], figures[0]
    for total, parts, called in (
        (last, figures[:-1], _TOTAL.search(_words_before(tokens, last))),
        (first, figures[1:], _BREAKDOWN.search(_words_before(tokens, figures[1]))),
    ):
        values = [part.number.value for part in parts]
        if not called or total.number.value is None or any(value is None for value in values):
            continue
        if sum(value for value in values if value is not None) == total.number.value:
            return total
    return None


def _words_before(tokens: Sequence[Token], figure: Figure) -> str:
    at = next(at for at, token in enumerate(tokens) if token is figure)
    before = tokens[at - 1] if at else None
    return before.text if isinstance(before, Words) else ""


def _last_two(kept: Sequence[Token]) -> tuple[Words | None, Figure | None]:
    """The words just read and the figure right before them."""
    words = kept[-1] if kept else None
    before = kept[-2] if len(kept) > 1 else None
    return (
        words if isinstance(words, Words) else None,
        before if isinstance(before, Figure) and before.answer is None else None,
    )


def _is_worked_out(figure: Figure) -> bool:
    return any(doubt.code in _WORKED_OUT for doubt in figure.number.doubts)


def _addable(first: Figure, second: Figure) -> bool:
    same = first.unit and second.unit and first.unit.codes == second.unit.codes
    return bool(same) and None not in (first.number.value, second.number.value)


def _add(first: Figure, second: Figure) -> None:
    total = (first.number.value or Decimal(0)) + (second.number.value or Decimal(0))
    doubts = dict.fromkeys(
        Doubt(doubt.code) for doubt in (*first.number.doubts, *second.number.doubts, Doubt("sum"))
    )
    first.number = replace(first.number, value=total, doubts=tuple(doubts))
    first.text = f"{first.text} + {second.text}"


def _without_differences(lines: list[list[Token]]) -> list[list[Token]]:
    """`4,108 ลดจากเดือนก่อน 200 หน่วย`: 200 is said of the difference, with the month it is to.

    Where it is all that is told, the figure itself is asked for.
    """
    figures = [token for line in lines for token in line if isinstance(token, Figure)]
    compared = {id(figure) for line in lines for figure in _compared(line)}
    alone = len(compared) == len(figures)
    for figure in figures:
        if id(figure) in compared:
            figure.unclear = figure.unclear or "difference"
    if not compared or alone:
        return lines
    return [
        [token for at, token in enumerate(line) if not _is_compared(line, at, compared)]
        for line in lines
    ]


def _compared(line: Sequence[Token]) -> list[Figure]:
    """The figures of a line that words of comparison lead to, past a month's name."""
    found = []
    before: Token | None = None
    for token in line:
        if isinstance(token, Figure) and isinstance(before, Words) and not token.nothing:
            found += [token] if _COMPARED.search(before.text) else []
        before = before if isinstance(token, NamedMonth) else token
    return found


def _is_compared(line: Sequence[Token], at: int, compared: Collection[int]) -> bool:
    """Whether the token is a difference, or the month right before one."""
    if id(line[at]) in compared:
        return True
    following = line[at + 1] if at + 1 < len(line) else None
    return isinstance(line[at], NamedMonth) and id(following) in compared


def _doubt_additions(lines: Sequence[Sequence[Token]]) -> None:
    """`เพิ่มอีก 50 ลิตร` as the message's first figure: added to what was told before?"""
    previous: Token | None = None
    for token in (token for line in lines for token in line):
        if isinstance(token, Figure):
            if isinstance(previous, Words) and _ADDED.search(previous.text) and not token.nothing:
                token.unclear = token.unclear or "addition"
            return
        previous = token


def _without_restated(line: list[Token]) -> list[Token]:
    """`12,345 (หนึ่งหมื่นสองพัน…)`: the same number again in words, as cheques write it."""
    kept: list[Token] = []
    last: Figure | None = None
    for token in line:
        if isinstance(token, Figure):
            if last and _restates(last, token):
                last.unit = last.unit or token.unit
                continue
            last = token
        elif isinstance(token, Words) and any(map(str.isalpha, token.text)):
            last = None
        kept.append(token)
    return kept


def _restates(first: Figure, second: Figure) -> bool:
    """Digits said again in words (or the other way): two spellings of one number agree."""
    if first.number.value is None or first.number.value != second.number.value:
        return False
    return _in_words(first) != _in_words(second)


def _in_words(figure: Figure) -> bool:
    return any(doubt.code == "words" for doubt in figure.number.doubts)


def _without_days(lines: list[list[Token]]) -> list[list[Token]]:
    """`31 ก.ค. ไฟ 300`: 31 is a day. Where it is the message's only number, it is doubted."""
    figures = [token for line in lines for token in line if isinstance(token, Figure)]
    days = [figure for figure in figures if figure.maybe_day]
    if len(days) == len(figures) == 1:
        days[0].doubts.append(Doubt("date"))
        return lines
    return [
        [token for token in line if not (isinstance(token, Figure) and token.maybe_day)]
        for line in lines
    ]


def _without_money(lines: list[list[Token]]) -> list[list[Token]]:
    """`12,345 หน่วย 54,321 บาท`: beside a quantity its price is words, not another figure."""
    figures = [token for line in lines for token in line if isinstance(token, Figure)]
    if all(figure.is_money for figure in figures):
        return lines
    return [
        [
            Words(token.text, token.start, token.end)
            if isinstance(token, Figure) and token.is_money
            else token
            for token in line
        ]
        for line in lines
    ]
