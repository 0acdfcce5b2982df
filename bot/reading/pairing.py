"""Pairing: which figure of a message belongs to which name and which month."""

import re
from collections.abc import Sequence

from bot.catalogue import Catalogue
from bot.months import Month
from bot.reading.activities import ActivityNames, Named, means_something
from bot.reading.corrections import Correction
from bot.reading.dating import give_months, name_all_months
from bot.reading.leading import ESTIMATE
from bot.reading.pairs import Pair, Paired
from bot.reading.periods import says_longer_period, says_year_alone
from bot.reading.provenance import without_excuse
from bot.reading.scanning import Scanner
from bot.reading.shapes import Doubt
from bot.reading.tidying import Tidier
from bot.reading.tokens import Figure, NamedMonth, Token, Words

MOST_FIGURES = 60
_OLD_WORDS = re.compile(
    r"ไม่ใช่|(?:พิมพ์|กรอก|ใส่|ส่ง|ตอบ|แจ้ง|เขียน|คีย์|ลง)?ผิด(?:ไป)?|ที่(?:ส่ง|แจ้ง|บอก|กรอก)(?:ไป)?|เมื่อกี้|เมื่อเช้า|เมื่อวาน|\b(?:sorry|wrong|not|number|figure)\b",
    re.IGNORECASE,
)
_BEGINS_ANOTHER = re.compile(r"\s*[,/]?\s*(?:ส่วน|แล้วก็|และ|กับ|\band\b|\bplus\b)", re.IGNORECASE)
_OUT = (
    r"(?:ยัง)?ไม่(?:ได้)?(?:รวม|นับ)|ยกเว้น|นอกจาก"
    r"|\b(?:excluding|except|without|not including)\b"
)
_IN = r"รวม[ก-๎]{2,20}?(?:แล้ว|ด้วย)(?=$|\s)|\bincluding\b"  # 320 ลิตร รวมรถขยะแล้ว
_LEAVES_OUT = re.compile(f"(?={_OUT})", re.IGNORECASE)
_LEAVES_OUT_OR_IN = re.compile(f"(?={_OUT}|{_IN})", re.IGNORECASE)
_NUMBER_WORDS = re.compile("หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน")
_NOT_THE_OLD = re.compile(
    r"[,\s]*(?:จากเดิม|จากที่|ไม่ใช่|แทน(?:ที่)?|\bnot\b|\binstead of\b|\brather than\b)", re.IGNORECASE
)


