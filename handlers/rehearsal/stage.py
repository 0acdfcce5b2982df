"""Setting the stage: a throw-away service, the places, a year of history, people with codes."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot import rehearsal
from bot.catalogue import Catalogue, Place, PlaceKind
from bot.cells import CellKey
from bot.changes import Recorded
from bot.codes import ALPHABET, CODE_LENGTH
from bot.months import Month, months_between
from bot.people import Role
from bot.rehearsing.characters import Character, cast
from bot.rehearsing.officials import SUCCESSOR
from bot.rehearsing.people import Dates, Official, Person
from bot.schedule import Job
from handlers.rehearsal.phones import Phones
from handlers.service import Service
from handlers.settings import Clock, Settings, read_settings
from storage import entries, migrations, people, schedules

MEMORY = Path("/dev/shm")
MONTHS_BACK = 12
BEGINS = time(7)
ON_LINE = 0.75  # the others are on Telegram
NEW_LEVEL = 4
STYLES = ("plain", "unit", "thai")
ONE_DAY = timedelta(days=1)
DAYS_AFTER_CLOSE = 3  # working days


class NoSuchPlace(Exception):
    """The province, or as many places as were asked for, is not in the tables."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rehearsal is made of; the same plan gives the same rehearsal."""

    province: str
    month: Month
    seed: int = 1
    places: int | None = None  # all there are
    push_budget: int = 300
    tick: timedelta = timedelta(minutes=15)  # of the clock, in working hours


class StillClock(Clock):
    """Time that stands still until it is moved: the same run tells the same times."""

    def __init__(self, zone: ZoneInfo, start: datetime) -> None:
        super().__init__(zone, start)
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = max(self._now, moment)


@dataclass
class Stage:
    plan: Plan
    dates: Dates
    clock: StillClock
    service: Service
    phones: dict[str, Phones]
    people: dict[str, Person]

    @property
    def officials(self) -> Iterator[Official]:
        return (one for one in self.people.values() if isinstance(one, Official))


@contextmanager
def set_stage(plan: Plan, database_url: str = "") -> Iterator[Stage]:
    """Everything as it is on the evening before; the database is thrown away unless it is named."""
    in_memory = MEMORY if MEMORY.is_dir() else None  # nothing of it needs to reach a disk
    with tempfile.TemporaryDirectory(prefix="bokcarbon-", dir=in_memory) as folder:
        url = database_url or f"sqlite:///{folder}/rehearsal.db"
        migrations.upgrade(url)
        settings = _settings(plan, url)
        service = Service.start(settings)
        try:
            yield _fill(plan, service)
        finally:
            service.database.close()


def _settings(plan: Plan, url: str) -> Settings:
    return read_settings(
        {
            "DATABASE_URL": url,
            "SECRET_KEY": "of a rehearsal, which is thrown away afterwards",
            "FILES_URL": "memory://rehearsal",
            "PUSH_BUDGET_MONTHLY": str(plan.push_budget),
        }
    )


def _fill(plan: Plan, service: Service) -> Stage:
    dates = dates_of(plan, service)
    clock = StillClock(service.settings.timezone, dates.at(dates.before, BEGINS))
    service.clock = clock
    phones = {name: Phones(name, clock) for name in ("line", "telegram")}
    service.channels.update(phones)
    catalogue = service.catalogue
    here = _places(plan, catalogue)
    stage = Stage(plan, dates, clock, service, phones, {})
    others = (place for place in catalogue.places.values() if place.province != plan.province)
    with service.database.begin() as tx:
        people.write_places(tx, map(people.place_values, (*here, *others)))
    bills = _history(plan, stage, here)
    _invite_all(stage, here, bills)
    return stage


def dates_of(plan: Plan, service: Service) -> Dates:
    """The month's days, by the calendar the service keeps for the province."""
    with service.database.begin() as tx:
        calendar = schedules.calendar_of(tx, plan.province)
    opening = calendar.opening(plan.month)
    close = calendar.day_of(Job.CLOSE, plan.month) or opening
    before = opening - ONE_DAY
    while not calendar.is_working_day(before):
        before -= ONE_DAY
    return Dates(
        month=plan.month,
        before=before,
        opening=opening,
        due=calendar.due(plan.month),
        close=close,
        end=calendar.working_days_from(close, DAYS_AFTER_CLOSE),
        zone=service.settings.timezone,
        calendar=calendar,
    )


