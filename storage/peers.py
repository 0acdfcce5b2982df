"""Ordinary ranges of first values, by the figures of places of the same kind and size."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select

from bot.catalogue import PlaceKind, Range
from bot.cells import Status
from bot.months import Month
from bot.peers import size_of, usual_range
from bot.people import Place
from storage.session import Transaction
from storage.tables import figures, peer_ranges, places

MONTHS_LOOKED_AT = 12
Key = tuple[str, str]


def refresh(tx: Transaction, month: Month, now: datetime) -> int:
    """Work the ranges out anew from the year up to `month`; returns how many there are."""
    tx.execute(delete(peer_ranges))
    rows = list(_ranges(tx, month, now))
    if rows:
        tx.execute(insert(peer_ranges), rows)
    return len(rows)


def ranges_for(tx: Transaction, place: Place) -> dict[Key, Range]:
    """By activity and kind; empty where there are not enough peers yet."""
    rows = tx.execute(
        select(peer_ranges).where(
            peer_ranges.c.place_kind == place.kind.value,
            peer_ranges.c.size == size_of(place.kind, place.population),
        )
    ).mappings()
    return {(row["activity"], row["kind"]): Range(row["low"], row["high"]) for row in rows}


def _ranges(tx: Transaction, month: Month, now: datetime) -> Iterator[Mapping[str, Any]]:
    """One activity after the other, so that memory holds one activity's medians only."""
    told = tx.execute(
        select(
            figures.c.activity,
            figures.c.kind,
            figures.c.place,
            figures.c.quantity,
            places.c.kind.label("place_kind"),
            places.c.population,
        )
        .join(places, places.c.id == figures.c.place)
        .where(
            figures.c.month > month - MONTHS_LOOKED_AT,
            figures.c.month <= month,
            figures.c.status == Status.REPORTED.value,
            figures.c.doubted.is_(False),
            figures.c.quantity > Decimal(0),
        )
        .order_by(figures.c.activity, figures.c.kind, figures.c.place)
    ).mappings()
    for (activity, kind), rows in groupby(told, lambda row: (row["activity"], row["kind"])):
        for (place_kind, size), usual in _usual(rows).items():
            found = usual_range(usual)
            if found:
                yield {
                    "place_kind": place_kind,
                    "size": size,
                    "activity": activity,
                    "kind": kind,
                    "places": len(usual),
                    "low": found.low,
                    "high": found.high,
                    "computed_at": now,
                }


def _usual(rows: Iterator[RowMapping]) -> dict[Key, list[Decimal]]:
    """Every place's median, by kind and size of place."""
    usual: defaultdict[Key, list[Decimal]] = defaultdict(list)
    for _, own in groupby(rows, lambda row: row["place"]):
        told = list(own)
        size = size_of(PlaceKind(told[0]["place_kind"]), told[0]["population"])
        usual[told[0]["place_kind"], size].append(median(row["quantity"] for row in told))
    return dict(usual)
