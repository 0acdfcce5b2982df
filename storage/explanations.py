"""Figures with everything behind them: the message that told them, the files, the factors."""

from collections.abc import Iterator
from datetime import tzinfo

from sqlalchemy import ColumnElement, RowMapping, func, select

from bot.explaining import Explained
from bot.months import Month
from bot.people import Place
from storage import evidence
from storage.cells import cell_of
from storage.session import Transaction
from storage.tables import figure_revisions, figures, inbox, places
from storage.totals import in_scope

GASES = ("co2", "ch4", "n2o", "biogenic_co2")


def explained(
    tx: Transaction, scope: Place, first: Month, last: Month, zone: tzinfo
) -> Iterator[Explained]:
    """Every answered figure of a scope and span, by place, month and activity, streamed."""
    return _explained_where(tx, in_scope(scope), first, last, zone)


def of_place(
    tx: Transaction, place: str, first: Month, last: Month, zone: tzinfo
) -> Iterator[Explained]:
    """The same for one place alone, without what lies in it."""
    return _explained_where(tx, places.c.id == place, first, last, zone)


def _explained_where(
    tx: Transaction, where: ColumnElement[bool], first: Month, last: Month, zone: tzinfo
) -> Iterator[Explained]:
    teller = func.coalesce(figures.c.told_event, figures.c.event)
    rows = tx.execute(
        select(
            *figures.c,
            figure_revisions.c.reason,
            inbox.c.channel,
            inbox.c.occurred_at,
            teller.label("teller"),
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
        .outerjoin(inbox, inbox.c.id == teller)
        .where(where, figures.c.month >= first, figures.c.month <= last)
        .order_by(figures.c.place, figures.c.month, figures.c.activity, figures.c.kind)
        .execution_options(yield_per=1000)
    ).mappings()
    hashes = evidence.hashes_in(tx, where, first, last)
    for row in rows:
        key = row["place"], row["month"], row["activity"], row["kind"]
        one = _explained(row, hashes.get(key, ()), zone)
        if one.cell.status.answered:
            yield one


def _explained(row: RowMapping, proofs: tuple[str, ...], zone: tzinfo) -> Explained:
    sent_at = row["occurred_at"]
    return Explained(
        cell=cell_of(row),
        kg_by_gas={gas: row[f"kg_{gas}"] for gas in GASES},
        factors=tuple((row["factors"] or "").split()),
        parameters=row["parameters"] or "",
        gwp_set=row["gwp_set"] or "",
        not_counted=row["not_counted"] or "",
        reason=row["reason"],
        recorded_at=row["recorded_at"].astimezone(zone),
        person=row["person"],
        message=row["teller"],
        channel=row["channel"] or "",
        sent_at=sent_at and sent_at.astimezone(zone),
        evidence=proofs,
    )
