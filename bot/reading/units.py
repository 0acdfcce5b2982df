"""Units by the catalogue's spellings; a spelling may mean several, the activity decides."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.catalogue import Catalogue

SHORTEST_TYPO = 4  # shorter words are too near to each other to guess
NEAR = 80  # of 100: one slip in a word of four letters, two in nine
_WORD = re.compile(r"\s?([A-Za-zก-๎.]+)")
_MONEY_BEFORE = re.compile("฿\\s?")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """`codes` are all units this spelling can mean; `near` when it was only nearly spelled so."""

    end: int
    codes: tuple[str, ...]
    near: bool = False


class UnitSpellings:
    """All spellings of a catalogue, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.codes: dict[str, list[str]] = {}
        for unit in catalogue.units.values():
            for spelling in dict.fromkeys((unit.code, *unit.spellings)):
                self.codes.setdefault(spelling, [])
                if unit.code not in self.codes[spelling]:
                    self.codes[spelling].append(unit.code)
        self._folded: dict[str, list[str]] = {}
        for spelling, codes in self.codes.items():
            known = self._folded.setdefault(spelling.casefold(), [])
            known += [code for code in codes if code not in known]
        longest_first = sorted(self.codes, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, longest_first))
        self.pattern = re.compile(rf"\s?({alternatives})(?![A-Za-z0-9])", re.IGNORECASE)
        self.typos = [spelling for spelling in self.codes if len(spelling) >= SHORTEST_TYPO]

    def match(self, text: str, at: int) -> FoundUnit | None:
        """The unit that stands right at `at` (one space allowed before it)."""
        found = self.pattern.match(text, at)
        if found:
            exact = self.codes.get(found[1])
            codes = exact or self._folded[found[1].casefold()]
            return FoundUnit(found.end(), tuple(codes))
        word = _WORD.match(text, at)
        if word is None or len(word[1]) < SHORTEST_TYPO:
            return None
        near = process.extractOne(word[1], self.typos, scorer=fuzz.ratio, score_cutoff=NEAR)
        if near is None:
            return None
        return FoundUnit(word.end(), tuple(self.codes[near[0]]), near=True)

    def match_money(self, text: str, at: int) -> int | None:
        """Where a currency sign before a number ends; None when there is none."""
        found = _MONEY_BEFORE.match(text, at)
        return found.end() if found else None


@lru_cache(maxsize=4)
def _spellings(identity: int) -> UnitSpellings:
    return UnitSpellings(_KEPT[identity])


_KEPT: dict[int, Catalogue] = {}


def unit_spellings(catalogue: Catalogue) -> UnitSpellings:
    """The compiled spellings of a catalogue (which is frozen, and lives as long as the process)."""
    _KEPT[id(catalogue)] = catalogue
    return _spellings(id(catalogue))