class Pairer:
    """Pairs what the scanner found, line by line; a name or a month alone on a line goes on."""

    def __init__(
        self, scanner: Scanner, names: ActivityNames, catalogue: Catalogue, answering: bool = False
    ) -> None:
        self._scanner = scanner
        self._names = names
        self._catalogue = catalogue
        self._answering = answering  # a question is open: its figure may come first, without a name
        self._tidier = Tidier(names)

    def message(self, text: str) -> Paired:
        paired = self._paired(self._scanner.scan_lines(text.replace(";", "\n").split("\n")))
        name_all_months(paired)
        longer = says_longer_period(text) or (says_year_alone(text) and not paired.months)
        for pair in paired.pairs:
            pair.longer_period |= longer
        if len(paired.pairs) == 1 and ESTIMATE.search(text):  # wherever it is said
            paired.pairs[0].figure.estimated = True
        return paired

    def correction(self, correction: Correction) -> Paired:
        """Figures before the new value are the old ones."""
        about = self._scanner.scan_cells(_OLD_WORDS.sub(" ", correction.about).replace("\n", " "))
        said, *old = _NOT_THE_OLD.split(correction.value, maxsplit=1)
        value = self._scanner.scan_cells((said or " ".join(old)).replace("\n", " "))
        kept: list[Token] = [token for token in about if not isinstance(token, Figure)]
        return self._paired([kept + value])

    def _paired(self, lines: list[list[Token]]) -> Paired:
        lines = self._tidier.tidied(lines)
        done = Paired(months=[t.month for line in lines for t in line if isinstance(t, NamedMonth)])
        columns: list[Month] = []
        carried: tuple[Named, str] | None = None
        named_alone: list[str] = []
        for line in lines:
            months = [token.month for token in line if isinstance(token, NamedMonth)]
            figures = [token for token in line if isinstance(token, Figure)]
            if len(done.pairs) + len(figures) > MOST_FIGURES:
                done.left_over += [figure.text for figure in figures]
                continue
            if figures:
                before = len(done.pairs)
                if carried is None and months and not any(map(_says_something, line)):
                    carried = self._only_name(done.pairs)  # one more month of the same
                named = self._line(line, carried, done)
                carried = None if named else carried
                if named_alone and carried is None:
                    done.left_over += named_alone
                named_alone = []
                if len(columns) == len(done.pairs) - before > 1:
                    for pair, month in zip(done.pairs[before:], columns, strict=True):
                        pair.month = month
                continue
            columns = months if len(months) > 1 else columns
            for token in line:
                if isinstance(token, Words):
                    found = self._names.resolve(token.text)
                    if found:
                        done.left_over += named_alone
                        carried, named_alone = (found, token.text), [token.text.strip()]
                        done.named.append(found)
                    elif _says_something(token):
                        done.left_over.append(token.text.strip())
        done.left_over += named_alone if done.pairs else []
        give_months(lines, done)
        return done

    def _only_name(self, pairs: Sequence[Pair]) -> tuple[Named, str] | None:
        """The one name all figures so far were told for."""
        names = {pair.named.codes: (pair.named, pair.words) for pair in pairs if pair.named}
        return next(iter(names.values())) if len(names) == 1 else None

    def _line(self, line: list[Token], carried: tuple[Named, str] | None, done: Paired) -> bool:
        """Pair one line with figures; True when it brought a name of its own."""
        told = _told(line)
        resolved = {at: named for at, text in told.items() if (named := self._names.resolve(text))}
        figures = [at for at, token in enumerate(line) if isinstance(token, Figure)]
        before = _sides(figures, resolved, len(line), leading=True)
        closing = {
            at: one for at, one in resolved.items() if not _BEGINS_ANOTHER.match(_text(line[at]))
        }
        after = _sides(figures, closing, len(line), leading=False)
        leading_score = self._score(line, resolved, before)
        following_score = self._score(line, resolved, after)
        if leading_score == following_score:
            spoken_before = any(map(_says_something, line[: figures[0]]))
            leading = figures[0] in before or carried is not None or spoken_before
            leading |= self._answering and len(figures) > 1
            unsure = bool(resolved) and len(figures) > 1 and figures[0] not in before
            unsure &= carried is None and not spoken_before
        else:
            leading, unsure = leading_score > following_score, False
        kinds_follow = _kinds_follow(figures, resolved, after)
        leading &= not kinds_follow
        chosen = before if leading else after
        if not chosen and len(figures) == 1 and carried is None and resolved:
            chosen = {figures[0]: next(iter(resolved))}
        clear = all(token.unit for token in line if isinstance(token, Figure))
        used: set[int] = {min(resolved)} if kinds_follow else set()
        last: tuple[Named, str] | None = carried if leading else None
        previous = -1
        for at in figures:
            figure = line[at]
            if not isinstance(figure, Figure):
                continue
            between = [
                place
                for place in range(previous + 1, at)
                if place not in resolved and place not in used and _says_something(line[place])
            ]
            own = self._own(line, resolved, at, chosen.get(at), len(figures), used)
            if figure.answer and own is None and carried is None:
                done.answers.append(figure.answer)  # เท่าเดิม: of what was asked
                done.left_over.append(figure.text)
                continue
            if own is None and between and previous >= 0:
                last = None  # other words stand between: not one more of the same
            last = own or (last if leading else None)
            if unsure:
                figure.doubts.append(Doubt("order"))
            named, words = last or (None, "")
            if named is None and between:
                words = _text(line[between[-1]])
                if len(figures) > 1:  # it is told with its figure, not twice
                    used.add(between[-1])
            done.pairs.append(Pair(figure, named, words))
            previous = at
        done.left_over += [
            _text(token).strip()
            for at, token in enumerate(line)
            if at not in used and _says_something(token) and not (clear and _excuses(token))
        ]
        rest = [_text(line[at])[len(told[at]) :] for at in used & resolved.keys()]
        done.left_over += [text.strip() for text in rest if means_something(text)]
        # a number inside a name's words was not read: it is not lost without a word
        done.left_over += [
            _text(line[at]).strip()
            for at in used & resolved.keys()
            if resolved[at].inside and _NUMBER_WORDS.search(_text(line[at]))
        ]
        return bool(used & resolved.keys())

    def _own(
        self,
        line: Sequence[Token],
        resolved: dict[int, Named],
        at: int,
        name_at: int | None,
        count: int,
        used: set[int],
    ) -> tuple[Named, str] | None:
        """The name of the figure at `at`; what it uses up is added to `used`."""
        figure = line[at]
        if isinstance(figure, Figure) and figure.name:
            inside = self._names.resolve(figure.name)
            if inside:
                return (inside, "")
        if name_at is None:
            return None
        follows = isinstance(figure, Figure) and figure.nothing and name_at > at
        if follows and not resolved[name_at].certain:
            return None  # `none, we use …`: what is used instead
        own = resolved[name_at], _text(line[name_at])
        used.add(name_at)
        if count == 1:
            own = _narrowed(own, name_at, line, resolved, used)
        return own

    def _score(
        self, line: Sequence[Token], resolved: dict[int, Named], sides: dict[int, int]
    ) -> int:
        """How well names fit the figures beside them: a fitting unit counts as much as a name."""
        score = 0
        for figure_at, name_at in sides.items():
            figure, score = line[figure_at], score + 1
            if isinstance(figure, Figure) and figure.unit:
                activities = [self._catalogue.activities[code] for code in resolved[name_at].codes]
                score += any(figure.unit.accepted_by(activity) for activity in activities)
        return score


