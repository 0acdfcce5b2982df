"""Reads the plain facts: units, dated factors, GPC lines and places."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from bot.catalogue.reading_tables import CatalogueError, Row, csv_rows, toml_blocks
from bot.catalogue.shapes import (
    Confidence,
    Factor,
    GpcLine,
    Overlap,
    OverlapPolicy,
    Place,
    PlaceKind,
    Unit,
)

FACTOR_COLUMNS = [
    "key",
    "label",
    "category",
    "unit",
    "parameter",
    "kgco2e_printed",
    "kgco2e_exact",
    "co2_kg",
    "ch4_kg",
    "n2o_kg",
    "biogenic_co2_kg",
    "gwp_set",
    "gwp_ch4_used",
    "valid_from",
    "valid_to",
    "source",
    "confidence",
    "notes",
]
GPC_COLUMNS = [
    "ref",
    "sector_code",
    "sector",
    "subsector",
    "line",
    "scope",
    "reporting_level",
    "in_basic",
    "in_basic_plus",
    "in_territorial",
    "ipcc2006_category",
    "cadence",
    "data_holder_th",
    "default_method",
    "notation_key",
    "notation_reason",
    "notes",
]
PLACE_COLUMNS = [
    "id",
    "dopa_code",
    "kind",
    "type_th",
    "type_en",
    "parent",
    "province",
    "district",
    "name_th",
    "full_name_th",
    "short_name_th",
    "name_en",
    "covered_tambon_codes",
    "population",
    "population_source",
    "source",
    "notes",
]
GWP_SETS = ("", "AR4", "AR5", "AR6")
COMPONENT_COLUMNS = ("factor", "gas", "kg_per_unit", "source")
OVERLAP_COLUMNS = ("key", "overlap", "reason", "source")


def read_units(folder: Path) -> dict[str, Unit]:
    units = {}
    for row in toml_blocks(folder, "units.toml"):
        unit = Unit(
            code=row.name,
            label=row.text("label"),
            dimension=row.text("dimension"),
            size=row.number("size"),
            spellings=row.texts("spellings"),
        )
        row.done()
        if unit.size <= 0:
            row.refuse("size must be above 0")
        units[unit.code] = unit
    return units


def read_factors(folder: Path, overlaps: Collection[str] = ()) -> dict[str, tuple[Factor, ...]]:
    """Factors by key, oldest first; dates of one key and GWP set overlap only by a policy."""
    components = read_components(folder)
    factors: dict[str, list[Factor]] = {}
    rows: dict[str, Row] = {}
    for row in csv_rows(folder, "factors.csv", tuple(FACTOR_COLUMNS)):
        factor = _factor(row, components)
        row.done()
        factors.setdefault(factor.key, []).append(factor)
        rows[factor.key] = row
    ordered = {key: tuple(sorted(values, key=_from)) for key, values in factors.items()}
    for key, values in ordered.items():
        _refuse_overlaps(rows[key], values, key in overlaps)
    for key in sorted(components.keys() - ordered.keys()):
        raise CatalogueError(f"gas_components.csv: {key} is not in factors.csv")
    return ordered


def read_components(folder: Path) -> dict[str, dict[str, Decimal]]:
    """Which gases a factor is about, beside the three it has columns for: key → gas → kg."""
    components: dict[str, dict[str, Decimal]] = {}
    for row in csv_rows(folder, "gas_components.csv", COMPONENT_COLUMNS):
        key, gas = row.text("factor"), row.text("gas")
        row.text("source")
        share = row.number("kg_per_unit")
        row.done()
        if share <= 0:
            row.refuse(f"kg_per_unit must be above 0, not {share}")
        if gas in components.setdefault(key, {}):
            row.refuse(f"{gas} of {key} stands twice")
        components[key][gas] = share
    return components


def read_overlaps(folder: Path) -> dict[str, OverlapPolicy]:
    """Which factors may overlap, and which of two then counts."""
    policies = {}
    for row in csv_rows(folder, "factor_overlaps.csv", OVERLAP_COLUMNS):
        policy = OverlapPolicy(
            key=row.text("key"),
            overlap=row.one_of("overlap", Overlap),
            reason=row.text("reason"),
            source=row.text("source"),
        )
        row.done()
        policies[policy.key] = policy
    return policies


def _factor(row: Row, components: Mapping[str, Mapping[str, Decimal]]) -> Factor:
    key = row.text("key")
    factor = Factor(
        key=key,
        label=row.text("label"),
        category=row.text("category"),
        unit=row.text("unit"),
        parameter=row.optional_number("parameter"),
        kgco2e_printed=row.optional_number("kgco2e_printed"),
        kgco2e_exact=row.optional_number("kgco2e_exact"),
        co2_kg=row.optional_number("co2_kg"),
        ch4_kg=row.optional_number("ch4_kg"),
        n2o_kg=row.optional_number("n2o_kg"),
        biogenic_co2_kg=row.optional_number("biogenic_co2_kg"),
        gwp_set=row.optional_text("gwp_set"),
        gwp_ch4_used=row.optional_number("gwp_ch4_used"),
        valid_from=row.optional_date("valid_from"),
        valid_to=row.optional_date("valid_to"),
        source=row.text("source"),
        confidence=row.one_of("confidence", Confidence),
        notes=row.optional_text("notes"),
        components=components.get(key, {}),
    )
    if factor.gwp_set not in GWP_SETS:
        row.refuse(f"gwp_set is {factor.gwp_set!r}; known are: AR4, AR5, AR6")
    if factor.valid_from and factor.valid_to and factor.valid_to < factor.valid_from:
        row.refuse(f"{factor.key} ends on {factor.valid_to}, before it begins")
    gases = (factor.co2_kg, factor.ch4_kg, factor.n2o_kg, factor.biogenic_co2_kg)
    values = (factor.parameter, factor.kgco2e_printed, factor.kgco2e_exact, *gases)
    if all(value is None for value in values):
        row.refuse(f"{factor.key} has no value")
    return factor


def _from(factor: Factor) -> tuple[str, date]:
    return factor.gwp_set, factor.valid_from or date.min


def _refuse_overlaps(row: Row, factors: tuple[Factor, ...], has_policy: bool) -> None:
    """A newer value may begin before the last day of the older one only where a policy says so."""
    for older, newer in pairwise(factors):
        if older.gwp_set != newer.gwp_set:
            continue
        is_dated = older.valid_to is not None and newer.valid_from is not None
        if not is_dated or (_from(newer)[1] <= (older.valid_to or date.max) and not has_policy):
            raise CatalogueError(
                f"{row.file}: {newer.version}: its dates overlap those of {older.version}"
            )


def read_gpc_lines(folder: Path) -> dict[str, GpcLine]:
    lines: dict[str, GpcLine] = {}
    for row in csv_rows(folder, "gpc_lines.csv", tuple(GPC_COLUMNS)):
        line = GpcLine(
            ref=row.text("ref"),
            sector_code=row.text("sector_code"),
            sector=row.text("sector"),
            subsector=row.text("subsector"),
            line=row.text("line"),
            scope=row.text("scope"),
            reporting_level=row.text("reporting_level"),
            in_basic=row.yes_no("in_basic"),
            in_basic_plus=row.yes_no("in_basic_plus"),
            in_territorial=row.yes_no("in_territorial"),
            ipcc2006_category=row.optional_text("ipcc2006_category"),
            cadence=row.optional_text("cadence"),
            data_holder_th=row.optional_text("data_holder_th"),
            default_method=row.optional_text("default_method"),
            notation_key=row.optional_text("notation_key"),
            notation_reason=row.optional_text("notation_reason"),
            notes=row.optional_text("notes"),
        )
        row.done()
        if bool(line.notation_key) != bool(line.notation_reason):
            row.refuse("a notation key needs its reason, and a reason its key")
        if line.ref in lines:
            row.refuse(f"{line.ref} stands twice")
        lines[line.ref] = line
    return lines


def read_places(path: Path) -> dict[str, Place]:
    """Places of one file, provinces before districts before local governments."""
    places: dict[str, Place] = {}
    for row in csv_rows(path.parent, path.name, tuple(PLACE_COLUMNS)):
        place = Place(
            id=row.text("id"),
            dopa_code=row.text("dopa_code"),
            kind=row.one_of("kind", PlaceKind),
            type_th=row.text("type_th"),
            type_en=row.text("type_en"),
            parent=row.optional_text("parent"),
            province=row.text("province"),
            district=row.optional_text("district"),
            name_th=row.text("name_th"),
            full_name_th=row.text("full_name_th"),
            short_name_th=row.optional_text("short_name_th"),
            name_en=row.text("name_en"),
            covered_tambon_codes=tuple(row.optional_text("covered_tambon_codes").split()),
            population=row.optional_integer("population"),
            population_source=row.optional_text("population_source"),
            source=row.text("source"),
            notes=row.optional_text("notes"),
        )
        row.done()
        _refuse_misplaced(row, place, places)
        places[place.id] = place
    return places


def _refuse_misplaced(row: Row, place: Place, places: dict[str, Place]) -> None:
    if place.id in places:
        row.refuse(f"place {place.id} stands twice")
    if place.kind is PlaceKind.PROVINCE:
        return
    for what, code in (("parent", place.parent), ("province", place.province)):
        if code not in places:
            row.refuse(f"{what} {code!r} of place {place.id} is not in the table above it")


def size_ratio(units: Mapping[str, Unit], unit: str, base: str) -> Decimal:
    """How many `base` units one `unit` is; both of one dimension."""
    return units[unit].size / units[base].size
