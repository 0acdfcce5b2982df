"""Which figures were counted with a factor, or would be: by place and month."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from bot.catalogue import Catalogue
from bot.cells import Status
from bot.emissions.local import scopes_of
from bot.months import Month
from storage.people import place_of
from storage.session import Transaction
from storage.tables import figures, places

WITHOUT_FIGURE = tuple(status.value for status in Status if not status.answered)


@dataclass(frozen=True, slots=True)
class Use:
    """How many figures a place told in a month that use a factor."""

    scopes: tuple[str, ...]  # the place, its district and province
    month: Month
    figures: int


def uses(tx: Transaction, catalogue: Catalogue, key: str) -> Iterator[Use]:
    """Every place's months with figures that a factor of this key is, or would be, behind."""
    rows = tx.execute(
        select(*places.c, figures.c.month, func.count().label("figures"))
        .join(places, places.c.id == figures.c.place)
        .where(figures.c.quantity.is_not(None), figures.c.status.not_in(WITHOUT_FIGURE))
        .where(or_(_counted_with(key), *_asked_with(catalogue, key)))
        .group_by(*places.c, figures.c.month)
    ).mappings()
    for row in rows:
        yield Use(scopes_of(place_of(row)), row["month"], row["figures"])


def _counted_with(key: str) -> ColumnElement[bool]:
    """A figure names the versions it was counted with, separated by spaces."""
    return (literal(" ") + figures.c.factors).contains(f" {key}@", autoescape=True)


def _asked_with(catalogue: Catalogue, key: str) -> Iterator[ColumnElement[bool]]:
    """Activities that take it, whether or not a value was there to count them."""
    for code, activity in catalogue.activities.items():
        if key in activity.factors:
            yield figures.c.activity == code
        for kind in activity.kinds:
            if kind.factor == key:
                yield and_(figures.c.activity == code, figures.c.kind == kind.code)
