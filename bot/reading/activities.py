"""Activities by alias, label or near spelling: certain, likely, or several to choose from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.catalogue import Activity, Catalogue
from bot.reading.cleaning import folded
from bot.reading.provenance import without_provenance
from bot.text import voices

NEAR = 78  # of 100: one slip in five letters; below that the person is asked
SURELY_NEAR = 90  # of 100: one slip in ten; nearer than any shorter name that stands inside
WITHIN = 5  # points of the best: as near as that, two names are equally likely
SUGGESTED = 55  # of 100: near enough to be offered as a choice
SHORTEST_TYPO = 5  # letters; shorter names are too near to each other to guess
SHORTEST_PHRASE = 8  # letters of several English words; shorter ones are near to any word
LONGEST_NAME = 80  # letters; longer text between figures is talk, not a name
LONGEST_BARED = 240  # letters; of longer talk only the names inside are looked for
STANDS_ALONE = 5  # Thai letters from which a name is known inside longer text (ไฟ stands in ไฟล์)
MOST_CANDIDATES = 4
MOST_SEGMENTS = 8  # of longer talk only names that stand inside are looked for

_EDGE_WORDS = (
    "ประจำ จำนวน ปริมาณ ยอด รวม ทั้งหมด ทั้งสิ้น ใช้ไป การใช้ ใช้ ของ เป็น เดือน งวด ค่า ส่งข้อมูล ข้อมูล "
    "รายงาน คือ ได้ อยู่ที่ อยู่ และ กับ ที่ มี ขอ แจ้ง ส่ง สวัสดี ดังนี้ ณ ต่อเดือน เรียน จาก ไป ส่วน ก็ แล้ว ละ เบิก เติม "
    "ประมาณ โดยประมาณ ราวๆ ราว คร่าวๆ น่าจะ เกือบ หน่วย ยูนิต แค่ เพียง ซื้อ รับ "
    "อบต. อบต เทศบาล ที่ทำการ ชั่งได้ ชั่ง วัดได้ บิล ใบเสร็จ ใบแจ้งหนี้ ตาม โอเค ด้วย เลย ตรวจแล้ว ตรวจสอบแล้ว"
)
_EDGE_ENGLISH = (
    r"(?:is|was|were|are|the|of|for|in|used|use|usage|consumption|total|and|about|approximately|"
    r"approx|around|month|we|our|this|it|to|at|over|nearly|almost|roughly|bill|hello|hi|dear|from|per|ok|okay)\b"
)
_EDGE_THAI = "|".join(sorted(_EDGE_WORDS.split(), key=len, reverse=True))
_EDGE = rf"(?:{_EDGE_THAI}|\b{_EDGE_ENGLISH}|[\s=:;,.\-*•|~≈()\[\]\"'<>/+#])"
_FRONT = re.compile(_EDGE, re.IGNORECASE)
_BACK = re.compile(rf"{_EDGE}$", re.IGNORECASE)
_FILLER = re.compile(rf"(?!จาก|from){_EDGE}", re.IGNORECASE)  # `from 320` is half a statement
# Who sends the bill is no activity: `หนังสือจากการไฟฟ้า` names nothing.
_INSTITUTIONS = re.compile(
    r"(?:ของ|จาก|กับ|ทาง|ที่)?(?:การ(?:ไฟฟ้า|ประปา)(?:ส่วนภูมิภาค|นครหลวง)?|กฟภ\.?|กปภ\.?)|\b(?:PEA|PWA)\b",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\s*(?:ขอ)?เพิ่ม(?:ข้อมูล|รายการ|ยอด)?\s*(?=[ก-๎A-Za-z]{2})(?!ขึ้น|เติม|จาก|อีก|มา)")
HOLDS_NUMBER = re.compile("[0-9]|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน")
_HEADER = re.compile(
    r"รายการ|ลำดับ(?:ที่)?|กิจกรรม|หมายเหตุ|ตัวเลข|ปี|\bno\.(?=\s|$)|\b(?:item|items|unit|units|quantity|amount|value|activity)\b",
    re.IGNORECASE,
)
_ANOTHER_TIME = re.compile(r"ที่แล้ว|ปี(?:ก่อน|หน้า|โน้น)")  # its words alone say nothing
_OCTANE = re.compile(
    r"(?:(?:แก๊ส|ก๊าซ)?โซฮอลล?์?|ฮอลล์?|gasohol|เบนซิน|benzine|petrol"
    r"|(?<![0-9A-Za-z.])(?<![0-9],)(?=9[15]\s*[:= ]\s*[0-9]))"
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
    inside: bool = False  # the exact name, among other words
    name: str = ""  # as it is known, folded; "" where several are meant or it is only near

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
        self._kinds = {
            activity.code: _inside_any(
                (name, kind.code) for kind in activity.kinds for name in kind.aliases
            )
            for activity in catalogue.activities.values()
            if activity.kinds
        }
        self._of: dict[str, list[str]] = {code: [] for code in catalogue.activities}
        for name, meant in self._direct.items():
            for code in meant:
                self._of[code].append(name)
        self._all = list(dict.fromkeys([*self._direct, *self._by_kind]))
        self._inside = re.compile("|".join(map(_bounded, _longest_first(spellings))), re.IGNORECASE)
        self.start = re.compile(
            r"\s*(?:{})".format("|".join(map(_ended, _longest_first(spellings)))), re.IGNORECASE
        )
        with_digits = [name for name in spellings if HOLDS_NUMBER.search(name)]
        self.numbered = re.compile(
            r"(?<![A-Za-z0-9])(?:{})(?![0-9A-Za-z]|[,.][0-9])".format(
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
        found = self.start.match(text, at)
        return found.end() if found else None

    def resolve(self, fragment: str) -> Named | None:
        """The activities a piece of text names; None when it names none."""
        named = self._resolved(_INSTITUTIONS.sub(" ", fragment))
        told = without_provenance(fragment)
        if told == fragment or (named and named.certain):
            return named
        bare = self._resolved(_INSTITUTIONS.sub(" ", told))
        agrees = bare and (named is None or set(bare.codes) <= set(named.codes))
        return bare if agrees else named

    def _resolved(self, fragment: str) -> Named | None:
        added = _ADDS.match(fragment)
        if added:  # เพิ่มขยะ: one more item, or more of it
            rest = self._resolved(fragment[added.end() :])
            return replace(rest, certain=False) if rest else None
        bare = fragment
        if len(fragment) > LONGEST_BARED:
            return self._part_of(fragment)
        for bare in _bared(fragment):
            exact = self._exact(folded(bare))
            if exact:
                return exact
        if len(bare) > LONGEST_NAME:
            return self._part_of(bare)
        part = self._segment_of(fragment) or self._part_of(bare)
        if part and part.certain:
            return part
        if bare.isascii() and " " in bare and len(bare) < SHORTEST_PHRASE:
            return part  # `so far` is no slip of `solar`
        return self._near(folded(bare), SURELY_NEAR if part else NEAR) or part

    def kind_in(self, activity: str, words: str) -> str:
        """The kind of the activity that stands inside the words; "" for none."""
        pattern, codes = self._kinds.get(activity, (None, {}))
        found = pattern.search(words) if pattern else None
        return codes[folded(found[0])] if found else ""

    def stands_in(self, activity: str, name: str) -> bool:
        """Whether a name is part of a longer one of the activity."""
        longer = (one for one in self._of[activity] if one != name)
        return len(name) >= STANDS_ALONE and any(name in one for one in longer)

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
        by_kind = tuple(self._by_kind.get(name, {}).items())
        return Named(direct, by_kind, certain, name=name)

    def _near(self, name: str, cutoff: int) -> Named | None:
        if len(name) < SHORTEST_TYPO:
            return None
        near = process.extract(name, self._all, scorer=fuzz.ratio, score_cutoff=cutoff, limit=6)
        alike = [found for found, score, _ in near if score >= near[0][1] - WITHIN]
        if not alike:
            return None
        named = [self._exact(found) for found in alike]
        direct = dict.fromkeys(pair for one in named if one for pair in one.direct)
        by_kind = dict.fromkeys(pair for one in named if one for pair in one.by_kind)
        return Named(tuple(direct), tuple(by_kind), certain=False)

    def _segment_of(self, fragment: str) -> Named | None:
        """`ยกเลิกประชุมหมด ใช้ไฟแค่`: the one part between spaces that is a name by itself."""
        segments = fragment.split()
        if not 1 < len(segments) <= MOST_SEGMENTS:
            return None
        exact = [self._first_exact(part) for part in segments]
        named = {one.codes: one for one in exact if one}
        if len(named) != 1:
            return None
        others = [part for part, one in zip(segments, exact, strict=True) if not one]
        certain = not any(map(means_something, others))
        return replace(next(iter(named.values())), certain=certain, inside=True)

    def _first_exact(self, part: str) -> Named | None:
        return next((one for bare in _bared(part) if (one := self._exact(folded(bare)))), None)

    def _part_of(self, text: str) -> Named | None:
        """The names that stand inside the text: what all of them can mean, else any of them."""
        found = list(dict.fromkeys(self._inside.findall(text)))
        exact = [one for name in found if (one := self._exact(folded(name)))]
        if not exact:
            return None
        common = set.intersection(*(set(one.codes) for one in exact))
        narrowest = [one for one in exact if set(one.codes) == common]
        rest = text
        for name in found:
            rest = rest.replace(name, "", 1)
        certain = not means_something(rest) and (len(exact) == 1 or bool(narrowest))
        if narrowest or len(exact) == 1:
            best = narrowest[0] if narrowest else exact[0]
            return replace(best, certain=certain, inside=True)
        direct = tuple(dict.fromkeys(pair for one in exact for pair in one.direct))
        by_kind = tuple(dict.fromkeys(pair for one in exact for pair in one.by_kind))
        return Named(direct, by_kind, certain=False, inside=True)


def _inside_any(names: Iterable[tuple[str, str]]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for the names as they stand inside longer text, and what each means."""
    known = dict(names)
    pattern = re.compile("|".join(map(_bounded, _longest_first(known))), re.IGNORECASE)
    return pattern, {folded(name): code for name, code in known.items()}


