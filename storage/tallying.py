"""Tallies straight from the figures: for one place, and to compare running totals with."""

from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, Select, case, func, select

from bot.catalogue import PlaceKind
from bot.cells import Status
from bot.emissions.quantities import Kg
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.months import Month
from bot.people import Place
from storage.session import Transaction
from storage.tables import figures, places
from storage.totals import in_scope

KEPT = figures.c
RANKS = {PlaceKind.PROVINCE: Rank.PROVINCE, PlaceKind.DISTRICT: Rank.DISTRICT}
NOTHING = Decimal(0)
MASSES = ("kg_co2e", "kg_co2e_split", "kg_co2", "kg_ch4", "kg_n2o", "kg_biogenic_co2")
GROUPED = (
    KEPT.place,
    KEPT.month,
    KEPT.activity,
    KEPT.kind,
    KEPT.status,
    func.coalesce(KEPT.factors, "").label("factors"),
    func.coalesce(KEPT.gwp_set, "").label("gwp_set"),
    func.coalesce(KEPT.not_counted, "").label("not_counted"),
)


def tallies_of_figures(tx: Transaction, scope: Place, first: Month, last: Month) -> list[Tally]:
    """Every place's figures from `first` to `last`, as tallies with their place."""
    rows = tx.execute(_statement(scope, first, last)).mappings()
    return sorted((_tally(row) for row in rows), key=lambda tally: tally.key)


def _statement(scope: Place, first: Month, last: Month) -> Select[Any]:
    split = case((KEPT.kg_co2.is_not(None), KEPT.kg_co2e))
    return (
        select(
            *GROUPED,
            places.c.province,
            places.c.district,
            places.c.kind.label("place_kind"),
            func.count().label("cells"),
            func.sum(case((KEPT.doubted, 1), else_=0)).label("doubted"),
            func.sum(case((KEPT.verified.is_(False), 1), else_=0)).label("unverified"),
            func.sum(KEPT.quantity).label("quantity"),
            func.sum(KEPT.kg_co2e).label("kg_co2e"),
            func.sum(split).label("kg_co2e_split"),
            func.sum(KEPT.kg_co2).label("kg_co2"),
            func.sum(KEPT.kg_ch4).label("kg_ch4"),
            func.sum(KEPT.kg_n2o).label("kg_n2o"),
            func.sum(KEPT.kg_biogenic_co2).label("kg_biogenic_co2"),
        )
        .join(places, places.c.id == KEPT.place)
        .where(in_scope(scope), KEPT.month >= first, KEPT.month <= last)
        .group_by(*GROUPED, places.c.province, places.c.district, places.c.kind)
    )


def _tally(row: RowMapping) -> Tally:
    rank = RANKS.get(PlaceKind(row["place_kind"]), Rank.LOCAL)
    return Tally(
        key=TallyKey(
            province=row["province"],
            district="" if rank is Rank.PROVINCE else row["district"],
            rank=rank,
            place=row["place"],
            month=row["month"],
            activity=row["activity"],
            kind=row["kind"],
            status=Status(row["status"]),
            factors=row["factors"],
            gwp_set=row["gwp_set"],
            not_counted=row["not_counted"],
        ),
        cells=row["cells"],
        doubted=row["doubted"],
        unverified=row["unverified"],
        quantity=row["quantity"] or NOTHING,
        **{name: Kg(row[name] or NOTHING) for name in MASSES},
    )
