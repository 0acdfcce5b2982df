"""What an inventory is made of, read for one place and year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from bot.catalogue import Catalogue, PlaceKind
from bot.cells import Cell, Status
from bot.inventory import Facts
from bot.inventory.counted import Counted
from bot.inventory.holding import OLDEST_MONTHS, held, held_activities
from bot.inventory.judging import Beside, evidenced
from bot.months import Month
from bot.people import Place
from storage import coverage, evidence, notations
from storage.cells import cell_of
from storage.people import place_of
from storage.session import Transaction
from storage.tables import figure_revisions, figures, places
from storage.tallying import tallies_of_figures
from storage.totals import in_scope

# Reasons of revisions that are codes of ours, not the words of whoever told the figure.
WORDLESS = ("told", "undone", "late, accepted above", "rehearsal", "loaded", "recalculated")
PLACE_COLUMNS = ("id", "kind", "province", "district", "name_th", "name_en", "population")
NO_QUANTITY = tuple(status.value for status in Status if status.answered and not status.valued)


def facts(tx: Transaction, catalogue: Catalogue, scope: Place, first: Month, last: Month) -> Facts:
    """The facts of `scope` for months of one calendar year that are over."""
    told = (Counted(tally) for tally in tallies_of_figures(tx, scope, first, last))
    return Facts(
        scope=scope,
        first=first,
        last=last,
        entries=(*told, *_held(tx, catalogue, scope, first, last)),
        reasons=_reasons(tx, scope, first, last),
        stated=notations.stated(tx, scope.id, first.year)
        if scope.kind is not PlaceKind.NATION
        else {},
    )


def beside(tx: Transaction, scope: Place, first: Month, last: Month) -> Beside:
    """What stands beside the numbers: what was asked, what is answered, what has evidence."""
    proofs = evidence.hashes_in(tx, in_scope(scope), first, last)
    return Beside(
        asked=tuple(coverage.asked(tx, scope)),
        answered=frozenset(coverage.answered(tx, scope, first, last)),
        evidenced=evidenced((activity, kind) for _, _, activity, kind in proofs),
    )


def _held(
    tx: Transaction, catalogue: Catalogue, scope: Place, first: Month, last: Month
) -> Iterator[Counted]:
    for place, cells in censuses(tx, catalogue, scope, first).items():
        yield from held(catalogue, place, cells, first, last)


def censuses(
    tx: Transaction, catalogue: Catalogue, scope: Place, first: Month
) -> Mapping[Place, Sequence[Cell]]:
    """Every place's figures that last beyond their month, which may stand for one from `first` on.

    They reach from before `first` to the end of its year.
    """
    rows = tx.execute(
        select(
            figures,
            *(places.c[name].label(f"place_{name}") for name in PLACE_COLUMNS),
        )
        .join(places, places.c.id == figures.c.place)
        .where(in_scope(scope), figures.c.activity.in_(held_activities(catalogue)))
        .where(figures.c.month >= first - OLDEST_MONTHS)
        .where(figures.c.month <= Month(first.year, 12))
    ).mappings()
    found: dict[Place, list[Cell]] = defaultdict(list)
    for row in rows:
        place = place_of({name: row[f"place_{name}"] for name in PLACE_COLUMNS})
        found[place].append(cell_of(row))
    return found


def _reasons(
    tx: Transaction, scope: Place, first: Month, last: Month
) -> dict[str, tuple[str, ...]]:
    """The words that came with figures that are no quantity, by activity."""
    rows = tx.execute(
        select(figures.c.activity, figure_revisions.c.reason)
        .join(places, places.c.id == figures.c.place)
        .join(
            figure_revisions,
            (figure_revisions.c.place == figures.c.place)
            & (figure_revisions.c.month == figures.c.month)
            & (figure_revisions.c.activity == figures.c.activity)
            & (figure_revisions.c.kind == figures.c.kind)
            & (figure_revisions.c.version == figures.c.version),
        )
        .where(in_scope(scope), figures.c.status.in_(NO_QUANTITY))
        .where(figures.c.month >= first, figures.c.month <= last)
        .distinct()
        .order_by(figures.c.activity, figure_revisions.c.reason)
    )
    said: dict[str, list[str]] = defaultdict(list)
    for activity, reason in rows:
        if reason not in WORDLESS:
            said[activity].append(reason)
    return {activity: tuple(reasons) for activity, reasons in said.items()}
