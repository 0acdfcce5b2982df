"""`load seats` and `invite` as a person at a province uses them."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook
from sqlalchemy import select

from handlers.cli import main
from storage.session import Database
from storage.tables import audit_events, invitations, notices, seat_holders

NOW = "2026-08-03T09:00+07:00"
PLACES = Path(__file__).parents[2] / "bot" / "catalogue" / "places.csv"
ACCEPT = "[รับทราบและเข้าร่วม]"


@pytest.fixture
def env(sqlite_url: str) -> dict[str, str]:
    env = {
        "DATABASE_URL": sqlite_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": NOW,
    }
    assert _run(env, "load", "places", str(PLACES), "--apply").exit_code == 0
    return env


def _run(env: dict[str, str], *arguments: str, given: str = "") -> Result:
    result = CliRunner().invoke(main, arguments, input=given, env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _seats(folder: Path, *rows: str) -> str:
    path = folder / "seats.csv"
    path.write_text("\n".join(["place,role,people", *rows]) + "\n", encoding="utf-8")
    return str(path)


def _codes(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _count(env: dict[str, str]) -> int:
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        found = len(tx.execute(select(invitations)).all())
    database.close()
    return found


def test_differences_come_first_and_nothing_is_written(env: dict[str, str], tmp_path: Path) -> None:
    shown = _run(env, "load", "seats", _seats(tmp_path, "210110,official,2", "2101,coordinator,"))
    assert "+ 210110 official องค์การบริหารส่วนตำบลกะเฉด: 0 held, 0 invited, 2 to invite" in (
        shown.stdout
    )
    assert "2 new, 0 to invite to" in shown.stdout
    assert "3 invitations to give out" in shown.stdout
    assert "nothing is written yet: add --apply" in shown.stdout
    assert _count(env) == 0


def test_the_same_file_twice_invites_nobody_twice(env: dict[str, str], tmp_path: Path) -> None:
    file = _seats(tmp_path, "210110,official,2", "2101,coordinator,")
    first = _codes(_run(env, "load", "seats", file, "--apply").stdout)
    assert [(row["place"], row["role"]) for row in first] == [
        ("210110", "official"),
        ("210110", "official"),
        ("2101", "coordinator"),
    ]
    assert len({row["code"] for row in first}) == 3
    assert first[0]["name"] == "องค์การบริหารส่วนตำบลกะเฉด"
    assert first[0]["until"] == "2026-08-10"
    again = _run(env, "load", "seats", file, "--apply")
    assert again.stdout == ""
    assert "… 210110 official" in again.stderr
    assert "2 invited already" in again.stderr
    assert _count(env) == 3
    for row in first[:2]:
        talk = ("chat", "--as", row["code"])
        _run(env, *talk, given=f"join {row['code']}\n{ACCEPT}\n")
    _run(env, "load", "seats", file, "--apply")
    assert "1 invited already, 1 unchanged" in _run(env, "load", "seats", file).stdout
    assert _count(env) == 3


def test_again_gives_new_codes_and_voids_the_old(env: dict[str, str], tmp_path: Path) -> None:
    file = _seats(tmp_path, "210110,official,")
    (old,) = _codes(_run(env, "load", "seats", file, "--apply").stdout)
    (new,) = _codes(_run(env, "load", "seats", file, "--apply", "--again").stdout)
    assert "รหัสนี้ใช้ไม่ได้" in _run(env, "chat", given=f"join {old['code']}\n").stdout
    assert "คำเชิญ:" in _run(env, "chat", given=f"join {new['code']}\n").stdout


def test_every_bad_row_is_named_and_nothing_is_written(env: dict[str, str], tmp_path: Path) -> None:
    rows = ("210110,official,1", "999999,king,1", "2101,coordinator,many", "210110,official,2")
    refused = _run(env, "load", "seats", _seats(tmp_path, *rows), "--apply")
    assert refused.exit_code == 1
    assert refused.stderr.splitlines() == [
        "seats.csv: row 3: there is no place '999999'",
        "seats.csv: row 3: role is 'king'; use official, coordinator, auditor, admin",
        "seats.csv: row 4: people is 'many'; write a number from 1 to 20",
        "seats.csv: row 5: 210110 official stands in the file already",
        "nothing is written",
    ]
    assert _count(env) == 0


def test_a_workbook_is_read_too_with_codes_as_numbers(env: dict[str, str], tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("รหัส", "role", "people"))
    sheet.append((210110, "official", 1))
    sheet.append((None, None, None))
    sheet.append(("2199", "Official", 2))
    path = tmp_path / "seats.xlsx"
    book.save(path)
    target = tmp_path / "codes.csv"
    done = _run(env, "load", "seats", str(path), "--apply", "-o", str(target))
    assert done.stdout == f"{target}\n"
    assert target.read_bytes().startswith("\ufeffplace,name,".encode())
    rows = _codes(target.read_text(encoding="utf-8-sig"))
    assert [row["place"] for row in rows] == ["210110", "2199", "2199"]


def test_a_broken_file_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "seats.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    refused = _run(env, "load", "seats", str(broken))
    assert (refused.exit_code, "cannot be opened" in refused.stderr) == (1, True)
    empty = tmp_path / "empty.csv"
    empty.write_text("who,what\n")
    refused = _run(env, "load", "seats", str(empty))
    assert "the columns place and role are needed" in refused.stderr


def test_seats_not_in_the_file_end_only_when_asked(env: dict[str, str], tmp_path: Path) -> None:
    file = _seats(tmp_path, "210110,official,")
    (made,) = _codes(_run(env, "load", "seats", file, "--apply").stdout)
    _run(env, "chat", given=f"join {made['code']}\n{ACCEPT}\n")
    other = _seats(tmp_path, "2199,official,")
    shown = _run(env, "load", "seats", other)
    assert "- 210110 official องค์การบริหารส่วนตำบลกะเฉด: 1 held" in shown.stdout
    _run(env, "load", "seats", other, "--apply")
    assert _held(env) == [True]
    _run(env, "load", "seats", other, "--apply", "--end-missing")
    assert _held(env) == [False]
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        assert "seat_ended" in tx.execute(select(notices.c.kind)).scalars().all()
        assert "seat left" in tx.execute(select(audit_events.c.action)).scalars().all()
    database.close()


def _held(env: dict[str, str]) -> list[bool]:
    database = Database(env["DATABASE_URL"])
    with database.begin() as tx:
        held = [until is None for until in tx.execute(select(seat_holders.c.until)).scalars()]
    database.close()
    return held


def test_a_hand_over_by_the_command_line(env: dict[str, str]) -> None:
    """The way on for a seat that nobody stands above: the province's administrator."""
    seat = ("--place", "21", "--role", "admin", "--json")
    nobody = _run(env, "invite", *seat, "--hand-over")
    assert (nobody.exit_code, "is held by 0 people" in nobody.stderr) == (1, True)
    made = json.loads(_run(env, "invite", *seat).stdout)
    first = ("chat", "--as", "first")
    _run(env, *first, given=f"join {made['code']}\n{ACCEPT}\n")
    told = _run(env, *first, given="ส่งมอบงาน\n").stdout
    assert "ตำแหน่งนี้ไม่มีผู้อนุมัติในระดับที่สูงกว่า" in told
    handed = json.loads(_run(env, "invite", *seat, "--hand-over").stdout)
    second = ("chat", "--as", "second")
    assert "เข้าร่วมแล้ว" in _run(env, *second, given=f"join {handed['code']}\n{ACCEPT}\n").stdout
    assert _held(env) == [False, True]
