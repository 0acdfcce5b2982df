"""Activities by alias, label or near spelling: certain, likely, or several to choose from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.catalogue import Catalogue
from bot.reading.cleaning import folded
from bot.text import voices

NEAR = 85  # of 100: a slip or two in a name; below that the person is asked
MOST_CANDIDATES = 4
_LEFT_MEANS_SOMETHING = 4  # letters beside a known name that could change what it means
FILLER = re.compile(
    r"ประจำ|จำนวน|ปริมาณ|ยอด|รวม|ทั้งหมด|ทั้งสิ้น|ใช้ไป|ใช้|ของ|เป็น|เดือน|งวด|ค่า(?=ไฟ|น้ำ)|ส่งข้อมูล|ข้อมูล|รายงาน|"
    r"ประมาณ|ราวๆ|ราว|คือ|ได้|อยู่ที่|และ|กับ|ที่|การ|"
    r"\b(?:is|was|the|of|for|used|use|total|and|about|approximately|month)\b|[=:;,\-*•|]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a fragment names. `certain` is False when it was only nearly or partly said."""

    codes: tuple[str, ...]  # activities; more than one means: ask
    kind: str = ""
    certain: bool = True


class ActivityNames:
    """All names of a catalogue's activities and their kinds, compiled once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.names: dict[str, list[tuple[str, str]]] = {}
        for activity in catalogue.activities.values():
            labels = [
                voice(text)
                for voice in voices().values()
                for text in (activity.label, activity.short_label)
            ]
            for name in (*activity.aliases, *labels, activity.label, activity.code):
                self._add(name, activity.code, "")
            for kind in activity.kinds:
                for name in kind.aliases:
                    self._add(name, activity.code, kind.code)
        longest_first = sorted(self.names, key=len, reverse=True)
        self._inside = re.compile("|".join(map(re.escape, longest_first)))
        numbered = sorted(
            {
                name
                for activity in catalogue.activities.values()
                for name in (*activity.aliases, *(a for k in activity.kinds for a in k.aliases))
                if re.search(r"\d", name) and not name.isdigit()
            },
            key=len,
            reverse=True,
        )
        self.numbered = re.compile(
            r"(?<![A-Za-z0-9])(?:{})(?![\dA-Za-z])".format("|".join(map(re.escape, numbered))),
            re.IGNORECASE,
        )

    def _add(self, name: str, activity: str, kind: str) -> None:
        known = self.names.setdefault(folded(name), [])
        if kind:  # the kind says more than the bare activity
            known[:] = [pair for pair in known if pair != (activity, "")]
        if not any(pair[0] == activity and (pair[1] or not kind) for pair in known):
            known.append((activity, kind))

    def resolve(self, fragment: str) -> Named | None:
        """The activities a piece of text names; None when it names none."""
        whole = folded(fragment)
        if whole in self.names:
            return _named(self.names[whole], certain=True)
        kept = folded(FILLER.sub(" ", fragment))
        if not kept:
            return None
        if kept in self.names:
            return _named(self.names[kept], certain=True)
        inside = max(self._inside.findall(kept), key=len, default="")
        near = process.extract(
            kept, self.names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=6
        )
        if near and near[0][1] > 100 * len(inside) / len(kept):
            best = [name for name, score, _ in near if score == near[0][1]]
            pairs = [pair for name in best for pair in self.names[name]]
            return _named(pairs, certain=False)
        if len(inside) >= 2:
            left = len(kept) - len(inside)
            return _named(self.names[inside], certain=left < _LEFT_MEANS_SOMETHING)
        return None


def _named(pairs: Sequence[tuple[str, str]], certain: bool) -> Named:
    codes = tuple(dict.fromkeys(activity for activity, _ in pairs))
    kind = pairs[0][1] if len(codes) == 1 else ""
    return Named(codes, kind, certain)


_KEPT: dict[int, Catalogue] = {}


@lru_cache(maxsize=4)
def _names(identity: int) -> ActivityNames:
    return ActivityNames(_KEPT[identity])


def activity_names(catalogue: Catalogue) -> ActivityNames:
    """The compiled names of a catalogue (which is frozen, and lives as long as the process)."""
    _KEPT[id(catalogue)] = catalogue
    return _names(id(catalogue))
