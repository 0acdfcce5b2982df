"""What counts in a year's inventory: figures told, censuses that last, and wholes before parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.verification.arithmetic import NOTHING, index, months, number, stored, year_of
from bot.verification.cells import METHODS, Cell
from bot.verification.factors import Tables

VALUED = ("reported", "estimated", "nothing")
ONCE_A_YEAR = ("yearly", "census", "monthly or yearly", "once")
COUNTED_ONCE = ("census", "yearly")
STOCKS = ("days", "year share")
LASTS_MONTHS = 24


@dataclass(frozen=True)
class Entry:
    """One figure of one month, as it weighs in the inventory; masses in kg, as stored."""

    place: str
    month: str
    activity: str
    kind: str
    status: str
    quantity: Decimal
    masses: Mapping[str, Decimal]
    factors: tuple[str, ...]
    is_held: bool = False


def entries(tables: Tables, body: Mapping[str, Any], first: str, last: str) -> list[Entry]:
    """Every entry of the months from `first` to `last`."""
    told = [_told(cell) for cell in body["cells"] if first <= cell["month"] <= last]
    return [*told, *_held(tables, body, first, last)]


def _told(cell: Cell) -> Entry:
    return Entry(
        place=cell["place"],
        month=cell["month"],
        activity=cell["activity"],
        kind=cell.get("kind", ""),
        status=cell["status"],
        quantity=number(cell.get("quantity")),
        masses={
            gas: number(cell.get(f"kg_{gas}"))
            for gas in ("co2e", "co2", "ch4", "n2o", "biogenic_co2")
        },
        factors=tuple(cell.get("factors", "").split()),
    )


def _held(tables: Tables, body: Mapping[str, Any], first: str, last: str) -> Iterator[Entry]:
    censuses: dict[tuple[str, str, str], list[Cell]] = {}
    outside = [one for one in body["censuses"] if one["for_year"] == year_of(first)]
    for cell in (*body["cells"], *outside):
        activity = tables.activities.get(cell["activity"])
        if activity is None or cell["status"] not in VALUED:
            continue
        is_near = index(cell["month"]) >= index(first) - LASTS_MONTHS
        if is_near and year_of(cell["month"]) <= year_of(first) and _is_stock(activity):
            key = cell["place"], cell["activity"], cell.get("kind", "")
            censuses.setdefault(key, []).append(cell)
    for (place, code, kind), known in censuses.items():
        known.sort(key=lambda one: str(one["month"]))
        own = {one["month"] for one in known}
        for month in months(first, last):
            census = _lasting(known, month)
            if month not in own and census is not None:
                yield _entry(tables, place, code, kind, month, census)


def _is_stock(activity: Mapping[str, Any]) -> bool:
    return activity["frequency"] in COUNTED_ONCE and activity["method"] in STOCKS


def _lasting(known: Sequence[Cell], month: str) -> Cell | None:
    """The latest census before the month, or the first one after it in the same year."""
    before = [
        one
        for one in known
        if one["month"] < month and index(month) - index(one["month"]) <= LASTS_MONTHS
    ]
    if before:
        return before[-1]
    after = (one for one in known if one["month"] > month)
    return next((one for one in after if year_of(one["month"]) == year_of(month)), None)


def _entry(tables: Tables, place: str, code: str, kind: str, month: str, census: Cell) -> Entry:
    activity = tables.activities[code]
    keys = [*activity["factors"], *filter(None, [activity["kinds"].get(kind)])]
    scopes = tables.scopes(place)
    chosen = [tables.choose(key, month, scopes) for key in keys]
    used = [one["version"] for one in chosen if one is not None]
    quantity = number(census.get("quantity"))
    cell = {"quantity": quantity, "month": month, "factors": " ".join(used)}
    is_counted = bool(keys) and len(used) == len(keys)
    masses = METHODS[activity["method"]](tables, cell, activity) if is_counted else {}
    return Entry(
        place=place,
        month=month,
        activity=code,
        kind=kind,
        status=census["status"],
        quantity=quantity,
        masses={gas: stored(kg) for gas, kg in masses.items()},
        factors=tuple(used) if is_counted else (),
        is_held=True,
    )


def counted(tables: Tables, found: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """What counts, and the parts left out because a whole that holds them was told."""
    wholes = {
        (entry.place, *_period(tables, entry))
        for entry in found
        if entry.status in VALUED and _is_area(tables, entry) and _rank(tables, entry) != "local"
    }
    kept: list[Entry] = []
    left_out: list[Entry] = []
    for entry in found:
        place = tables.places[entry.place]
        above = {"local": ("district", "province"), "district": ("province",), "province": ()}
        names = (place[level] for level in above[_rank(tables, entry)])
        inside = any((name, *_period(tables, entry)) in wholes for name in names if name)
        (left_out if inside and _is_area(tables, entry) else kept).append(entry)
    return kept, left_out


def _rank(tables: Tables, entry: Entry) -> str:
    kind = str(tables.places[entry.place]["kind"])
    return kind if kind in ("district", "province") else "local"


def _is_area(tables: Tables, entry: Entry) -> bool:
    activity = tables.activities.get(entry.activity)
    return activity is not None and activity["ledger"] == "area"


def _period(tables: Tables, entry: Entry) -> tuple[str, str, str]:
    activity = tables.activities.get(entry.activity, {})
    is_yearly = activity.get("frequency") in ONCE_A_YEAR
    return entry.activity, entry.kind, entry.month[:4] if is_yearly else entry.month


def weight(entry: Entry, gas: str) -> Decimal:
    return entry.masses.get(gas, NOTHING)
