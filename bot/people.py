"""People, places and seats: duty belongs to the seat (place × role), not to the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.catalogue import PlaceKind
from bot.text import Voice, mark

# The state's own abbreviations of kinds of local government; longer kinds before shorter ones.
SHORT_TYPES = {
    "องค์การบริหารส่วนจังหวัด": "อบจ.",
    "องค์การบริหารส่วนตำบล": "อบต.",
    "เทศบาลนคร": "ทน.",
    "เทศบาลเมือง": "ทม.",
    "เทศบาลตำบล": "ทต.",
    "อำเภอ": "อ.",
    "จังหวัด": "จ.",
}


class Role(StrEnum):
    OFFICIAL = "official"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


ROLE_NAMES = {
    Role.OFFICIAL: mark("reporting official"),
    Role.COORDINATOR: mark("coordinator"),
    Role.AUDITOR: mark("auditor"),
    Role.ADMIN: mark("administrator"),
}
SEAT_NAME = mark("%(role)s, %(place)s")


@dataclass(frozen=True, slots=True)
class Place:
    """A local government, district or province. `id` is the DOPA code where there is one."""

    id: str
    kind: PlaceKind
    province: str
    district: str
    name_th: str
    name_en: str
    population: int | None = None

    def name(self, t: Voice) -> str:
        return self.name_th if t.code == "th" else self.name_en

    def short_name(self, t: Voice) -> str:
        """As offices shorten it, อบต.กะเฉด: a button shows twenty letters, a list many names."""
        name = self.name(t)
        kind = next((kind for kind in SHORT_TYPES if name.startswith(kind)), "")
        return SHORT_TYPES[kind] + name.removeprefix(kind) if kind else name

    @property
    def names(self) -> dict[str, str]:
        """The name in each language, for words that are made later."""
        return {"th": self.name_th, "en": self.name_en}


# Where provinces add up. It is no row: nobody holds a seat at it, and it tells no figures.
NATION = Place("TH", PlaceKind.NATION, "", "", "ประเทศไทย", "Thailand")


@dataclass(frozen=True, slots=True)
class Seat:
    id: int
    place: Place
    role: Role

    def name(self, t: Voice) -> str:
        """`reporting official, Kachet`"""
        return t(SEAT_NAME, role=t(ROLE_NAMES[self.role]), place=self.place.name(t))

    @property
    def is_top(self) -> bool:
        """A province's administrator: nobody above could approve a successor."""
        return self.role is Role.ADMIN and self.place.id == self.place.province


def offices(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """The seats figures are told for."""
    return tuple(seat for seat in seats if seat.role is Role.OFFICIAL)


def office_of(seats: Iterable[Seat], chosen: int | None) -> Seat | None:
    """The office figures are told for now: the chosen one while it is held, else the first."""
    held = offices(seats)
    return next((seat for seat in held if seat.id == chosen), held[0] if held else None)


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    locale: str
    reminders_off: bool = False
    paused_until: datetime | None = None  # no reminders until then
    notice_version: str = ""  # the one last told

    def wants_reminders(self, now: datetime) -> bool:
        """Not stopped, nor paused for now."""
        is_paused = self.paused_until is not None and now < self.paused_until
        return not self.reminders_off and not is_paused


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-use invitation that is still good, found by the hash of its code.

    A hand-over names the holder whose seat it becomes: the row, and the person.
    """

    id: int
    seat: Seat
    replaces: int | None = None
    replaced_person: int | None = None
    approved: bool = False

    @property
    def waits_for_approval(self) -> bool:
        """A hand-over by the holder: who accepts it holds nothing until somebody above agrees."""
        return self.replaces is not None and not self.approved
