"""A file of seats: a CSV or XLSX with place, role and people, and how it differs from what is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.people import Place, Role
from bot.roster import SeatState
from handlers.tables_to_load import CannotLoad, first_table, numbered

MOST_PEOPLE = 20  # on one seat
COLUMNS = {
    "place": ("place", "place_id", "รหัส", "รหัสหน่วยงาน", "หน่วยงาน"),
    "role": ("role", "บทบาท", "ตำแหน่ง"),
    "people": ("people", "จำนวน", "จำนวนคน"),
}
Key = tuple[str, Role]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One good row: a seat, and how many people it is for."""

    place: Place
    role: Role
    people: int

    @property
    def key(self) -> Key:
        return self.place.id, self.role


@dataclass(frozen=True, slots=True)
class SeatFile:
    """What a file says; every row that cannot be taken is in `troubles`, by its number."""

    wanted: tuple[Wanted, ...] = ()
    troubles: tuple[str, ...] = ()


class Sort(StrEnum):
    """How a seat of the file or the database compares; the sign it is printed with."""

    NEW = "+"
    EMPTY = "~"  # there, but fewer people than wanted hold it or are invited
    INVITED = "…"
    SAME = "="
    EXTRA = "-"  # there, and not in the file


@dataclass(frozen=True, slots=True)
class Difference:
    sort: Sort
    place: Place
    role: Role
    held: int = 0
    invited: int = 0
    missing: int = 0  # invitations to give out
    state: SeatState | None = None

    def words(self) -> str:
        line = f"{self.sort} {self.place.id} {self.role.value} {self.place.name_th}"
        counts = f"{self.held} held, {self.invited} invited, {self.missing} to invite"
        return f"{line}: {counts}" if self.sort is not Sort.EXTRA else f"{line}: {self.held} held"


@dataclass(frozen=True, slots=True)
class Differences:
    rows: tuple[Difference, ...] = ()

    def of(self, *sorts: Sort) -> list[Difference]:
        return [row for row in self.rows if row.sort in sorts]

    @property
    def missing(self) -> int:
        return sum(row.missing for row in self.rows)

    def summary(self) -> str:
        count = {sort: len(self.of(sort)) for sort in Sort}
        return (
            f"{count[Sort.NEW]} new, {count[Sort.EMPTY]} to invite to, "
            f"{count[Sort.INVITED]} invited already, {count[Sort.SAME]} unchanged, "
            f"{count[Sort.EXTRA]} not in the file; {self.missing} invitations to give out"
        )


# --- the file -------------------------------------------------------------------------------------


def read_file(path: Path, places: Mapping[str, Place]) -> SeatFile:
    """The first table of a CSV or XLSX, every row checked."""
    try:
        rows = first_table(path)
    except CannotLoad as error:
        return SeatFile(troubles=(str(error),))
    header = _header(rows)
    if header is None:
        return SeatFile(troubles=(f"{path.name}: row 1: the columns place and role are needed",))
    return _read(path.name, rows, header, places)


def _header(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    names = [cell.casefold() for cell in rows[0]] if rows else []
    found = {
        column: names.index(alias)
        for column, aliases in COLUMNS.items()
        for alias in reversed(aliases)
        if alias in names
    }
    return found if {"place", "role"} <= found.keys() else None


def _read(
    name: str,
    rows: Sequence[Sequence[str]],
    header: Mapping[str, int],
    places: Mapping[str, Place],
) -> SeatFile:
    wanted: dict[Key, Wanted] = {}
    troubles: list[str] = []
    for number, cells in numbered(rows, header):
        problems = list(_problems(cells, places))
        if not problems:
            seat = _wanted(cells, places)
            if seat.key in wanted:
                problems = [f"{seat.place.id} {seat.role.value} stands in the file already"]
            wanted.setdefault(seat.key, seat)
        troubles += [f"{name}: row {number}: {problem}" for problem in problems]
    return SeatFile(tuple(wanted.values()), tuple(troubles))


def _wanted(cells: Mapping[str, str], places: Mapping[str, Place]) -> Wanted:
    role = Role(cells["role"].lower())
    return Wanted(places[cells["place"]], role, int(cells.get("people") or 1))


def _problems(cells: Mapping[str, str], places: Mapping[str, Place]) -> Iterator[str]:
    roles = [role.value for role in Role]
    if cells["place"] not in places:
        yield f"there is no place {cells['place']!r}"
    if cells["role"].lower() not in roles:
        yield f"role is {cells['role']!r}; use {', '.join(roles)}"
    people_told = cells.get("people") or "1"
    is_count = people_told.isascii() and people_told.isdigit() and len(people_told) < 4
    if not is_count or not 1 <= int(people_told) <= MOST_PEOPLE:
        yield f"people is {people_told!r}; write a number from 1 to {MOST_PEOPLE}"


# --- the differences ------------------------------------------------------------------------------


def compare(
    wanted: Iterable[Wanted], states: Iterable[SeatState], again: bool = False
) -> Differences:
    """What the file asks for beside what is there. `again` counts no open invitation."""
    known = {(state.seat.place.id, state.seat.role): state for state in states}
    rows = [_difference(one, known.pop(one.key, None), again) for one in wanted]
    rows += [
        Difference(
            Sort.EXTRA, state.seat.place, state.seat.role, _held(state), _invited(state), 0, state
        )
        for state in known.values()
        if state.holders or state.pending
    ]
    return Differences(tuple(rows))


def _difference(wanted: Wanted, state: SeatState | None, again: bool) -> Difference:
    held, invited = _held(state), _invited(state)
    missing = max(0, wanted.people - held - (0 if again else invited))
    if state is None:
        sort = Sort.NEW
    elif missing:
        sort = Sort.EMPTY
    else:
        sort = Sort.INVITED if held < wanted.people else Sort.SAME
    return Difference(sort, wanted.place, wanted.role, held, invited, missing, state)


def _held(state: SeatState | None) -> int:
    return len(state.holders) if state else 0


def _invited(state: SeatState | None) -> int:
    """Open invitations; a hand-over brings nobody new to the seat."""
    return sum(one.replaces is None for one in state.pending) if state else 0
