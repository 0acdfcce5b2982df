"""People, places and seats: duty belongs to the seat (place × role), not to the person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.catalogue import PlaceKind
from bot.text import Voice


class Role(StrEnum):
    OFFICIAL = "official"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"


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

    @property
    def names(self) -> dict[str, str]:
        """The name in each language, for words that are made later."""
        return {"th": self.name_th, "en": self.name_en}


@dataclass(frozen=True, slots=True)
class Seat:
    id: int
    place: Place
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    locale: str
    reminders_off: bool = False
    paused_until: datetime | None = None  # no reminders until then

    def wants_reminders(self, now: datetime) -> bool:
        """Not stopped, nor paused for now."""
        is_paused = self.paused_until is not None and now < self.paused_until
        return not self.reminders_off and not is_paused


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-use invitation that is still good, found by the hash of its code."""

    id: int
    seat: Seat
