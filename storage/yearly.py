"""A year of a scope: what was told in it, and what was asked."""

from collections.abc import Iterator

from sqlalchemy import select

from bot import assignments as asking
from bot.catalogue import Catalogue, PlaceKind
from bot.cells import Status
from bot.months import Month
from bot.people import Place
from bot.plans.sums import AskedCell, Told
from storage import months
from storage.session import Transaction
from storage.tables import figures, places
from storage.totals import in_scope, places_in


def told_in(tx: Transaction, scope: Place, year: int) -> Iterator[Told]:
    """Every current figure of the year, streamed."""
    first, last = Month(year, 1), Month(year, 12)
    statement = (
        select(
            figures.c.place,
            places.c.kind.label("place_kind"),
            places.c.province,
            places.c.district,
            figures.c.month,
            figures.c.activity,
            figures.c.kind,
            figures.c.status,
            figures.c.quantity,
            figures.c.doubted,
        )
        .join(places, places.c.id == figures.c.place)
        .where(in_scope(scope), figures.c.month >= first, figures.c.month <= last)
        .execution_options(yield_per=1000)
    )
    for row in tx.execute(statement).mappings():
        kinds = {"place_kind": PlaceKind(row["place_kind"]), "status": Status(row["status"])}
        yield Told(**{**row, **kinds})


def asked_in(tx: Transaction, catalogue: Catalogue, scope: Place, year: int) -> set[AskedCell]:
    """Every figure that is asked of the scope's places for the months of the year."""
    here = places_in(tx, scope)
    own = months.assignments_of(tx, [place.id for place in here])
    return {
        AskedCell(place.id, activity, month, place.province)
        for place in here
        for month in Month(year, 12).year_months
        for activity in asking.expected(catalogue, place.kind, own.get(place.id, ()), month)
    }
