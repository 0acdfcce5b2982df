"""The `calculate` command's rows: CSV in, CSV out. A bad row says so and stops nothing."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from bot.catalogue import Activity, Catalogue
from bot.emissions import Emission, NotCounted, calorific, emission, emission_of_factor
from bot.emissions.factors import NoFactor, has_only_biogenic_co2
from bot.emissions.landfill import Site, emitted_kg, generated_kg
from bot.emissions.measures import Misfit, converted
from bot.months import Month

GWP_SETS = ("", "AR4", "AR5", "AR6")
RESULT_COLUMNS = (
    "kgco2e",
    "co2_kg",
    "ch4_kg",
    "n2o_kg",
    "biogenic_co2_kg",
    "factor",
    "factor_version",
    "gwp_set",
    "source",
    "verified",
    "note",
    "error",
)
LANDFILL_COLUMNS = ("year", "tonnes", "recovered_ch4_kg", "ch4_generated_kg", "ch4_emitted_kg")
BEFORE_FIRST = "no factor is known for that month; the earliest known one was used"
OUTSIDE = "controlled by the Montreal Protocol: shown here, in no total"
REMOVED = "taken up by trees: shown here, in no total"
BIOGENIC_ALONE = "only its biogenic CO2 is published, which is in no total"


class BadRow(ValueError):
    """A row that cannot be computed; the text says what to change."""


def calculate_rows(
    catalogue: Catalogue, rows: Iterable[Mapping[str, str]]
) -> Iterator[dict[str, str]]:
    """Each input row with its result columns; `error` is filled where there is no result."""
    for row in rows:
        try:
            result = _result(catalogue, row)
        except (BadRow, Misfit, NoFactor) as error:
            asked = {column: row.get(column) or "" for column in ("factor", "gwp_set")}
            result = {**asked, "error": str(error)}
        yield {**row, **{column: result.get(column, "") for column in RESULT_COLUMNS}}


def _result(catalogue: Catalogue, row: Mapping[str, str]) -> dict[str, str]:
    quantity = _number(row, "quantity")
    month = _month(row)
    gwp_set = (row.get("gwp_set") or "").strip()
    if gwp_set not in GWP_SETS:
        raise BadRow(f"gwp_set is {gwp_set!r}; write AR4, AR5 or AR6, or leave it empty")
    activity_code, key = (row.get("activity") or "").strip(), (row.get("factor") or "").strip()
    if bool(activity_code) == bool(key):
        raise BadRow("fill either activity or factor")
    if key:
        return _of_factor(catalogue, row, key, quantity, month, gwp_set)
    activity = catalogue.activities.get(activity_code)
    if activity is None:
        raise BadRow(f"there is no activity {activity_code!r}")
    base = quantity * _per_base(catalogue, activity, (row.get("unit") or "").strip())
    kind = (row.get("kind") or "").strip()
    result = emission(catalogue, activity, base, month, kind, gwp_set)
    if isinstance(result, NotCounted):
        raise BadRow(f"not counted: {result.reason}")
    return _shown(result)


def _of_factor(
    catalogue: Catalogue,
    row: Mapping[str, str],
    key: str,
    quantity: Decimal,
    month: Month,
    gwp_set: str,
) -> dict[str, str]:
    """A quantity in any unit that leads to the factor's; a fuel also by its calorific value."""
    if key not in catalogue.factors:
        raise BadRow(f"there is no factor {key!r}")
    unit, ncv = ((row.get(column) or "").strip() for column in ("unit", "ncv"))
    if calorific.fits(catalogue, key, unit):
        heat = calorific.heat(catalogue, key, quantity, unit, ncv)
        return _shown(emission_of_factor(catalogue, key, heat.quantity, month, gwp_set), heat.note)
    if ncv:
        raise BadRow("ncv is for a fuel by mass or volume, and a factor per TJ or MJ")
    needed = catalogue.factors[key][0].unit
    quantity = converted(catalogue.units, quantity, unit or needed, needed)
    return _shown(emission_of_factor(catalogue, key, quantity, month, gwp_set))


