"""Activities by alias, label or near spelling: certain, likely, or several to choose from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.catalogue import Activity, Catalogue
from bot.reading.cleaning import folded
from bot.text import voices

NEAR = 78  # of 100: one slip in five letters; below that the person is asked
WITHIN = 5  # points of the best: as near as that, two names are equally likely
SUGGESTED = 55  # of 100: near enough to be offered as a choice
SHORTEST_TYPO = 4  # letters; shorter names are too near to each other to guess
LONGEST_NAME = 80  # letters; longer text between figures is talk, not a name
LONGEST_BARED = 240  # letters; of longer talk only the names inside are looked for
STANDS_ALONE = 5  # Thai letters from which a name is known inside longer text (ไฟ stands in ไฟล์)
MOST_CANDIDATES = 4

_EDGE_WORDS = (
    "ประจำ จำนวน ปริมาณ ยอด รวม ทั้งหมด ทั้งสิ้น ใช้ไป การใช้ ใช้ ของ เป็น เดือน งวด ค่า ส่งข้อมูล ข้อมูล "
    "รายงาน คือ ได้ อยู่ที่ อยู่ และ กับ ที่ มี ขอ แจ้ง ส่ง สวัสดี ดังนี้ ณ ต่อเดือน เรียน จาก ไป ส่วน ก็ แล้ว ละ เบิก เติม "
    "ประมาณ โดยประมาณ ราวๆ ราว คร่าวๆ น่าจะ เกือบ หน่วย"
)
_EDGE_ENGLISH = (
    r"(?:is|was|were|are|the|of|for|in|used|use|usage|consumption|total|and|about|approximately|"
    r"approx|around|month|we|our|this|it|to|at|over|nearly|almost|roughly|bill|hello|hi|dear|from|per)\b"
)
_EDGE_THAI = "|".join(sorted(_EDGE_WORDS.split(), key=len, reverse=True))
_EDGE = rf"(?:{_EDGE_THAI}|\b{_EDGE_ENGLISH}|[\s=:;,.\-*•|~≈()\[\]\"'<>/+#])"
_FRONT = re.compile(_EDGE, re.IGNORECASE)
_BACK = re.compile(rf"{_EDGE}$", re.IGNORECASE)
_FILLER = re.compile(rf"(?!จาก|from){_EDGE}", re.IGNORECASE)  # `from 320` is half a statement
HOLDS_NUMBER = re.compile("[0-9]|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน")
_HEADER = re.compile(
    r"รายการ|ลำดับ(?:ที่)?|กิจกรรม|หมายเหตุ|ตัวเลข|ปี|\bno\.(?=\s|$)|\b(?:item|items|unit|units|quantity|amount|value|activity)\b",
    re.IGNORECASE,
)
_OCTANE = re.compile(
    r"(?:(?:แก๊ส|ก๊าซ)?โซฮอลล?์?|ฮอลล์?|gasohol|เบนซิน|benzine|petrol"
    r"|(?<![0-9A-Za-z.,])(?=9[15]\s*[:= ]\s*[0-9]))"
    r"\s*(?:91|95)(?![0-9.,])(?!\s*(?:ลิตร|ล\.|litre|liter|l\b))(?=[^0-9\n]*[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a fragment names: pairs of activity and kind. `certain` is False when it was only
    nearly or partly said; `direct` names are the activity's own, others a kind's."""

    direct: tuple[tuple[str, str], ...]
    by_kind: tuple[tuple[str, str], ...] = ()
    certain: bool = True

    @property
    def codes(self) -> tuple[str, ...]:
        """The activities meant; more than one means: ask."""
        return tuple(dict.fromkeys(code for code, _ in self.direct or self.by_kind))

    def kind_of(self, activity: str) -> str | None:
        """The kind named for this activity ("" for none); None when it is not named at all."""
        pairs = (*self.direct, *self.by_kind)
        return next((kind for code, kind in pairs if code == activity), None)


