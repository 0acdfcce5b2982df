"""A person of a rehearsal: who they are, what they know of the calendar, when they find time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from random import Random

from bot.catalogue import Catalogue
from bot.codes import dashed
from bot.flows.join import ACCEPT
from bot.flows.record.questions import LATER
from bot.messages import Reply
from bot.months import Month
from bot.people import Role
from bot.rehearsing.acts import Press, Say, Talk
from bot.rehearsing.characters import Character
from bot.schedule import Calendar
from bot.text import Voice, voice

FIRST_HOUR, LAST_HOUR = time(8, 40), time(16, 0)  # when people sit at their desks
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True, slots=True)
class Dates:
    """What everybody knows of the month: its days, and which days are working days."""

    month: Month
    before: date  # the working day before the opening
    opening: date
    due: date
    close: date
    end: date
    zone: tzinfo
    calendar: Calendar

    def is_working_day(self, day: date) -> bool:
        return self.calendar.is_working_day(day)

    def working_day(self, start: date, number: int) -> date:
        """The working day `number` working days after `start` (or the first one from there)."""
        day = self.calendar.first_working_day(start)
        return self.calendar.working_days_from(day, number) if number else day

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone)


@dataclass
class Person:
    """`key` names them in the chronicle, and is their user id on the platform."""

    key: str
    role: Role
    place: str
    names: Mapping[str, str]  # of the place, by language
    channel: str
    random: Random
    dates: Dates
    code: str = ""  # of the invitation
    locale: str = "th"

    @property
    def t(self) -> Voice:
        return voice(self.locale)

    def said(self, words: str, other: str = "") -> str:
        """What is typed, in the person's language."""
        return other if other and self.locale == "en" else words

    def some_time(self, day: date) -> datetime:
        """A moment of a working day."""
        first = self.dates.at(day, FIRST_HOUR)
        minutes = int((self.dates.at(day, LAST_HOUR) - first).total_seconds() // 60)
        return first + timedelta(minutes=self.random.randrange(minutes))

    def workday(self, number: int) -> datetime:
        """Some time on the working day `number` after the opening."""
        return self.some_time(self.dates.working_day(self.dates.opening, number))

    def soon(self, at: datetime, minutes: tuple[int, int] = (5, 90)) -> datetime:
        """A while later, at the desk."""
        moment = at + timedelta(minutes=self.random.randint(*minutes))
        is_desk_time = FIRST_HOUR <= moment.time() <= LAST_HOUR
        if self.dates.is_working_day(moment.date()) and is_desk_time:
            return moment
        day = moment.date() + timedelta(days=moment.time() > LAST_HOUR)
        return self.some_time(self.dates.working_day(day, 0))

    def end(self) -> datetime:
        return self.dates.at(self.dates.end, time(18))

    def join(self) -> Talk:
        """Type the code, read the notice, accept."""
        code = dashed(self.code)
        heard = yield Say(self.said(f"เข้าร่วม {code}", f"join {code}"))
        if self.locale != "th":
            heard = yield Press(self.t.language_name)
        if not heard.has(self.t(ACCEPT)):
            return heard
        return (yield Press(self.t(ACCEPT)))


@dataclass
class Official(Person):
    """Somebody who holds the month's figures on bills and in log books."""

    catalogue: Catalogue = field(kw_only=True)
    character: Character = Character.PUNCTUAL
    bills: dict[str, Decimal] = field(default_factory=dict)  # by activity, in asking order
    slips: dict[str, Decimal] = field(default_factory=dict)  # what is typed instead, once
    slipped: list[str] = field(default_factory=list)  # items that were confirmed wrong
    untold: set[str] = field(init=False)
    later: set[str] = field(default_factory=set)  # items that are put off when asked
    writes: str = "plain"  # plain, unit, thai

    def __post_init__(self) -> None:
        self.untold = set(self.bills)

    def asked_item(self, replies: Sequence[Reply]) -> str:
        """Which of the items is being asked for: the one named last; empty for none."""
        for reply in reversed(replies):
            if not self._is_question(reply):
                continue
            named = [code for code in self.bills if self._label(code) in reply.text]
            return max(named, key=lambda code: len(self._label(code)), default="")
        return ""

    def answer(self, code: str) -> str:
        """The figure as it is typed at its question."""
        quantity = self._quantity(code)
        if not quantity:
            return self.said("ไม่มี", "none")
        number = self.t.number(quantity)
        if self.writes == "thai":
            return number.translate(THAI_DIGITS)
        return f"{number} {self.unit(code)}" if self.writes == "unit" else number

    def told(self, code: str) -> str:
        """`น้ำมันดีเซล 320 ลิตร`: item and figure, as one message holds several."""
        quantity = self._quantity(code)
        words = f"{self.t.number(quantity)} {self.unit(code)}"
        if not quantity:
            words = self.said("ไม่มี", "none")
        return f"{self.t(self.catalogue.activities[code].short_label)} {words}"

    def _quantity(self, code: str) -> Decimal:
        self.untold.discard(code)
        return self.slips.pop(code, self.bills[code])

    def whole_month(self, codes: Sequence[str]) -> str:
        """One message for many items, a line each, the month first."""
        return "\n".join([self.t.month(self.dates.month), *map(self.told, codes)])

    def unit(self, code: str) -> str:
        unit = self.catalogue.units[self.catalogue.activities[code].unit]
        is_english = self.locale == "en"
        fitting = (one for one in unit.spellings if one.isascii() == is_english)
        return next(fitting, unit.spellings[0])

    def _label(self, code: str) -> str:
        return self.t(self.catalogue.activities[code].label)

    def _is_question(self, reply: Reply) -> bool:
        return any(button.label == self.t(LATER) for button in reply.buttons)