def means_something(text: str) -> bool:
    """Whether left-over words say anything but `the total of` and a table's headings."""
    if _ANOTHER_TIME.search(text):
        return True
    return any(
        letter.isalnum() for letter in _HEADER.sub("", _FILLER.sub("", without_provenance(text)))
    )


def _names(activity: Activity) -> Iterator[str]:
    yield from activity.aliases
    yield activity.code
    for label in (activity.label, activity.short_label):
        yield label
        for voice in voices().values():
            yield voice(label)


def _bared(fragment: str) -> Iterator[str]:
    """The fragment, then word by word without those before it; the same without those behind."""
    yield fragment.strip()
    bare = fragment.strip()
    yield from _without_front(bare)
    while found := _BACK.search(bare):
        bare = bare[: found.start()]
    yield bare
    yield from _without_front(bare)


def _without_front(bare: str) -> Iterator[str]:
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
    return escaped if len(name) >= STANDS_ALONE else rf"{escaped}(?![ก-๎A-Za-z])"


def _bounded(name: str) -> str:
    """A name as it is known inside longer text: short ones only as words of their own."""
    escaped = re.escape(name).replace(r"\ ", r"\s?")
    if name[0].isascii():
        return rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])"
    if len(name) < STANDS_ALONE:
        return rf"(?<![ก-๎A-Za-z]){escaped}(?![ก-๎A-Za-z])"
    return escaped


_KEPT: dict[int, Catalogue] = {}


@lru_cache(maxsize=4)
def _compiled(identity: int) -> ActivityNames:
    return ActivityNames(_KEPT[identity])


def activity_names(catalogue: Catalogue) -> ActivityNames:
    """The compiled names of a catalogue (which is frozen, and lives as long as the process)."""
    identity = id(catalogue.activities)
    _KEPT[identity] = catalogue
    return _compiled(identity)
