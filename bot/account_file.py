"""The account file: an account with everything needed to compute it again, anywhere.

`bot/verification` reads it with the standard library alone; docs/FORMATS.md describes it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.catalogue import Activity, Catalogue, Factor, GpcLine, Place
from bot.people import Place as KnownPlace

FORMAT = "bokcarbon-account/1"
GWP_PREFIX = "gwp_"
GASES = ("co2_kg", "ch4_kg", "n2o_kg", "biogenic_co2_kg")


def catalogue_part(catalogue: Catalogue, used: Iterable[str]) -> dict[str, Any]:
    """The tables behind the figures: `used` activities with their factors, GWPs and GPC lines."""
    activities = [catalogue.activities[code] for code in sorted(used)]
    return {
        "activities": {one.code: _activity(one) for one in activities},
        "factors": [_factor(one) for one in _factors(catalogue, activities)],
        "overlaps": {
            key: {"overlap": one.overlap.value, "reason": one.reason, "source": one.source}
            for key, one in catalogue.overlaps.items()
        },
        "gpc_lines": {ref: _line(one) for ref, one in catalogue.gpc_lines.items()},
    }


def place_part(place: KnownPlace | Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "kind": place.kind.value,
        "province": place.province,
        "district": place.district,
        "name_th": place.name_th,
        "name_en": place.name_en,
    }


def _activity(one: Activity) -> dict[str, Any]:
    return {
        "label": one.label,
        "gpc_ref": one.gpc_ref,
        "ledger": one.ledger.value,
        "frequency": one.frequency.value,
        "method": one.method.value,
        "unit": one.unit,
        "base_per_unit": dict(one.conversions),
        "factor_unit": one.factor_unit,
        "to_factor": one.to_factor,
        "factors": list(one.factors),
        "kinds": {kind.code: kind.factor for kind in one.kinds},
        "subset_of": list(one.subset_of),
    }


def _factors(catalogue: Catalogue, activities: Iterable[Activity]) -> Iterable[Factor]:
    """All values of every key the activities name, and everything a method may look up itself."""
    named = {key for one in activities for key in one.factors}
    named |= {kind.factor for one in activities for kind in one.kinds if kind.factor}
    for key, rows in catalogue.factors.items():
        is_parameter = any(row.parameter is not None for row in rows)
        if key in named or key.startswith(GWP_PREFIX) or is_parameter:
            yield from rows


def _factor(one: Factor) -> dict[str, Any]:
    said: Mapping[str, Any] = {
        "version": one.version,
        "key": one.key,
        "label": one.label,
        "unit": one.unit,
        "parameter": one.parameter,
        "kgco2e_printed": one.kgco2e_printed,
        "kgco2e_exact": one.kgco2e_exact,
        **{gas: getattr(one, gas) for gas in GASES},
        "components": dict(one.components) or None,
        "gwp_set": one.gwp_set or None,
        "valid_from": one.valid_from and str(one.valid_from),
        "valid_to": one.valid_to and str(one.valid_to),
        "scope": one.scope or None,
        "edition": one.edition if one.edition > 1 else None,
        "source": one.source,
        "confidence": one.confidence.value,
        "notes": one.notes or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _line(one: GpcLine) -> dict[str, Any]:
    return {
        "sector": one.sector,
        "subsector": one.subsector,
        "line": one.line,
        "scope": one.scope,
        "basic": one.in_basic,
        "basic+": one.in_basic_plus,
        "territorial": one.in_territorial,
        "notation_key": one.notation_key,
        "notation_reason": one.notation_reason,
    }