def _places(plan: Plan, catalogue: Catalogue) -> list[Place]:
    """The province and its districts, and the places that are rehearsed, in the tables' order."""
    inside = [place for place in catalogue.places.values() if place.province == plan.province]
    if plan.province not in catalogue.places or not inside:
        raise NoSuchPlace(f"there is no province {plan.province!r} in the tables")
    local = [one for one in inside if one.kind not in (PlaceKind.PROVINCE, PlaceKind.DISTRICT)]
    wanted = len(local) if plan.places is None else plan.places - 1  # the province's own office
    if not 0 <= wanted <= len(local):
        raise NoSuchPlace(f"{plan.province} has 1 to {len(local) + 1} places, not {plan.places}")
    chosen = {one.id for one in Random(f"{plan.seed}:places").sample(local, wanted)}
    districts = {place.district for place in local if place.id in chosen}
    return [
        place
        for place in inside
        if place.id in chosen or place.id in districts or place.kind is PlaceKind.PROVINCE
    ]


def _history(plan: Plan, stage: Stage, here: list[Place]) -> dict[str, dict[str, Decimal]]:
    """A year of made-up figures is stored; the month's own stay on people's desks."""
    kinds = {place.id: place.kind for place in here}
    months = months_between(plan.month - MONTHS_BACK, plan.month)
    past: list[Recorded] = []
    bills: dict[str, dict[str, Decimal]] = {}
    made = rehearsal.figures(stage.service.catalogue, kinds, months, Random(f"{plan.seed}:figures"))
    for change in made:
        key: CellKey = change.cell.key
        if key.month < plan.month:
            past.append(change)
        else:
            bills.setdefault(key.place, {})[key.activity] = change.cell.quantity or Decimal(0)
    with stage.service.database.begin() as tx:
        entries.record_many(tx, past, None, stage.clock.now())
    return bills


def _invite_all(stage: Stage, here: list[Place], bills: dict[str, dict[str, Decimal]]) -> None:
    """A seat for everybody, and the code that opens it."""
    plan = stage.plan
    characters = cast(list(bills), Random(f"{plan.seed}:cast"))
    for place in here:
        if place.id in bills:
            _add_official(stage, place, characters[place.id], bills[place.id])
        if place.kind in (PlaceKind.DISTRICT, PlaceKind.PROVINCE):
            _add(stage, _person(stage, Role.COORDINATOR, place))
        if place.kind is PlaceKind.PROVINCE:
            _add(stage, _person(stage, Role.ADMIN, place))
            _add(stage, _person(stage, Role.AUDITOR, place))


def _add_official(
    stage: Stage, place: Place, character: Character, bills: dict[str, Decimal]
) -> None:
    if character is Character.NEW_LEVEL:
        first = next(code for code, quantity in bills.items() if quantity)
        bills = {**bills, first: bills[first] * NEW_LEVEL}
    key = f"{Role.OFFICIAL}-{place.id}"
    _add(stage, _official(stage, key, place, character, bills))
    if character is Character.HANDS_OVER:
        half = dict(list(bills.items())[len(bills) // 2 :])
        key = f"{SUCCESSOR}-{place.id}"
        stage.people[key] = _official(stage, key, place, character, half)


def _official(
    stage: Stage, key: str, place: Place, character: Character, bills: dict[str, Decimal]
) -> Official:
    person = _person(stage, Role.OFFICIAL, place, key)
    person.locale = "en" if character is Character.ENGLISH else "th"
    return Official(
        **vars(person),
        catalogue=stage.service.catalogue,
        character=character,
        bills=bills,
        writes=person.random.choice(STYLES),
    )


def _person(stage: Stage, role: Role, place: Place, key: str = "") -> Person:
    key = key or f"{role}-{place.id}"
    random = Random(f"{stage.plan.seed}:{key}")
    return Person(
        key=key,
        role=role,
        place=place.id,
        names={"th": place.full_name_th, "en": place.name_en},
        channel="line" if random.random() < ON_LINE else "telegram",
        random=random,
        dates=stage.dates,
        code="".join(random.choices(ALPHABET, k=CODE_LENGTH)),
    )


def _add(stage: Stage, person: Person) -> None:
    stage.people[person.key] = person
    with stage.service.database.begin() as tx:
        people.invite(tx, person.place, person.role, person.code, stage.clock.now())