def _per_base(catalogue: Catalogue, activity: Activity, unit: str) -> Decimal:
    """Base units per one `unit`: by code or spelling, in other letters only if none is so written.

    ML is not mL: what could mean two units is refused.
    """
    if unit in ("", activity.unit):
        return Decimal(1)
    for fold in (str, str.casefold):
        ratios = {
            ratio
            for code, ratio in activity.conversions.items()
            if any(fold(name) == fold(unit) for name in (code, *catalogue.units[code].spellings))
        }
        if len(ratios) == 1:
            return ratios.pop()
        if ratios:
            break
    known = ", ".join(activity.conversions)
    raise BadRow(f"{activity.code} is not counted in {unit!r}; use one of: {known}")


def _number(row: Mapping[str, str], column: str) -> Decimal:
    text = (row.get(column) or "").strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadRow(f"{column} is {text!r}; write a number such as 1234.5") from None
    if not number.is_finite() or number.adjusted() > 15:
        raise BadRow(f"{column} is {text!r}; write a number below 10^15")
    return number


def _month(row: Mapping[str, str]) -> Month:
    try:
        return Month.parse(row.get("month") or "")
    except ValueError as error:
        raise BadRow(str(error)) from None


def _shown(result: Emission, note: str = "") -> dict[str, str]:
    factors = [use.factor for use in result.uses]
    return {
        "kgco2e": _text(result.kg_co2e + result.outside_kg_co2e - result.removed_co2_kg),
        "co2_kg": _text(result.co2_kg),
        "ch4_kg": _text(result.ch4_kg),
        "n2o_kg": _text(result.n2o_kg),
        "biogenic_co2_kg": _text(result.biogenic_co2_kg),
        "factor": " ".join(factor.key for factor in factors),
        "factor_version": " ".join(factor.version for factor in factors),
        "gwp_set": result.gwp_set,
        "source": "; ".join(dict.fromkeys(factor.source for factor in factors)),
        "verified": "yes" if result.verified else "no",
        "note": "; ".join(filter(None, (note, *_notes(result)))),
    }


def _notes(result: Emission) -> Iterator[str]:
    if result.before_first:
        yield BEFORE_FIRST
    if result.outside_kg_co2e:
        yield OUTSIDE
    if result.removed_co2_kg:
        yield REMOVED
    if any(has_only_biogenic_co2(use.factor) for use in result.uses):
        yield BIOGENIC_ALONE


def _text(number: Decimal | None) -> str:
    if number is None:
        return ""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def landfill_rows(
    rows: Iterable[Mapping[str, str]], site: Site, last_year: int | None = None
) -> Iterator[dict[str, str]]:
    """First-order decay of a site: `year`, `tonnes` and optionally `recovered_ch4_kg` a row.

    One row a year comes back, from the first deposit to the last year named (or `last_year`).
    BadRow says which row cannot be read.
    """
    deposits: dict[int, Decimal] = {}
    recovered: dict[int, Decimal] = {}
    for row in rows:
        text = (row.get("year") or "").strip()
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise BadRow(f"year is {text!r}; write a Common Era year such as 2026")
        if int(text) in deposits:
            raise BadRow(f"year {text} stands twice")
        deposits[int(text)] = _number(row, "tonnes")
        if (row.get("recovered_ch4_kg") or "").strip():
            recovered[int(text)] = _number(row, "recovered_ch4_kg")
    if not deposits:
        raise BadRow("there are no rows; give at least year and tonnes")
    generated = generated_kg(deposits, site, last_year or max(deposits))
    for year, kg in generated.items():
        taken = recovered.get(year, Decimal(0))
        try:
            emitted = emitted_kg(kg, taken, site)
        except ValueError as error:
            raise BadRow(f"year {year}: {error}") from None
        values = (deposits.get(year, Decimal(0)), taken, kg, emitted)
        yield {
            "year": str(year),
            **dict(zip(LANDFILL_COLUMNS[1:], map(_text, values), strict=True)),
        }
