"""All the bot is told before it answers: the person, the seat, the month, the figures so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.attachments import Attachment
from bot.catalogue import Catalogue, Range
from bot.months import Month
from bot.people import Invitation, Person, Place, Role, Seat, office_of, offices
from bot.policy import Actor
from bot.roster import Linking, OwnSeat, PlaceSeats

KNOWN_MONTHS = 25  # two full years back: the same month last year, and its own twelve before


class Status(StrEnum):
    """What a cell says; the GPC notation key where there is one."""

    REPORTED = "reported"
    ESTIMATED = "estimated"
    NOTHING = "nothing"  # a confirmed zero
    NOT_OCCURRING = "NO"
    NOT_AVAILABLE = "NE"
    ELSEWHERE = "IE"
    CONFIDENTIAL = "C"
    LATER = "later"
    MISSING = "missing"  # after an undo of the first figure

    @property
    def answered(self) -> bool:
        return self not in (Status.LATER, Status.MISSING)


@dataclass(frozen=True, order=True, slots=True)
class CellKey:
    """One figure's place in the account. `kind` is empty unless the activity has kinds."""

    place: str
    month: Month
    activity: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The current figure of a cell. `quantity` is in the activity's base unit."""

    key: CellKey
    version: int
    status: Status
    quantity: Decimal | None = None
    told_quantity: Decimal | None = None
    told_unit: str = ""
    doubted: bool = False
    kg_co2e: Decimal | None = None
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """The open question of a conversation. Buttons carry `id`, so that an old one is known."""

    flow: str
    name: str
    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undoable:
    """A cell the person's last message wrote, and what it said before."""

    now: Cell
    before: Cell | None
    recorded_at: datetime | None = None
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Referred:
    """What an edited or unsent message did: the figures it still stands for, its attachment."""

    event: int
    figures: tuple[Undoable, ...] = ()
    attachments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """One place's month as a coordinator sees it."""

    place: Place
    answered: int
    expected: int
    doubted: int
    kg_co2e_organisation: Decimal
    kg_co2e_area: Decimal
    reachable: bool  # somebody holds the seat and has not blocked the account


@dataclass(frozen=True, slots=True)
class Situation:
    """Facts as of one moment; `now` is in the service's time zone."""

    now: datetime
    catalogue: Catalogue
    locale: str
    base_url: str
    draft_id: str  # fresh, short: names the step this turn may open
    secret: str  # fresh, long: a one-use link this turn may give
    person: Person | None = None
    seats: tuple[Seat, ...] = ()
    step: Step | None = None
    invitation: Invitation | None = None
    codes_blocked: bool = False  # too many wrong codes within the hour
    late: bool = False  # the message is older than one already answered
    cells: Mapping[CellKey, Cell] = field(default_factory=dict)
    peers: Mapping[tuple[str, str], Range] = field(default_factory=dict)  # activity and kind
    undoable: tuple[Undoable, ...] = ()
    event: int | None = None  # names the message that is being answered
    attachment: Attachment | None = None  # of this message, or the one its button is about
    referred: Referred | None = None  # what the message that is edited or unsent did
    progress: tuple[PlaceProgress, ...] = ()
    channel: str = ""  # where this conversation is
    other_chats: tuple[str, ...] = ()  # the channels of the person's other conversations
    code: str = ""  # fresh: a one-use code this turn may give out
    join_links: Mapping[str, str] = field(default_factory=dict)  # by channel, with {code} in it
    chosen_office: int | None = None  # the seat figures are told for, where there are several
    claims: tuple[Invitation, ...] = ()  # hand-overs the person accepted that wait for a yes
    # Only where the message may be about seats, else they are not read:
    roster: tuple[PlaceSeats, ...] = ()  # of the places whose holders the person may see
    own_seats: tuple[OwnSeat, ...] = ()
    linking: Linking | None = None  # the other conversation whose code this message holds

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def report_month(self) -> Month:
        """The month that is being asked for: the one before today's."""
        return Month.of(self.today) - 1

    @property
    def known_from(self) -> Month:
        """The oldest month `cells` reaches back to: older ones cannot be compared, nor saved."""
        return self.report_month - KNOWN_MONTHS

    @property
    def actor(self) -> Actor:
        """Who is talking, as `bot.policy.can` wants to know."""
        return Actor(self.seats, self.person.id if self.person else None)

    @property
    def seat(self) -> Seat | None:
        """The seat figures are told for: the chosen one of several."""
        return office_of(self.seats, self.chosen_office)

    @property
    def has_several_offices(self) -> bool:
        return len(offices(self.seats)) > 1

    @property
    def overseeing(self) -> Seat | None:
        """The seat that sees the places below it."""
        return next((seat for seat in self.seats if seat.role is not Role.OFFICIAL), None)

    @property
    def place(self) -> Place:
        """The place figures are told for; only asked for once there is a seat."""
        if self.seat is None:
            raise LookupError("nobody has taken an official's seat in this conversation")
        return self.seat.place

    @property
    def expected(self) -> tuple[str, ...]:
        """The activities this place is asked about every month, in asking order."""
        return self.catalogue.asked_of(self.place.kind)

    @property
    def latest_told(self) -> Month:
        """The month that is being asked for, or an older one while that holds nothing yet."""
        told = [key.month for key, cell in self.cells.items() if cell.status.answered]
        return max((m for m in told if m <= self.report_month), default=self.report_month)

    def cell(self, activity: str, month: Month, kind: str = "") -> Cell | None:
        return self.cells.get(CellKey(self.place.id, month, activity, kind))

    def cells_of(self, activity: str, month: Month) -> tuple[Cell, ...]:
        """Every kind's cell of an activity in a month."""
        return tuple(
            cell
            for key, cell in self.cells.items()
            if key.activity == activity and key.month == month
        )

    def answered(self, activity: str, month: Month) -> bool:
        return any(cell.status.answered for cell in self.cells_of(activity, month))

    def postponed(self, activity: str, month: Month) -> bool:
        return any(cell.status is Status.LATER for cell in self.cells_of(activity, month))

    def answered_count(self, month: Month) -> int:
        return sum(self.answered(activity, month) for activity in self.expected)

    def with_cell(self, cell: Cell) -> "Situation":
        return replace(self, cells={**self.cells, cell.key: cell})
