"""`load values`: what a file would change. `values_writing.py` writes it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from bot.catalogue import Range
from bot.loading.comparing import Beside, Compared, Sort, compare
from bot.loading.lines import Line, Problem, Told
from bot.loading.reading import LineReader
from bot.peers import size_of
from bot.people import Place
from handlers.imports.opening import ValuesFile, open_values
from handlers.imports.spool import Spool
from handlers.service import Service
from storage import loading, peers, people
from storage.session import Transaction

MOST_NAMED = 1_000  # problems and remarks that are kept in memory; all are counted
ROWS_A_STEP = 5_000  # between two lines of progress
A_YEAR = 12
Say = Callable[[str], None]
Where = tuple[str, str]  # a place and a month, as far as a row says them


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person at the keyboard decided."""

    accept_doubted: bool = False
    skip_bad: bool = False
    into_closed: bool = False
    reason: str = ""  # why it may write into closed months

    def takes(self, one: Compared) -> bool:
        """Whether a difference is to be written."""
        return self.accept_doubted or not one.doubts


@dataclass
class Found:
    """Things that are named one by one up to a bound, and counted beyond it."""

    named: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.count += 1
            if len(self.named) < MOST_NAMED:
                self.named.append(problem)


@dataclass
class Plan:
    """A file beside what is kept. `differences` come by place, its parameters first."""

    sha256: str
    format: str
    ignored: tuple[str, ...]
    other_sheets: tuple[str, ...]
    rows: int = 0
    untold: int = 0
    counts: defaultdict[Where, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bad: Found = field(default_factory=Found)
    remarks: Found = field(default_factory=Found)
    differences: Spool[Compared] = field(default_factory=lambda: Spool(_by_place))

    def total(self, name: str) -> int:
        return sum(counter[name] for counter in self.counts.values())

    def close(self) -> None:
        self.differences.close()


def _by_place(one: Compared) -> str:
    """What was added first of a place comes first: its parameters, then by item and month."""
    return one.told.key.place


# --- what the file would change -------------------------------------------------------------------


def plan(service: Service, path: Path, wanted: Wanted, say: Say) -> Plan:
    """Read a file and compare it; nothing is written. CannotLoad refuses the whole file."""
    with service.database.snapshot() as tx:
        places = {place.id: place for place in people.places_of(tx)}
    reader = LineReader(service.catalogue, places.values(), service.clock.now().date())
    told: Spool[Told] = Spool(lambda one: (one.key.place, one.row, one.key.month))
    try:
        with open_values(path) as file:
            made = _read(file, reader, told, say)
        _compare(service, made, told, places, wanted, say)
    finally:
        told.close()
    return made


def _read(file: ValuesFile, reader: LineReader, told: Spool[Told], say: Say) -> Plan:
    made = Plan(file.sha256, file.format.name, file.columns.ignored, file.other_sheets)
    for line in file.lines:
        made.rows += 1
        if made.rows % ROWS_A_STEP == 0:
            say(f"{made.rows:,} rows read")
        if line is None:
            made.untold += 1
        elif isinstance(line, Problem):
            _refuse(made, [line])
        else:
            _take(made, reader, line, told)
    return made


def _take(made: Plan, reader: LineReader, line: Line, told: Spool[Told]) -> None:
    reading = reader.read(line)
    made.remarks.add(reading.remarks)
    if reading.problems:
        _refuse(made, reading.problems)
    for one in reading.told:
        told.add(one)


def _refuse(made: Plan, problems: Sequence[Problem]) -> None:
    """Everything wrong with one row."""
    made.bad.add(problems)
    made.counts[problems[0].place, problems[0].month]["refused"] += 1


def _compare(
    service: Service,
    made: Plan,
    told: Iterable[Told],
    places: dict[str, Place],
    wanted: Wanted,
    say: Say,
) -> None:
    usual = _Usual(service)
    done = 0
    for place, figures in groupby(told, lambda one: one.key.place):
        of_place = list(figures)
        for one in compare(_beside(service, places[place], of_place, usual, wanted), of_place):
            _count(made, one)
        done += len(of_place)
        if done // ROWS_A_STEP > (done - len(of_place)) // ROWS_A_STEP:
            say(f"{done:,} figures compared")


def _count(made: Plan, one: Compared) -> None:
    counter = made.counts[one.told.key.place, str(one.told.key.month)]
    counter[NAMES[one.sort]] += 1
    if one.problem is not None:
        made.bad.add([one.problem])
    if one.differs:
        counter["doubted"] += bool(one.doubts)
        made.differences.add(one)


NAMES = {Sort.NEW: "new", Sort.CHANGED: "changed", Sort.SAME: "same", Sort.REFUSED: "refused"}


def _beside(
    service: Service, place: Place, told: Sequence[Told], usual: "_Usual", wanted: Wanted
) -> Beside:
    first, last = (edge(one.key.month for one in told) for edge in (min, max))
    with service.database.snapshot() as tx:
        kept = loading.kept(
            tx, place.id, first - A_YEAR, last + A_YEAR, service.catalogue.parameters
        )
        closed = loading.closed_months(tx, place.id, first)
        ranges = usual.of(tx, place)
    return Beside(service.catalogue, place, kept, closed, ranges, wanted.into_closed)


class _Usual:
    """What peers of a kind and size usually tell, read once each."""

    def __init__(self, service: Service) -> None:
        self._known: dict[tuple[str, str], dict[tuple[str, str], Range]] = {}

    def of(self, tx: Transaction, place: Place) -> dict[tuple[str, str], Range]:
        key = place.kind.value, size_of(place.kind, place.population)
        if key not in self._known:
            self._known[key] = peers.ranges_for(tx, place)
        return self._known[key]