def _sides(
    figures: Sequence[int], resolved: dict[int, Named], length: int, leading: bool
) -> dict[int, int]:
    """For each figure the place of the nearest name between it and its neighbour."""
    sides = {}
    for position, at in enumerate(figures):
        if leading:
            start = figures[position - 1] + 1 if position else 0
            near = [place for place in range(start, at) if place in resolved][-1:]
        else:
            end = figures[position + 1] if position + 1 < len(figures) else length
            near = [place for place in range(at + 1, end) if place in resolved][:1]
        if near:
            sides[at] = near[0]
    return sides


def _kinds_follow(
    figures: Sequence[int], resolved: dict[int, Named], after: dict[int, int]
) -> bool:
    """`น้ำยาแอร์ 1 กก. R-32 และ 0.5 กก. R-410A`: one activity, then a kind after each figure."""
    if len(figures) < 2 or len(after) < len(figures) or len(resolved) != len(figures) + 1:
        return False
    first = min(resolved)
    general = resolved[first]
    return first < figures[0] and any(
        not general.kind_of(code) and all(resolved[at].kind_of(code) for at in after.values())
        for code in general.codes
    )


def _narrowed(
    own: tuple[Named, str],
    own_at: int,
    line: Sequence[Token],
    resolved: dict[int, Named],
    used: set[int],
) -> tuple[Named, str]:
    """`น้ำมัน 300 ลิตร ดีเซล`: of two names around one figure, the one that says more."""
    for at, named in resolved.items():
        if at == own_at:
            continue
        if set(named.codes) < set(own[0].codes):
            used.add(at)
            return named, _text(line[at])
        if set(named.codes) >= set(own[0].codes):
            used.add(at)
    return own


def _text(token: Token) -> str:
    return token.text if isinstance(token, Words) else ""


def _told(line: Sequence[Token]) -> dict[int, str]:
    """Every token's words up to `ไม่รวมรถขยะ`: what is left out, or in it too, names no figure."""
    told, after_figure = {}, False
    for at, token in enumerate(line):
        if isinstance(token, Words):
            pattern = _LEAVES_OUT_OR_IN if after_figure else _LEAVES_OUT
            told[at] = pattern.split(token.text, maxsplit=1)[0]
        after_figure |= isinstance(token, Figure)
    return told


def _says_something(token: Token) -> bool:
    return means_something(ESTIMATE.sub("", _text(token)))


def _excuses(token: Token) -> bool:
    return not means_something(without_excuse(_text(token)))
