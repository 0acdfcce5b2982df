"""All the bot is told before it answers: the person, the seat, the month, the figures so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.assignments import Assignment, expected
from bot.attachments import Attachment
from bot.catalogue import Catalogue, Range
from bot.cells import Cell, CellKey, Status
from bot.explaining import Explained
from bot.months import Month
from bot.oversight import Focus, LateRequest, PlaceProgress, Reviewed
from bot.people import Invitation, Person, Place, Role, Seat, office_of, offices
from bot.personal import Known
from bot.policy import Actor
from bot.reporting import PlaceMonth
from bot.roster import Linking, OwnSeat, PlaceSeats
from bot.schedule import Calendar

KNOWN_MONTHS = 25  # two full years back: the same month last year, and its own twelve before


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
    elsewhere: bool = False  # it told figures of another office than the one told for now


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
    assignments: tuple[Assignment, ...] = ()  # of the place figures are told for
    months: Mapping[Month, PlaceMonth] = field(default_factory=dict)  # not simply open ones
    peers: Mapping[tuple[str, str], Range] = field(default_factory=dict)  # activity and kind
    undoable: tuple[Undoable, ...] = ()
    event: int | None = None  # names the message that is being answered
    attachment: Attachment | None = None  # of this message, or the one its button is about
    referred: Referred | None = None  # what the message that is edited or unsent did
    progress: tuple[PlaceProgress, ...] = ()  # of the places below, for the month in focus
    focus: Focus = field(default_factory=Focus)
    reviewed: Reviewed | None = None  # the place in focus
    late_requests: tuple[LateRequest, ...] = ()  # that wait for this person's yes or no
    late_cells: Mapping[CellKey, Cell] = field(default_factory=dict)  # what they would replace
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
    calendars: Mapping[str, Calendar] = field(default_factory=dict)  # of the person's provinces

    explained: tuple[Explained, ...] = ()  # a place's figures, where the message may ask why
    known: Known | None = None  # what is kept about the person, where the message asks for it

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

    def due_by(self, seat: Seat, month: Month) -> datetime:
        """The end of a month's due day, by the calendar of the province a seat is in."""
        return self.calendar_of(seat.place.province).due_by(month, self.now.tzinfo)

    def calendar_of(self, province: str) -> Calendar:
        """A province's due days and days off; the usual ones where none are known."""
        return self.calendars.get(province) or Calendar()

    @property
    def calendar(self) -> Calendar:
        """The one of the place figures are told for, or else of the places overseen."""
        seat = self.seat or next(iter(self.seats), None)
        return self.calendar_of(seat.place.province if seat else "")

    @property
    def place(self) -> Place:
        """The place figures are told for; only asked for once there is a seat."""
        if self.seat is None:
            raise LookupError("nobody has taken an official's seat in this conversation")
        return self.seat.place

    @property
    def expected(self) -> tuple[str, ...]:
        """The activities this place is asked about now, in asking order."""
        return self.expected_in(self.report_month)

    def expected_in(self, month: Month) -> tuple[str, ...]:
        """The activities this place is asked about for a month, in asking order."""
        return expected(self.catalogue, self.place.kind, self.assignments, month)

    def month_of(self, month: Month) -> PlaceMonth:
        """How a month of this place stands: open where nothing has happened."""
        return self.months.get(month) or PlaceMonth(self.place.id, month)

    def is_complete(self, month: Month) -> bool:
        asked = self.expected_in(month)
        return bool(asked) and all(self.answered(activity, month) for activity in asked)

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
        return sum(self.answered(activity, month) for activity in self.expected_in(month))

    def with_cell(self, cell: Cell) -> "Situation":
        return replace(self, cells={**self.cells, cell.key: cell})
