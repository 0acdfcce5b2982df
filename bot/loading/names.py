"""Which place, item, kind, unit and status a row names: by its code, or by its whole name."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from bot.catalogue import Activity, Catalogue, Kind
from bot.cells import Status
from bot.loading.lines import Column, Wrong, shown
from bot.people import Place
from bot.reading.cleaning import clean
from bot.reading.units import unit_spellings
from bot.text import voices

STATUSES = {
    status.value.casefold(): status
    for status in Status
    if status not in (Status.LATER, Status.MISSING)
}
MOST_LISTED = 8
T = TypeVar("T")


class Names:
    """What the tables and the stored places are called, each looked up once."""

    def __init__(self, catalogue: Catalogue, places: Iterable[Place]) -> None:
        self._catalogue = catalogue
        self._places = _by_name((place, _names_of_place(place)) for place in places)
        self._activities = _by_name(
            (activity, _said(activity.code, activity.label, activity.short_label))
            for activity in catalogue.activities.values()
        )
        self._kinds = {
            activity.code: _by_name((kind, _names_of_kind(kind)) for kind in activity.kinds)
            for activity in catalogue.activities.values()
        }
        self._units: dict[str, tuple[str, ...]] = {}

    def place(self, text: str) -> Place:
        return _found(self._places, text, Column.PLACE, "write its code; see load places")

    def activity(self, text: str) -> tuple[Activity, str]:
        """The activity, and the kind where it is written as in a template: `ORG_REFRIG/…`."""
        code, _, kind = text.partition("/")
        name = code if kind and code.strip().casefold() in self._activities else text
        activity = _found(
            self._activities, name, Column.ACTIVITY, "write its code, such as ORG_ELEC"
        )
        return activity, kind.strip() if name == code else ""

    def kind(self, activity: Activity, text: str, needed: bool) -> str:
        """The code of a kind; empty for an activity that has none, or where none is needed."""
        if not activity.kinds:
            if text:
                words = f"{shown(text)}: {activity.code} has no kinds; leave kind empty"
                raise Wrong(Column.KIND, words)
            return ""
        codes = ", ".join(kind.code for kind in activity.kinds[:MOST_LISTED])
        if text:
            return _found(self._kinds[activity.code], text, Column.KIND, f"use {codes}").code
        if needed:
            raise Wrong(Column.KIND, f"is empty; {activity.code} needs one of {codes}")
        return ""

    def unit(self, activity: Activity, text: str, column: Column = Column.UNIT) -> str:
        """The unit a spelling means for this activity."""
        usual = ", ".join(dict.fromkeys((activity.unit, *activity.asks_for)))
        if not text:
            raise Wrong(column, f"is empty; {activity.code} is counted in {usual}")
        codes = self._units_spelled(text)
        if not codes:
            raise Wrong(column, f"{shown(text)} is not a unit; {activity.code} takes {usual}")
        if "baht" in codes:
            raise Wrong(column, f"{shown(text)} is money; write how much was used, in {usual}")
        if activity.unit in codes:
            return activity.unit
        if len(codes) == 1 and codes[0] in activity.conversions:
            return codes[0]
        raise Wrong(column, f"{shown(text)} does not fit {activity.code}; write it in {usual}")

    def status(self, text: str) -> Status | None:
        """None where the row leaves it to its quantity."""
        if not text:
            return None
        known = ", ".join(status.value for status in STATUSES.values())
        return _found(STATUSES, text, Column.STATUS, f"use {known}")

    def _units_spelled(self, text: str) -> tuple[str, ...]:
        if text not in self._units:
            self._units[text] = self._spelled(text)
        return self._units[text]

    def _spelled(self, text: str) -> tuple[str, ...]:
        if text in self._catalogue.units:
            return (text,)
        spellings, written = unit_spellings(self._catalogue), clean(text).text
        found = spellings.named(written) or spellings.match_cylinder(written, 0)
        is_all = found is not None and found.end in (0, len(written))
        return found.codes if found and is_all else ()


def _found(known: Mapping[str, T | None], text: str, column: Column, advice: str) -> T:
    if not text:
        raise Wrong(column, f"is empty; {advice}")
    found = known.get(text.casefold())
    if found is None:
        several = text.casefold() in known
        reason = "names several" if several else f"there is no such {column}"
        raise Wrong(column, f"{shown(text)}: {reason}; {advice}")
    return found


def _by_name(named: Iterable[tuple[T, Iterable[str]]]) -> dict[str, T | None]:
    """By every name, folded; None where several share one."""
    known: dict[str, T | None] = {}
    for one, names in named:
        for name in {name.casefold() for name in names if name}:
            known[name] = None if name in known else one
    return known


def _names_of_place(place: Place) -> tuple[str, ...]:
    return (place.id, place.name_th, place.name_en)


def _names_of_kind(kind: Kind) -> tuple[str, ...]:
    return (*_said(kind.code, kind.label), *kind.aliases)


def _said(code: str, *labels: str) -> tuple[str, ...]:
    """A code, and names as every language says them."""
    return (code, *labels, *(voice(label) for voice in voices().values() for label in labels))
