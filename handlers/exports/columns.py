"""The columns of an exported figure: one row here is one column there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.catalogue import Catalogue
from bot.text import Voice, voice
from handlers.exports.wanted import Wanted
from storage import totals
from storage.totals import FigureRow

Value = str | int | Decimal | None
Line = dict[str, Value]


class Shown:
    """One figure with what its columns need to be shown."""

    def __init__(self, row: FigureRow, catalogue: Catalogue, t: Voice, zone: ZoneInfo) -> None:
        self.place, self.values, self.reason = row.place, row.values, row.reason
        self.activity = catalogue.activities.get(row.values["activity"])
        self.unit = catalogue.units[self.activity.unit] if self.activity else None
        self.evidence = row.evidence
        self.t, self.zone = t, zone

    def local(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).isoformat(timespec="seconds")


def _of(name: str) -> Callable[[Shown], Value]:
    return lambda shown: shown.values[name]


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


COLUMNS: dict[str, Callable[[Shown], Value]] = {
    "place": lambda shown: shown.place.id,
    "place_th": lambda shown: shown.place.name_th,
    "place_en": lambda shown: shown.place.name_en,
    "province": lambda shown: shown.place.province,
    "district": lambda shown: shown.place.district or None,
    "month": lambda shown: str(shown.values["month"]),
    "activity": _of("activity"),
    "activity_name": lambda shown: shown.t(shown.activity.label) if shown.activity else None,
    "kind": lambda shown: shown.values["kind"] or None,
    "ledger": lambda shown: shown.activity.ledger.value if shown.activity else None,
    "gpc_ref": lambda shown: (shown.activity.gpc_ref or None) if shown.activity else None,
    "status": _of("status"),
    "quantity": _of("quantity"),
    "unit": lambda shown: shown.unit.code if shown.unit else None,
    "told_quantity": _of("told_quantity"),
    "told_unit": lambda shown: shown.values["told_unit"] or None,
    "kg_co2e": _of("kg_co2e"),
    "kg_co2": _of("kg_co2"),
    "kg_ch4": _of("kg_ch4"),
    "kg_n2o": _of("kg_n2o"),
    "kg_biogenic_co2": _of("kg_biogenic_co2"),
    "factors": _of("factors"),
    "parameters": _of("parameters"),
    "gwp_set": _of("gwp_set"),
    "factors_verified": lambda shown: _yes_no(shown.values["verified"]),
    "not_counted": _of("not_counted"),
    "doubted": lambda shown: _yes_no(shown.values["doubted"]),
    "version": _of("version"),
    "reason": lambda shown: shown.reason,
    "person": _of("person"),
    "message": lambda shown: shown.values["told_event"] or shown.values["event"],
    "evidence": lambda shown: " ".join(shown.evidence) or None,
    "recorded_at": lambda shown: shown.local(shown.values["recorded_at"]),
}


def lines(wanted: Wanted) -> Iterator[Line]:
    """Every current figure of a scope and span as a line, streamed."""
    t = voice(wanted.locale)
    for row in totals.figure_rows(wanted.tx, wanted.scope, wanted.first, wanted.last):
        shown = Shown(row, wanted.catalogue, t, wanted.zone)
        yield {name: take(shown) for name, take in COLUMNS.items()}
