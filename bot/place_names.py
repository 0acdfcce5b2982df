"""Finding a place by the name people type: กะเฉด, อบต.กะเฉด, 210110. What is close is asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.people import SHORT_TYPES, Place

MORE_TYPES = {  # as people shorten a kind beside the state's own abbreviation
    "เทศบาลนคร": ("นคร",),
    "เทศบาลตำบล": ("เทศบาล",),
    "เมือง": ("เมือง",),
}
CLOSE = 78  # per cent alike; closer ones are offered, never taken
MOST_OFFERED = 10
SHORTEST_PART = 2  # letters; fewer stand in too many names


@dataclass(frozen=True, slots=True)
class Found:
    """The places a text may mean; `is_sure` when it is the whole name or code of just one."""

    places: tuple[Place, ...] = ()
    is_sure: bool = False


def find(places: Iterable[Place], text: str) -> Found:
    """By code, whole name, the beginning or a part of it; at last by likeness, which is asked."""
    known = tuple(places)
    typed = _plain(text.strip(" .!?"))
    if not typed:
        return Found()
    for fits in (_is_code, _is_name, _begins, _holds):
        found = tuple(place for place in known if fits(place, typed))
        if found:
            return Found(found[:MOST_OFFERED], len(found) == 1 and fits in (_is_code, _is_name))
    return Found(_alike(known, typed))


def _is_code(place: Place, typed: str) -> bool:
    return place.id.casefold() == typed


def _is_name(place: Place, typed: str) -> bool:
    return typed in _names(place)


def _begins(place: Place, typed: str) -> bool:
    return len(typed) >= SHORTEST_PART and any(name.startswith(typed) for name in _names(place))


def _holds(place: Place, typed: str) -> bool:
    return len(typed) > SHORTEST_PART and any(typed in name for name in _names(place))


def _alike(places: Sequence[Place], typed: str) -> tuple[Place, ...]:
    scored = [
        (max(fuzz.ratio(typed, name) for name in _names(place)), place.id, place)
        for place in places
    ]
    close = sorted((one for one in scored if one[0] >= CLOSE), key=lambda one: (-one[0], one[1]))
    return tuple(place for _, _, place in close[:MOST_OFFERED])


def _names(place: Place) -> Iterator[str]:
    """Every way the place is written, as `_plain` makes it."""
    whole = _plain(place.name_th)
    yield whole
    yield _plain(place.name_en)
    kind = next((kind for kind in (*SHORT_TYPES, *MORE_TYPES) if whole.startswith(kind)), "")
    if kind:
        bare = whole[len(kind) :]
        yield bare
        shortened = (SHORT_TYPES.get(kind, ""), *MORE_TYPES.get(kind, ()))
        yield from (short.replace(".", "") + bare for short in shortened)


def _plain(text: str) -> str:
    """Without spaces and dots, in one letter case: อบต. กะเฉด is อบตกะเฉด."""
    return "".join(text.casefold().split()).replace(".", "")
