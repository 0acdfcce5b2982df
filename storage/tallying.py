"""Tallies summed from the figures themselves, place by place."""

from sqlalchemy import ColumnElement, RowMapping, case, func, select

from bot.catalogue import PlaceKind
from bot.cells import Status
from bot.emissions.quantities import Kg
from bot.emissions.tallies import Rank, Tally, TallyKey
from bot.months import Month
from bot.people import Place
from storage import months, totals
from storage.session import Transaction
from storage.tables import figures, places
from storage.types import ExactDecimal

RANKS = {PlaceKind.DISTRICT: Rank.DISTRICT, PlaceKind.PROVINCE: Rank.PROVINCE}
KEY = (
    figures.c.place,
    figures.c.month,
    figures.c.activity,
    figures.c.kind,
    figures.c.status,
    figures.c.factors,
    figures.c.gwp_set,
    figures.c.not_counted,
    places.c.kind.label("place_kind"),
    places.c.province,
    places.c.district,
)


def tallies_of_figures(tx: Transaction, scope: Place, first: Month, last: Month) -> list[Tally]:
    """Every answered figure of a scope and span; `place` is in the keys."""
    is_split = figures.c.kg_co2.is_not(None)
    statement = (
        select(
            *KEY,
            func.count().label("cells"),
            _count(figures.c.doubted).label("doubted"),
            _count(figures.c.verified.is_(False)).label("unverified"),
            _sum(figures.c.quantity).label("quantity"),
            _sum(figures.c.kg_co2e).label("kg_co2e"),
            _sum(case((is_split, figures.c.kg_co2e), else_=None)).label("kg_co2e_split"),
            *(_sum(figures.c[gas]).label(gas) for gas in ("kg_co2", "kg_ch4", "kg_n2o")),
            _sum(figures.c.kg_biogenic_co2).label("kg_biogenic_co2"),
        )
        .join(places, places.c.id == figures.c.place)
        .where(totals.in_scope(scope), figures.c.month >= first, figures.c.month <= last)
        .where(figures.c.status.not_in(months.UNANSWERED))
        .group_by(*KEY)
    )
    found = [_tally(row) for row in tx.execute(statement).mappings()]
    return sorted(found, key=lambda tally: tally.key)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _sum(column: ColumnElement[object]) -> ColumnElement[object]:
    """Exact on both engines; 0 where nothing is known."""
    return func.coalesce(func.sum(column, type_=ExactDecimal()), 0, type_=ExactDecimal())


def _tally(row: RowMapping) -> Tally:
    kind = PlaceKind(row["place_kind"])
    key = TallyKey(
        province=row["province"],
        district="" if kind in (PlaceKind.PROVINCE, PlaceKind.PAO) else row["district"],
        rank=RANKS.get(kind, Rank.LOCAL),
        place=row["place"],
        month=row["month"],
        activity=row["activity"],
        kind=row["kind"],
        status=Status(row["status"]),
        factors=row["factors"] or "",
        gwp_set=row["gwp_set"] or "",
        not_counted=row["not_counted"] or "",
    )
    return Tally(
        key=key,
        cells=row["cells"],
        doubted=row["doubted"],
        unverified=row["unverified"],
        quantity=row["quantity"],
        kg_co2e=Kg(row["kg_co2e"]),
        kg_co2e_split=Kg(row["kg_co2e_split"]),
        kg_co2=Kg(row["kg_co2"]),
        kg_ch4=Kg(row["kg_ch4"]),
        kg_n2o=Kg(row["kg_n2o"]),
        kg_biogenic_co2=Kg(row["kg_biogenic_co2"]),
    )
