"""Files `load values` is given: headings in any order and language, hostile ones, many rows."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.imports.spool import Spool
from tests.handlers.files.making import lying_archive, workbook
from tests.handlers.loading import counts, differences, load, stored, table, world

GOOD = "place,month,activity,quantity,unit\n210110,2026-07,ORG_ELEC,3000,kWh\n"


@pytest.fixture(scope="module")
def env(module_sqlite_url: str) -> dict[str, str]:
    """A database that is only compared with."""
    return world(module_sqlite_url)


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "told.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874", "utf-16"])
def test_headings_in_thai_and_in_any_order(
    encoding: str, env: dict[str, str], tmp_path: Path
) -> None:
    text = (
        "หน่วย,รายการ,ปริมาณ,รหัสรายการ,เดือน,รหัสหน่วยงาน,หมายเหตุ,ผู้กรอก\n"
        "หน่วย,ไฟฟ้าสำนักงาน,๓๐๐๐,ORG_ELEC,ก.ค. 69,210110,ตามบิล,สมชาย\n"
    )
    found = differences(env, _file(tmp_path, text, encoding))
    (one,) = found["differences"]
    assert (one["place"], one["month"], one["activity"]) == ("210110", "2026-07", "ORG_ELEC")
    assert one["new"] == {
        "status": "reported", "quantity": "3000", "unit": "kWh", "note": "ตามบิล",
    }  # fmt: skip
    assert found["columns_not_read"] == ["ผู้กรอก"]


def test_items_by_their_names_where_there_is_no_code(env: dict[str, str], tmp_path: Path) -> None:
    text = "รหัสหน่วยงาน,เดือน,รายการ,ปริมาณ,หน่วย\n210110,07/2569,ไฟฟ้าสำนักงานและอาคารของหน่วยงาน,3,MWh\n"
    assert counts(env, _file(tmp_path, text)) == {"new": 1}


def test_workbook_is_read_like_a_csv(env: dict[str, str], tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("figures")
        sheet.write_row(0, 0, ["place", "year", "month", "activity", "quantity", "unit"])
        sheet.write_row(1, 0, [210110, 2569, 7, "ORG_ELEC", 3000.5, "kWh"])
        book.add_worksheet("notes").write(0, 0, "x")

    path = tmp_path / "told.xlsx"
    path.write_bytes(workbook(fill))
    found = differences(env, path)
    assert [one["new"]["quantity"] for one in found["differences"]] == ["3000.5"]
    assert found["sheets_not_read"] == ["notes"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("place,month,activity,unit\n", "row 1: no column quantity; name it quantity or value"),
        ("place,activity,quantity\n", "row 1: no column month or year"),
        ("place,month,activity,quantity,quantity\n", "'quantity' says that already; keep one"),
        ("place,month,activity,quantity,amount\n", "'quantity' says that already; keep one"),
        ("place,month,activity,quantity,quantity 2\n", "'quantity 2' looks like quantity"),
        ("place,month,activity,quantity,unit,statsu\n", "'statsu' looks like status"),
        ("place,month,activity,quantity,told_quantity\n", "looks like quantity; name it"),
        ("place,activity,month,quantity,ก.ค. 69\n", "looks like figures; write one figure a row"),
        ("place,activity,month,quantity,2569\n", "looks like figures; write one figure a row"),
        ("place,activity,month,quantity,kWh\n", "looks like figures; write one figure a row"),
        ("\nplace,activity,month,quantity\n", "begins in row 2; the headings belong in row 1"),
        ("\n\n", "has no rows"),
        ("", "is no file, or empty"),
        ('a,"' + "x" * 200_000, "is damaged or has a password"),
    ],
)  # fmt: skip
def test_table_that_cannot_be_read_is_one_line(
    text: str, words: str, env: dict[str, str], tmp_path: Path
) -> None:
    done = load(env, _file(tmp_path, text), "--apply")
    assert done.exit_code == 1
    assert words in done.output
    assert done.output.endswith("nothing is written\n")


def test_figure_without_a_heading_is_not_lost(env: dict[str, str], tmp_path: Path) -> None:
    done = load(env, _file(tmp_path, GOOD + "210110,2026-06,ORG_ELEC,3000,kWh,31\n"))
    assert "BAD  row 3 column 6: has a cell here but no heading in row 1" in done.output


def test_bomb_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "told.xlsx"
    path.write_bytes(lying_archive(1, 2_000_000_000))
    assert "is too large to load at once" in load(env, path).output


def test_bad_rows_without_end_are_named_up_to_a_bound(env: dict[str, str], tmp_path: Path) -> None:
    rows = [("210110", "2026-07", "ORG_ELEC", "=1+1", "kWh")] * 1_200
    done = load(env, table(tmp_path / "told.csv", *rows))
    assert "BAD  row 1001 quantity" in done.output
    assert "row 1002 quantity" not in done.output
    assert "BAD  … and 200 more" in done.output
    assert "1,200 refused" in done.output


def test_many_rows_tell_their_progress_beside_the_differences(
    env: dict[str, str], tmp_path: Path
) -> None:
    """Five thousand rows; the differences can be kept while progress is watched."""
    rows = [
        (place, f"{year}-{month:02}", "ORG_ELEC", "NE", "")
        for year in range(1951, 2026)
        for month in range(1, 13)
        for place in ("210110", "210102", "200106", "2101", "2001", "21")
    ]
    done = load(env, table(tmp_path / "told.csv", *rows))
    assert "5,000 rows read\n" in done.stderr
    assert "5,000 rows read" not in done.stdout
    assert "5,400 new" in done.stdout
    assert stored(env) == []


@given(st.lists(st.tuples(st.integers(0, 5), st.text(max_size=3)), max_size=60), st.integers(1, 9))
def test_spool_gives_back_everything_in_order(items: list[tuple[int, str]], held: int) -> None:
    """However little it holds in memory; what was added first stays first."""
    spool: Spool[tuple[int, str]] = Spool(lambda one: one[0], held)
    Random(held).shuffle(items)
    for item in items:
        spool.add(item)
    for _ in range(2):
        assert list(spool) == sorted(items, key=lambda one: one[0])
    spool.close()
