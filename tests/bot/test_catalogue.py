"""The tables are whole, and what does not fit is refused with file, row and reason."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import FOLDER, CatalogueError, PlaceKind, catalogue, load
from bot.text import voice

TAMBON_ITEMS = [
    *("ORG_ELEC", "ORG_ELEC_STREET", "ORG_ELEC_PUMP", "ORG_DIESEL_VEH", "ORG_DIESEL_WASTE"),
    *("ORG_GASOHOL", "ORG_LPG", "ORG_STAFF", "ORG_WATER", "ORG_PAPER"),
    *("WASTE_GENERATED", "WASTE_LANDFILL_OUT", "WASTE_RECYCLE", "BURN_RICE"),
]


def test_everything_is_there() -> None:
    tables = catalogue()
    assert len(tables.activities) == 103
    assert sum(len(rows) for rows in tables.factors.values()) == 504
    assert len(tables.gpc_lines) == 53
    assert len(tables.places) == 309
    kinds = [place.kind for place in tables.places.values()]
    assert kinds.count(PlaceKind.PROVINCE) == 3
    assert kinds.count(PlaceKind.DISTRICT) == 30
    assert len(kinds) - 33 == 276


def test_unverified_factors_came_along_marked_so() -> None:
    rows = [row for rows in catalogue().factors.values() for row in rows]
    assert sum(not row.verified for row in rows) == 24
    assert all(row.source for row in rows)


def test_a_tambon_is_asked_fourteen_items() -> None:
    assert list(catalogue().asked_of(PlaceKind.TAMBON)) == TAMBON_ITEMS


@pytest.mark.parametrize("code", catalogue().activities)
def test_activity_can_be_asked_in_both_languages(code: str) -> None:
    tables = catalogue()
    activity = tables.activities[code]
    thai, english = voice("th"), voice("en")
    for text in (activity.label, activity.short_label, activity.evidence, activity.department):
        assert thai(text)
        assert english(text) == text
    for text in (activity.label, activity.evidence, tables.units[activity.unit].label):
        assert any("\u0e01" <= letter <= "\u0e5b" for letter in thai(text)), text
    assert activity.conversions[activity.unit] == 1
    assert activity.aliases


@pytest.mark.parametrize("code", catalogue().forms)
def test_form_can_be_copied_in_both_languages(code: str) -> None:
    form = catalogue().forms[code]
    thai, english = voice("th"), voice("en")
    for text in (form.label, form.short_label, *(field.label for field in form.fields)):
        assert english(text) == text
        assert thai(text) != text or text in ("e-report", "Green Office 1.5(1)")
    assert form.source
    assert form.aliases


def test_every_gpc_line_is_told_in_thai() -> None:
    thai = voice("th")
    for line in catalogue().gpc_lines.values():
        for text in (line.sector, line.subsector, line.line, line.notation_reason):
            assert not text or thai(text) != text, (line.ref, text)


def test_counted_activities_name_a_gpc_line() -> None:
    for activity in catalogue().activities.values():
        if activity.factors or any(kind.factor for kind in activity.kinds):
            assert activity.gpc_ref in catalogue().gpc_lines, activity.code


# --- strictness -----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's own tables, to be broken."""
    copied = tmp_path / "tables"
    copied.mkdir()
    for pattern in ("*.toml", "*.csv"):
        for path in FOLDER.glob(pattern):
            shutil.copy(path, copied)
    return copied


