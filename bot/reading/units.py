"""Units by the catalogue's spellings; a spelling may mean several, the activity decides."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.catalogue import Activity, Catalogue
from bot.reading.shapes import Doubt

SHORTEST_TYPO = 5  # letters; shorter words are too near to each other to guess
NEAR = 80  # of 100: one slip in five letters, two in nine
_WORD = re.compile(r"\s?([A-Za-zก-๎.]+)")
_MONEY_BEFORE = re.compile("(?:[฿$€£¥]|THB|USD|บาท)\\s?(?=[0-9])", re.IGNORECASE)
_MONEY_AFTER = re.compile("\\s?(?:[$€£¥]|USD|dollars?|ดอลลาร์|สตางค์)", re.IGNORECASE)
# Measures that no activity takes: a number with one of them is never in the base unit.
_OTHER_MEASURE = re.compile(
    r"\s?(?:(?:kW(?!/h)|MW|GW|W|m|cm|km|gal(?:lons?)?|barrels?|bbl|lbs?|oz|miles?|days?|hours?|times|bottles?|"
    r"sheets?|pieces?)(?![A-Za-z0-9])|(?:กิโล|เมกะ|เมกกะ)?วัตต?์?(?!ถุ|น)|เมก(?![ก-๎])|แรงม้า|แอมป์|แกลลอน|"
    r"บาร์เรล|ปี๊บ|ปอนด์|ไมล์|กม\.|กิโลเมตร|เมตร|วัน(?!ที่)|ชั่วโมง|ครั้ง|แผ่น|ใบ(?!ไม้)|ชิ้น|แพ็ค|ขวด|โหล|มัด|เล่ม|ราย(?!ก)|"
    r"หลังคาเรือน|ครัวเรือน|หลัง|แห่ง|เครื่อง(?![ก-๎])|คู่)",
    re.IGNORECASE,
)
_CYLINDER = re.compile(
    r"\s?(?:ถัง(?:แก๊ส|ก๊าซ)?(?:ขนาด|ละ|ๆละ)?|ขนาด)\s*(?:ถัง)?\s*"
    r"(4|7|15|48|สี่สิบแปด|สี่|เจ็ด|สิบห้า)\s*(?:กิโลกรัม|กิโล|กก\.?|โล|kg)",
    re.IGNORECASE,
)
_SIZES_IN_WORDS = {"สี่": "4", "เจ็ด": "7", "สิบห้า": "15", "สี่สิบแปด": "48"}
_SIZE_AFTER = re.compile(
    r"\s*(?:ใหญ่|เล็ก|กลาง)?\s*\(?(?:ๆ?\s*ละ|ถังละ|ขนาด|x|×|\*|of|(?<=ใหญ่\s)|(?<=เล็ก\s)|(?<=กลาง\s))\s*(4|7|15|48)\s*(?:กิโลกรัม|กิโล|กก\.?|โล|kg)",
    re.IGNORECASE,
)
_BEGINS_AS_NUMBER = re.compile("ร้อย|พัน|หมื่น|แสน|ล้าน|ten |hundred |thousand |million ")
_NO_MULTIPLES = frozenset({"ร้อยละ", "ล้านบีทียู"})
_LOOSE_KWH = re.compile(r"\s?kw\s?[/. -]?\s?h(?:rs?|ours?)?(?![A-Za-z])", re.IGNORECASE)
_THAI_LETTER = re.compile("[ก-๎]")
_MONEY = "baht"


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """`codes` are all units this spelling can mean; `near` when it was only nearly spelled so."""

    end: int
    codes: tuple[str, ...]
    near: bool = False
    doubt: Doubt | None = None

    @property
    def money(self) -> bool:
        return _MONEY in self.codes

    def accepted_by(self, activity: Activity) -> str | None:
        """The unit meant for this activity. A spelling of several units is its base unit only:
        320 หน่วย of diesel is not 320 cubic metres."""
        if activity.unit in self.codes:
            return activity.unit
        if len(self.codes) > 1:
            return None
        return self.codes[0] if self.codes[0] in activity.conversions else None


class UnitSpellings:
    """All spellings of a catalogue, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._sizes = {code: unit.size for code, unit in catalogue.units.items()}
        self._dimensions = {code: unit.dimension for code, unit in catalogue.units.items()}
        for unit in catalogue.units.values():
            for spelling in dict.fromkeys((unit.code, *unit.spellings)):
                _add(self._exact, spelling, unit.code)
                _add(self._folded, spelling.casefold(), unit.code)
        longest_first = sorted(self._exact, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        self.pattern = re.compile(rf"\s?({alternatives})(?![A-Za-z0-9²³])", re.IGNORECASE)
        self._in_brackets = re.compile(rf"[(\[]\s*({alternatives})\s*[)\]]\s*$", re.IGNORECASE)
        begin_as_numbers = [one for one in longest_first if _BEGINS_AS_NUMBER.match(one)]
        self.begin_as_numbers = re.compile(
            r"\s?(?:{})".format("|".join(map(re.escape, begin_as_numbers)) or "(?!)"), re.IGNORECASE
        )
        # ห้าลิตร is five litres, never nearly a million (ล้านลิตร)
        self._typos = [
            spelling
            for spelling in self._exact
            if len(spelling) >= SHORTEST_TYPO and not _BEGINS_AS_NUMBER.match(spelling)
        ]

    def match(self, text: str, at: int) -> FoundUnit | None:
        """The unit that stands right at `at` (one space allowed before it)."""
        cylinder = self.match_cylinder(text, at)
        if cylinder:
            return cylinder
        found = self.pattern.match(text, at)
        if found is None:
            return None
        doubt = None
        if found[0] == "l":  # 320l may be 320 l or 3201
            doubt = Doubt("lookalike")
        elif _BEGINS_AS_NUMBER.match(found[1]) and found[1].casefold() not in _NO_MULTIPLES:
            doubt = Doubt("multiplied")  # 2 พันตัว
        return FoundUnit(found.end(), self._codes(found[1]), doubt=doubt)

    def match_cylinder(self, text: str, at: int) -> FoundUnit | None:
        """`ถัง 15 กก.`, `ถังละ 15 กิโล`: a cylinder of a known size."""
        return self._sized(_CYLINDER.match(text, at))

    def match_size(self, text: str, at: int) -> FoundUnit | None:
        """What follows a bare `ถัง`: ๆละ 15 กก."""
        return self._sized(_SIZE_AFTER.match(text, at))

    def _sized(self, found: re.Match[str] | None) -> FoundUnit | None:
        code = f"cylinder{_SIZES_IN_WORDS.get(found[1], found[1])}" if found else ""
        if found is None or code not in self._sizes:
            return None
        return FoundUnit(found.end(), (code,))

    def match_near(self, text: str, at: int) -> FoundUnit | None:
        """A word that is nearly a unit's spelling; it is read back."""
        loose = _LOOSE_KWH.match(text, at)
        if loose and "kWh" in self._sizes:
            return FoundUnit(loose.end(), ("kWh",), near=True)
        word = _WORD.match(text, at)
        if word is None or len(word[1]) < SHORTEST_TYPO:
            return None
        near = process.extractOne(
            word[1].casefold(), self._typos, scorer=fuzz.ratio, score_cutoff=NEAR
        )
        return FoundUnit(word.end(), tuple(self._exact[near[0]]), near=True) if near else None

    def match_longer(self, text: str, unit: FoundUnit) -> FoundUnit | None:
        """A word that only begins like `unit` and nearly is another: กิโลวัตชั่วโมง is not กิโล."""
        if not _THAI_LETTER.match(text, unit.end):
            return None
        start = max(text.rfind(" ", 0, unit.end), _last_digit(text, unit.end)) + 1
        near = self.match_near(text, start)
        return near if near and near.end > unit.end and near.codes != unit.codes else None

    def named(self, words: str) -> FoundUnit | None:
        """The unit that words between figures are, and nothing else."""
        bare = words.strip(" .,:=-()[]|") if words else ""
        for spelling in (words.strip(), bare):
            if spelling.casefold() in self._folded:
                return FoundUnit(0, self._codes(spelling))
        return None

    def in_brackets(self, words: str) -> tuple[str, FoundUnit] | None:
        """`ไฟฟ้า (หน่วย)`: the words before, and the unit a column or label states."""
        found = self._in_brackets.search(words)
        if found is None:
            return None
        return words[: found.start()], FoundUnit(0, self._codes(found[1]))

    def goes_on(self, larger: FoundUnit, smaller: FoundUnit) -> bool:
        """Whether `2 งาน` can go on after `12 ไร่`: the same dimension, a smaller unit."""
        if len(larger.codes) != 1 or len(smaller.codes) != 1:
            return False
        first, second = larger.codes[0], smaller.codes[0]
        same = self._dimensions[first] == self._dimensions[second]
        return same and self._sizes[second] < self._sizes[first]

    def ratio(self, smaller: FoundUnit, larger: FoundUnit) -> Decimal:
        """How many of the larger unit one of the smaller is."""
        return self._sizes[smaller.codes[0]] / self._sizes[larger.codes[0]]

    def _codes(self, spelling: str) -> tuple[str, ...]:
        return tuple(self._exact.get(spelling) or self._folded[spelling.casefold()])


def match_money(text: str, at: int) -> int | None:
    """Where a currency sign before a number ends; None when there is none."""
    found = _MONEY_BEFORE.match(text, at)
    return found.end() if found else None


def match_money_after(text: str, at: int) -> int | None:
    found = _MONEY_AFTER.match(text, at)
    return found.end() if found else None


def match_other_measure(text: str, at: int) -> int | None:
    """Where a measure that is no unit of ours ends: kW, แกลลอน, วัน."""
    found = _OTHER_MEASURE.match(text, at)
    return found.end() if found else None


def _last_digit(text: str, end: int) -> int:
    return next((at for at in range(end - 1, -1, -1) if text[at].isdigit()), -1)


def _add(known: dict[str, list[str]], spelling: str, code: str) -> None:
    codes = known.setdefault(spelling, [])
    if code not in codes:
        codes.append(code)


_KEPT: dict[int, Catalogue] = {}


@lru_cache(maxsize=4)
def _spellings(identity: int) -> UnitSpellings:
    return UnitSpellings(_KEPT[identity])


def unit_spellings(catalogue: Catalogue) -> UnitSpellings:
    """The compiled spellings of a catalogue (which is frozen, and lives as long as the process)."""
    identity = id(catalogue.units)
    _KEPT[identity] = catalogue
    return _spellings(identity)
