"""What is asked of the places of a scope, and what they have answered: a few statements for all."""

from sqlalchemy import select

from bot.emissions.coverage import AskedCell, AskedPlace
from bot.months import Month
from bot.people import Place
from storage import months, totals
from storage.session import Transaction
from storage.tables import figures, places


def asked(tx: Transaction, scope: Place) -> list[AskedPlace]:
    """Every place of the scope with what differs from its kind's own list."""
    here = totals.places_in(tx, scope)
    own = months.assignments_of(tx, [place.id for place in here])
    return [AskedPlace(place.id, place.kind, tuple(own.get(place.id, ()))) for place in here]


def answered(tx: Transaction, scope: Place, first: Month, last: Month) -> set[AskedCell]:
    """Every cell of the scope and span that has an answer, whatever its kind."""
    rows = tx.execute(
        select(figures.c.place, figures.c.activity, figures.c.month)
        .distinct()
        .join(places, places.c.id == figures.c.place)
        .where(totals.in_scope(scope), figures.c.month >= first, figures.c.month <= last)
        .where(figures.c.status.not_in(months.UNANSWERED))
    )
    return {AskedCell(*row) for row in rows}