def _swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Break a table in one place: the first `old` becomes `new`."""

    def change(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _add(file: str, line: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as table:
            table.write(line)

    return change


FACTORS = len((FOLDER / "factors.csv").read_text(encoding="utf-8").splitlines())
ADDED = f"factors.csv: row {FACTORS + 1}"
GRID = "elec_grid,Grid,electricity,kWh,,0.5,,,,,,AR5,28,{dates},a source,derived,\n"

REFUSALS = {
    "unknown key": (
        _swap("activities.toml", "evidence =", "evidense ="),
        "activities.toml: ORG_ELEC: evidence is missing",
    ),
    "one key too many": (
        _swap("activities.toml", 'unit = "kWh"', 'unit = "kWh"\ncolour = "red"'),
        "activities.toml: ORG_ELEC: unknown key 'colour'",
    ),
    "missing unit": (
        _swap("activities.toml", 'unit = "kWh"\n', ""),
        "activities.toml: ORG_ELEC: unit is missing",
    ),
    "unknown unit": (
        _swap("activities.toml", 'unit = "kWh"', 'unit = "kWatt"'),
        "activities.toml: ORG_ELEC: unknown unit 'kWatt'",
    ),
    "unknown GPC line": (
        _swap("activities.toml", 'gpc_ref = "I.2.2"', 'gpc_ref = "I.2.9"'),
        "activities.toml: ORG_ELEC: unknown GPC line 'I.2.9'",
    ),
    "unknown factor": (
        _swap("activities.toml", '"elec_grid"', '"elec_gird"'),
        "activities.toml: ORG_ELEC: unknown factor 'elec_gird'",
    ),
    "factor per another unit": (
        _swap("activities.toml", '"elec_grid"', '"diesel_onroad"'),
        "activities.toml: ORG_ELEC: factor diesel_onroad is per litre, not per kWh",
    ),
    "factor of several values": (
        _swap("activities.toml", '"gwp_co2"', '"gwp_n2o"'),
        "activities.toml: ORG_FIRE_CO2: factor gwp_n2o@undated has several values: "
        "name a factor that has one",
    ),
    "wrong conversion": (
        _swap("activities.toml", 'to_factor = "1000"', 'to_factor = "1"'),
        "activities.toml: WASTE_LANDFILL_IN: one tonne is 1000 kg, not 1",
    ),
    "unknown parent": (
        _swap("activities.toml", '"AREA_ELEC_SMALL"', '"AREA_ELEC_TINY"'),
        "activities.toml: ORG_ELEC: unknown activity 'AREA_ELEC_TINY' in subset_of",
    ),
    "range upside down": (
        _swap("activities.toml", '["500", "20000"]', '["20000", "500"]'),
        "activities.toml: ORG_ELEC: ranges.tambon goes from 20000 down to 500",
    ),
    "number as a float": (
        _swap("activities.toml", '["500", "20000"]', '[500.5, "20000"]'),
        "activities.toml: ORG_ELEC: ranges.tambon must be a number written as text, not 500.5",
    ),
    "unknown place kind": (
        _swap("activities.toml", '"pao"', '"paw"'),
        "activities.toml: ORG_ELEC: asked_of is 'paw'; known are: "
        "tambon, city, pao, district, province, nation",
    ),
    "unit of no size": (
        _swap("units.toml", 'size = "1000"', 'size = "0"'),
        "units.toml: MWh: size must be above 0",
    ),
    "overlapping dates": (
        _add("factors.csv", GRID.format(dates="2026-06-01,")),
        "factors.csv: elec_grid@2026-06-01: its dates overlap those of elec_grid@2026-01-01",
    ),
    "dates upside down": (
        _add("factors.csv", GRID.format(dates="2031-01-01,2030-01-01")),
        f"{ADDED}: elec_grid ends on 2030-01-01, before it begins",
    ),
    "not a date": (
        _add("factors.csv", GRID.format(dates="2031-13-01,")),
        f"{ADDED}: valid_from must be a date such as 2026-01-31, not '2031-13-01'",
    ),
    "unknown confidence": (
        _swap("factors.csv", "verbatim-from-source", "heard-somewhere"),
        "factors.csv: row 2: confidence is 'heard-somewhere'; known are: "
        "verbatim-from-source, derived, from-memory-unverified",
    ),
    "not a number": (
        _swap("factors.csv", ",0.475,", ",0;475,"),
        "factors.csv: row 2: kgco2e_printed must be a number written as text, not '0;475'",
    ),
    "missing source": (
        _add("factors.csv", "new_key,New,other,kg,,1,,,,,,AR5,28,,,,derived,\n"),
        f"{ADDED}: source is missing",
    ),
    "no value": (
        _add("factors.csv", "new_key,New,other,kg,,,,,,,,AR5,28,,,a source,derived,\n"),
        f"{ADDED}: new_key has no value",
    ),
    "cells missing": (
        _add("factors.csv", "new_key,New\n"),
        f"{ADDED}: 2 cells where 18 are needed",
    ),
    "column renamed": (
        _swap("gpc_lines.csv", "in_basic,", "basic,"),
        "gpc_lines.csv: row 1: the columns must be ref,sector_code,sector,subsector,line,scope,"
        "reporting_level,in_basic,in_basic_plus,in_territorial,ipcc2006_category,cadence,"
        "data_holder_th,default_method,notation_key,notation_reason,notes",
    ),
    "GPC line twice": (
        _swap("gpc_lines.csv", "\nI.1.2,", "\nI.1.1,"),
        "gpc_lines.csv: row 3: I.1.1 stands twice",
    ),
    "neither yes nor no": (
        _swap("gpc_lines.csv", ",yes,yes,yes,", ",maybe,yes,yes,"),
        "gpc_lines.csv: row 2: in_basic must be yes or no, not 'maybe'",
    ),
    "place without parent": (
        _swap("places.csv", ",20,20,2001,", ",99,20,2001,"),
        "places.csv: row 5: parent '99' of place 2001 is not in the table above it",
    ),
    "place twice": (
        _swap("places.csv", "\n2002,2002,", "\n2001,2002,"),
        "places.csv: row 6: place 2001 stands twice",
    ),
    "box of an unknown activity": (
        _swap("forms.toml", '"ORG_ELEC"', '"ORG_ELEK"'),
        "forms.toml: e_report: unknown activity 'ORG_ELEK'",
    ),
    "box of an unknown unit": (
        _swap("forms.toml", 'unit = "kWh"', 'unit = "kWatt"'),
        "forms.toml: e_report: unknown unit 'kWatt'",
    ),
    "box in a unit of another kind": (
        _swap("forms.toml", 'unit = "kWh"', 'unit = "litre"'),
        "forms.toml: e_report: ORG_ELEC is not counted in litre",
    ),
    "box that would be rounded": (
        _swap(
            "forms.toml",
            'unit = "kWh", activities = ["ORG_ELEC"]',
            'unit = "ngan", activities = ["BURN_RICE"]',
        ),
        "forms.toml: e_report: BURN_RICE in ngan would have to be rounded",
    ),
    "box that holds nothing": (
        _swap("forms.toml", '["ORG_ELEC"]', "[]"),
        "forms.toml: e_report: field 1: activities is missing",
    ),
    "figure in two boxes": (
        _swap("forms.toml", '["ORG_GASOHOL_E20"]', '["ORG_GASOHOL"]'),
        "forms.toml: e_report: activity 'ORG_GASOHOL' stands twice",
    ),
    "part and whole in one box": (
        _swap("forms.toml", '"ORG_GAS_MOWER"', '"AREA_GASOHOL_SALES"'),
        "forms.toml: e_report: ORG_BENZINE lies inside AREA_GASOHOL_SALES: "
        "the box would count it twice",
    ),
    "box of an unknown kind": (
        _swap("forms.toml", '"refrigerant_r22"', '"refrigerant_r12"'),
        "forms.toml: green_office: ORG_REFRIG has no kind 'refrigerant_r12'",
    ),
    "neither true nor false": (
        _swap("forms.toml", "\nverified = false", '\nverified = "no"'),
        "forms.toml: e_report: verified must be true or false, not 'no'",
    ),
    "form without a source": (
        _swap("forms.toml", "source =", "sauce ="),
        "forms.toml: e_report: source is missing",
    ),
    "two forms of one name": (
        _swap("forms.toml", '["แบบขยะ"', '["e-report"'),
        "forms.toml: waste: alias 'e-report' is e_report's already",
    ),
    "name nobody can type": (
        _swap("forms.toml", '["แบบขยะ"', '["MF2"'),
        "forms.toml: waste: alias 'MF2' must be in lower case",
    ),
    "people not counted": (
        _swap("places.csv", ",1583672,", ",many,"),
        "places.csv: row 2: population must be a whole number, not 'many'",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_misfit_is_refused_with_file_row_and_reason(case: str, folder: Path) -> None:
    break_it, reason = REFUSALS[case]
    break_it(folder)
    with pytest.raises(CatalogueError) as refused:
        load(folder)
    assert str(refused.value) == reason


def test_missing_table_is_refused(folder: Path) -> None:
    (folder / "units.toml").unlink()
    with pytest.raises(CatalogueError, match=r"^units\.toml: file: "):
        load(folder)


def test_unbroken_copy_loads(folder: Path) -> None:
    assert load(folder) == catalogue()
