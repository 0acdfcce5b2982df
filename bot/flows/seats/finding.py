"""Finding a place by what is typed: its code, its name with or without its kind, or nearly so.

Only places the person may see are looked through, so a wrong name and another's place are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.people import Place
from bot.roster import PlaceSeats
from bot.text import Voice

MOST_FOUND = 10
NEAR = 75  # of 100; a letter or two of a short name
FEWEST_LETTERS = 2
KINDS = {
    "องค์การบริหารส่วนจังหวัด": "อบจ.",
    "องค์การบริหารส่วนตำบล": "อบต.",
    "เทศบาลนคร": "ทน.",
    "เทศบาลเมือง": "ทม.",
    "เทศบาลตำบล": "ทต.",
    "อำเภอ": "อ.",
    "จังหวัด": "จ.",
}
_VAGUE = ("เทศบาล", "ตำบล", "ต.")  # said of a place, whatever its kind
_SPOKEN = {"อบจ": "อบจ.", "อบต": "อบต.", "ทน": "ทน.", "ทม": "ทม.", "ทต": "ทต."}


@dataclass(frozen=True, slots=True)
class Finding:
    """The places that may be meant; `sure` when it is one and was named as it is called."""

    rows: tuple[PlaceSeats, ...]
    sure: bool


def short_name(place: Place, t: Voice) -> str:
    """`อบต.กะเฉด`, as offices write it; in English the name alone."""
    if t.code != "th":
        return place.name(t)
    kind, bare = _apart(place.name_th)
    return f"{kind}{bare}"


def find(rows: Sequence[PlaceSeats], text: str) -> Finding:
    said = _plain(text)
    by_code = [row for row in rows if row.place.id == said]
    if by_code:
        return Finding(tuple(by_code), True)
    if len(said) < FEWEST_LETTERS:
        return Finding((), False)
    kind, bare = _apart(said)
    vague = next((word for word in _VAGUE if not kind and bare.startswith(word)), "")
    bare = bare.removeprefix(vague) or bare
    same = [row for row in rows if bare in (_names(row.place) if not kind else _names_th(row))]
    exact = [row for row in same if not kind or _apart(row.place.name_th)[0] == kind]
    if exact:
        return Finding(tuple(exact[:MOST_FOUND]), len(exact) == 1)
    return Finding(tuple((same or _near(rows, bare))[:MOST_FOUND]), False)


def _near(rows: Sequence[PlaceSeats], bare: str) -> list[PlaceSeats]:
    """Names that hold what was typed, else those a slip or two away; the nearest first."""
    holding = [row for row in rows if any(bare in name for name in _names(row.place))]
    if holding:
        return holding
    scored = [(max(fuzz.ratio(bare, name) for name in _names(row.place)), row) for row in rows]
    scored.sort(key=lambda pair: -pair[0])
    return [row for score, row in scored if score >= NEAR]


def _names(place: Place) -> tuple[str, ...]:
    return _apart(_plain(place.name_th))[1], _plain(place.name_en)


def _names_th(row: PlaceSeats) -> tuple[str, ...]:
    return (_apart(_plain(row.place.name_th))[1],)


def _apart(name: str) -> tuple[str, str]:
    """A Thai name's kind, abbreviated, and the rest."""
    for full, short in (*KINDS.items(), *((short, short) for short in KINDS.values())):
        if name.startswith(full) and len(name) > len(full):
            return short, name[len(full) :]
    for spoken, short in _SPOKEN.items():
        if name.startswith(spoken) and len(name) > len(spoken) + 1:
            return short, name[len(spoken) :]
    return "", name


def _plain(text: str) -> str:
    return "".join(text.split()).strip(" .!?").casefold()
