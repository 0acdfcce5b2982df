"""Sums over many places, by SQL. Always derived from the current figures, so never out of step."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from bot.catalogue import Catalogue, Ledger, PlaceKind
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Place, Role
from storage import evidence, months
from storage.people import ON_A_PAGE, place_of
from storage.session import Transaction
from storage.tables import (
    conversations,
    figure_revisions,
    figures,
    nudges,
    places,
    seat_holders,
    seats,
)

ZERO = Decimal(0)


def in_scope(scope: Place) -> ColumnElement[bool]:
    """The places `scope` covers, as `bot.policy.within` says; the nation covers all."""
    if scope.kind is PlaceKind.NATION:
        return true()
    if scope.kind is PlaceKind.PROVINCE:
        return places.c.province == scope.id
    if scope.kind is PlaceKind.DISTRICT:
        return or_(places.c.district == scope.id, places.c.id == scope.id)
    return places.c.id == scope.id


def places_in(tx: Transaction, scope: Place) -> list[Place]:
    rows = tx.execute(select(places).where(in_scope(scope)).order_by(places.c.id)).mappings()
    return [place_of(row) for row in rows]


def progress(
    tx: Transaction, catalogue: Catalogue, scope: Place, month: Month
) -> tuple[PlaceProgress, ...]:
    """How far every place of a scope is with a month, with both ledgers' sums in kg CO2e."""
    told = _told(tx, scope, month)
    reachable = _reachable(tx, scope)
    nudged = _nudged(tx, scope, month)
    here = places_in(tx, scope)
    standings = months.standings(tx, catalogue, here, month)
    return tuple(
        PlaceProgress(
            place=place,
            standing=standings[place.id],
            kg_co2e_organisation=_ledger_kg(catalogue, told[place.id], Ledger.ORGANISATION),
            kg_co2e_area=_ledger_kg(catalogue, told[place.id], Ledger.AREA),
            reachable=place.id in reachable,
            nudged_at=nudged.get(place.id),
        )
        for place in here
    )


def monthly_kg(
    tx: Transaction, catalogue: Catalogue, scope: Place, first: Month, last: Month
) -> dict[Ledger, dict[Month, Decimal]]:
    """kg CO2e by ledger and month over a scope; a month without figures is left out."""
    rows = tx.execute(
        select(figures.c.month, figures.c.activity, func.sum(figures.c.kg_co2e).label("kg"))
        .join(places, places.c.id == figures.c.place)
        .where(in_scope(scope), figures.c.month >= first, figures.c.month <= last)
        .where(figures.c.status.not_in(months.UNANSWERED))
        .group_by(figures.c.month, figures.c.activity)
    )
    sums: dict[Ledger, dict[Month, Decimal]] = {
        ledger: defaultdict(lambda: ZERO) for ledger in Ledger
    }
    for month, activity, kg in rows:
        ledger = catalogue.running_ledger(activity)
        if ledger is not None:
            sums[ledger][month] += kg or ZERO
    return {ledger: dict(sorted(by_month.items())) for ledger, by_month in sums.items()}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One current figure with its place, for exports. `values` are the `figures` columns."""

    place: Place
    values: dict[str, Any]
    reason: str
    evidence: tuple[str, ...] = ()  # SHA-256 of the files that stand behind it


def figure_rows(tx: Transaction, scope: Place, first: Month, last: Month) -> Iterator[FigureRow]:
    """Every current figure of a scope and span, by place, month and activity, streamed."""
    statement = (
        select(
            *figures.c,
            figure_revisions.c.reason,
            places.c.kind.label("place_kind"),
            places.c.province,
            places.c.district,
            places.c.name_th,
            places.c.name_en,
        )
        .join(places, places.c.id == figures.c.place)
        .join(
            figure_revisions,
            (figure_revisions.c.place == figures.c.place)
            & (figure_revisions.c.month == figures.c.month)
            & (figure_revisions.c.activity == figures.c.activity)
            & (figure_revisions.c.kind == figures.c.kind)
            & (figure_revisions.c.version == figures.c.version),
        )
        .where(in_scope(scope), figures.c.month >= first, figures.c.month <= last)
        .order_by(figures.c.place, figures.c.month, figures.c.activity, figures.c.kind)
        .execution_options(yield_per=1000)
    )
    hashes = evidence.hashes_in(tx, in_scope(scope), first, last)
    for row in tx.execute(statement).mappings():
        place = Place(
            id=row["place"],
            kind=PlaceKind(row["place_kind"]),
            province=row["province"],
            district=row["district"],
            name_th=row["name_th"],
            name_en=row["name_en"],
        )
        values = {column.name: row[column.name] for column in figures.c}
        proofs = hashes.get((place.id, row["month"], row["activity"], row["kind"]), ())
        yield FigureRow(place, values, row["reason"], proofs)


def _told(tx: Transaction, scope: Place, month: Month) -> dict[str, list[Any]]:
    rows = tx.execute(
        select(figures.c.place, figures.c.activity, func.sum(figures.c.kg_co2e).label("kg"))
        .join(places, places.c.id == figures.c.place)
        .where(in_scope(scope), figures.c.month == month)
        .where(figures.c.status.not_in(months.UNANSWERED))
        .group_by(figures.c.place, figures.c.activity)
    ).mappings()
    told: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        told[row["place"]].append(row)
    return told


def _nudged(tx: Transaction, scope: Place, month: Month) -> dict[str, datetime]:
    """When each place was last nudged about a month."""
    rows = tx.execute(
        select(nudges.c.place, func.max(nudges.c.at).label("at"))
        .join(places, places.c.id == nudges.c.place)
        .where(in_scope(scope), nudges.c.month == month)
        .group_by(nudges.c.place)
    )
    return {row.place: row.at for row in rows}


def _reachable(tx: Transaction, scope: Place) -> set[str]:
    statement = (
        select(places.c.id)
        .join(seats, seats.c.place == places.c.id)
        .join(seat_holders, seat_holders.c.seat == seats.c.id)
        .join(conversations, conversations.c.person == seat_holders.c.person)
        .where(in_scope(scope), seats.c.role == Role.OFFICIAL.value)
        .where(seat_holders.c.until.is_(None), conversations.c.unreachable_at.is_(None))
        .where(conversations.c.channel != ON_A_PAGE)
    )
    return set(tx.execute(statement).scalars())


def _ledger_kg(catalogue: Catalogue, rows: Sequence[Any], ledger: Ledger) -> Decimal:
    return sum(
        (
            row["kg"]
            for row in rows
            if row["kg"] is not None and catalogue.running_ledger(row["activity"]) is ledger
        ),
        ZERO,
    )
