"""A made-up province for the inventory's tests: figures counted as telling counts them."""

from decimal import Decimal

from bot.catalogue import PlaceKind, catalogue
from bot.cells import Cell, CellKey, Status
from bot.emissions import Emission, NotCounted, emission
from bot.emissions.tallies import Rank, Tally, TallyKey, tally_of
from bot.inventory import Facts, Inventory, inventory
from bot.inventory.counted import Counted
from bot.inventory.ranks import rank_of
from bot.months import Month
from bot.people import Place

PROVINCE = Place("21", PlaceKind.PROVINCE, "21", "", "ระยอง", "Rayong")
DISTRICT = Place("2101", PlaceKind.DISTRICT, "21", "2101", "เมืองระยอง", "Mueang Rayong")
TAMBON = Place("210110", PlaceKind.TAMBON, "21", "2101", "กะเฉด", "Kachet")
NEIGHBOUR = Place("210111", PlaceKind.TAMBON, "21", "2101", "ทับมา", "Thap Ma")
JANUARY, JULY, DECEMBER = (Month(2026, month) for month in (1, 7, 12))


def told(
    activity: str,
    quantity: str | None,
    place: Place = TAMBON,
    month: Month = JULY,
    kind: str = "",
    status: Status = Status.REPORTED,
) -> Counted:
    """One figure; `quantity` in the activity's base unit, None for what is no quantity."""
    tables = catalogue()
    amount = None if quantity is None else Decimal(quantity)
    result = (
        None
        if amount is None
        else emission(tables, tables.activities[activity], amount, month, kind)
    )
    counted = result if isinstance(result, Emission) else None
    rank = rank_of(place)
    key = TallyKey(
        province=place.province,
        district="" if rank is Rank.PROVINCE else place.district,
        rank=rank,
        place=place.id,
        month=month,
        activity=activity,
        kind=kind,
        status=status,
        factors=counted.factors if counted else "",
        gwp_set=counted.gwp_set if counted else "",
        not_counted=result.reason if isinstance(result, NotCounted) else "",
    )
    return Counted(tally_of(key, amount, counted))


def census(activity: str, quantity: str, month: Month, place: Place = TAMBON) -> Cell:
    key = CellKey(place.id, month, activity)
    return Cell(key, 1, Status.REPORTED, quantity=Decimal(quantity))


def of(*entries: Counted, gwp_set: str = "", last: Month = DECEMBER) -> Inventory:
    """The inventory of 2026 from these figures alone."""
    return inventory(catalogue(), Facts(PROVINCE, JANUARY, last, entries), gwp_set)


__all__ = ["Tally", "census", "of", "told"]