class ActivityNames:
    """All names of a catalogue's activities and their kinds, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._direct: dict[str, dict[str, str]] = {}
        self._by_kind: dict[str, dict[str, str]] = {}
        spellings: set[str] = set()
        for activity in catalogue.activities.values():
            for name in _names(activity):
                spellings.add(name)
                self._direct.setdefault(folded(name), {})[activity.code] = ""
            for kind in activity.kinds:
                for name in kind.aliases:
                    spellings.add(name)
                    direct = self._direct.get(folded(name), {})
                    known = direct if activity.code in direct else None
                    pairs = self._by_kind.setdefault(folded(name), {}) if known is None else known
                    pairs[activity.code] = kind.code
        self._all = list(dict.fromkeys([*self._direct, *self._by_kind]))
        self._inside = re.compile("|".join(map(_bounded, _longest_first(spellings))), re.IGNORECASE)
        self._start = re.compile(
            r"\s*(?:{})".format("|".join(map(_ended, _longest_first(spellings)))), re.IGNORECASE
        )
        with_digits = [name for name in spellings if HOLDS_NUMBER.search(name)]
        self.numbered = re.compile(
            r"(?<![A-Za-z0-9])(?:{})(?![0-9A-Za-z])".format(
                "|".join(
                    re.escape(name) for name in _longest_first(with_digits) if not name.isdigit()
                )
                or "(?!)"
            ),
            re.IGNORECASE,
        )
        self.octane = _OCTANE

    def begins(self, text: str, at: int) -> int | None:
        """Where a name that begins at `at` (spaces before it allowed) ends."""
        found = self._start.match(text, at)
        return found.end() if found else None

    def resolve(self, fragment: str) -> Named | None:
        """The activities a piece of text names; None when it names none."""
        bare = fragment
        if len(fragment) > LONGEST_BARED:
            return self._part_of(fragment)
        for bare in _bared(fragment):
            exact = self._exact(folded(bare))
            if exact:
                return exact
        if len(bare) > LONGEST_NAME:
            return self._part_of(bare)
        part = self._part_of(bare)
        if part and part.certain:
            return part
        return self._near(folded(bare)) or part

    def suggest(self, fragment: str) -> tuple[str, ...]:
        """Activities whose names are somewhat like the text, the likeliest first."""
        *_, bare = _bared(fragment[:LONGEST_BARED])
        if not 2 <= len(bare) <= LONGEST_NAME:
            return ()
        near = process.extract(
            folded(bare), self._direct.keys(), scorer=fuzz.ratio, score_cutoff=SUGGESTED, limit=8
        )
        codes = dict.fromkeys(code for name, _, _ in near for code in self._direct[name])
        return tuple(codes)[:MOST_CANDIDATES]

    def _exact(self, name: str, certain: bool = True) -> Named | None:
        if name not in self._direct and name not in self._by_kind:
            return None
        direct = tuple(self._direct.get(name, {}).items())
        return Named(direct, tuple(self._by_kind.get(name, {}).items()), certain)

    def _near(self, name: str) -> Named | None:
        if len(name) < SHORTEST_TYPO:
            return None
        near = process.extract(name, self._all, scorer=fuzz.ratio, score_cutoff=NEAR, limit=6)
        alike = [found for found, score, _ in near if score >= near[0][1] - WITHIN]
        if not alike:
            return None
        named = [self._exact(found) for found in alike]
        direct = dict.fromkeys(pair for one in named if one for pair in one.direct)
        by_kind = dict.fromkeys(pair for one in named if one for pair in one.by_kind)
        return Named(tuple(direct), tuple(by_kind), certain=False)

    def _part_of(self, text: str) -> Named | None:
        found = max(self._inside.findall(text), key=len, default="")
        if not found:
            return None
        rest = text.replace(found, "", 1)
        return self._exact(folded(found), certain=not any(map(str.isalpha, rest)))


def means_something(text: str) -> bool:
    """Whether left-over words say anything but `the total of` and a table's headings."""
    return any(letter.isalnum() for letter in _HEADER.sub("", _FILLER.sub("", text)))


def _names(activity: Activity) -> Iterator[str]:
    yield from activity.aliases
    yield activity.code
    for label in (activity.label, activity.short_label):
        yield label
        for voice in voices().values():
            yield voice(label)


def _bared(fragment: str) -> Iterator[str]:
    """The fragment, then without words at its end, then word by word without those before it."""
    yield fragment.strip()
    bare = fragment.strip()
    while found := _BACK.search(bare):
        bare = bare[: found.start()]
    yield bare
    while found := _FRONT.match(bare):
        bare = bare[found.end() :]
        yield bare


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _ended(name: str) -> str:
    """A name that begins where one is looked for: only its end must be one."""
    escaped = re.escape(name).replace(r"\ ", r"\s?")
    if name[-1].isascii():
        return rf"{escaped}(?![A-Za-z0-9])"
    return escaped if len(name) >= STANDS_ALONE else rf"{escaped}(?![ก-๎])"


def _bounded(name: str) -> str:
    """A name as it is known inside longer text: short ones only as words of their own."""
    escaped = re.escape(name).replace(r"\ ", r"\s?")
    if name[0].isascii():
        return rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])"
    if len(name) < STANDS_ALONE:
        return rf"(?<![ก-๎]){escaped}(?![ก-๎])"
    return escaped


_KEPT: dict[int, Catalogue] = {}


@lru_cache(maxsize=4)
def _compiled(identity: int) -> ActivityNames:
    return ActivityNames(_KEPT[identity])


def activity_names(catalogue: Catalogue) -> ActivityNames:
    """The compiled names of a catalogue (which is frozen, and lives as long as the process)."""
    _KEPT[id(catalogue)] = catalogue
    return _compiled(id(catalogue))
