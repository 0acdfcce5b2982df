"""The command line as a person or a script uses it."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from handlers.cli import main
from storage.session import Database
from storage.tables import audit_events

NOW = "2026-08-03T09:00+07:00"
PLACES = Path(__file__).parents[2] / "bot" / "catalogue" / "places.csv"


@pytest.fixture
def env(sqlite_url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": sqlite_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": NOW,
    }


@pytest.fixture
def loaded(env: dict[str, str]) -> dict[str, str]:
    assert _run(env, "load", "places", str(PLACES), "--apply").exit_code == 0
    return env


def _run(env: dict[str, str], *arguments: str, given: str = "") -> Result:
    result = CliRunner().invoke(main, arguments, input=given, env=env)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("command", main.commands)
def test_every_command_helps(command: str, env: dict[str, str]) -> None:
    if command == "test":
        return  # its arguments, --help too, go to pytest
    result = _run(env, command, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage:")


def test_wrong_setting_is_one_line(env: dict[str, str]) -> None:
    result = _run({**env, "BASE_URL": "nowhere"}, "doctor")
    assert result.exit_code == 1
    assert result.output == (
        "BASE_URL is 'nowhere': write an address such as https://bok.example.go.th\n"
    )


def test_places_show_their_differences_before_they_are_written(env: dict[str, str]) -> None:
    first = _run(env, "load", "places", str(PLACES))
    assert "309 new, 0 changed" in first.output
    assert "add --apply" in first.output
    assert "309 new" in _run(env, "load", "places", str(PLACES), "--apply").output
    assert _run(env, "load", "places", str(PLACES)).output == "0 new, 0 changed\n"


def test_broken_places_file_is_refused_with_its_row(env: dict[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "places.csv"
    broken.write_text(PLACES.read_text(encoding="utf-8").replace(",1583672,", ",many,"))
    result = _run(env, "load", "places", str(broken), "--apply")
    assert result.exit_code == 1
    assert result.output.startswith("places.csv: row 2: population must be a whole number")


def test_invitation_is_printed_once_and_works(loaded: dict[str, str]) -> None:
    made = json.loads(
        _run(loaded, "invite", "--place", "210110", "--role", "official", "--json").output
    )
    told = _run(loaded, "chat", given=f"join {made['code']}\n[รับทราบและเข้าร่วม]\n").output
    assert "เข้าร่วมแล้ว: เจ้าหน้าที่ผู้รายงาน องค์การบริหารส่วนตำบลกะเฉด" in told
    unknown = _run(loaded, "invite", "--place", "999999", "--role", "official")
    assert unknown.exit_code == 1
    assert "there is no place '999999'" in unknown.output


def test_chat_is_kept_as_a_file(loaded: dict[str, str], tmp_path: Path) -> None:
    kept = tmp_path / "talk.chat"
    _run(loaded, "chat", "--save", str(kept), given="สวัสดี\n")
    lines = kept.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "> สวัสดี"
    assert lines[1].startswith("< บอกคาร์บอน")


def test_read_takes_and_gives_json_lines(env: dict[str, str]) -> None:
    asked = {"text": "๑๒,๓๔๕ หน่วย", "open_question": "ORG_ELEC", "place": "210110"}
    given = f"{json.dumps(asked)}\nnot json\n" + '{"text": "4500 บาท", "locale": "en"}\n'
    first, second, third = map(json.loads, _run(env, "read", given=given).output.splitlines())
    assert first["outcome"] == "save"
    assert first["items"][0]["activity"] == "ORG_ELEC"
    assert (first["items"][0]["base_quantity"], first["items"][0]["base_unit"]) == (12345, "kWh")
    assert first["items"][0]["month"] == "2026-07"
    assert "not JSON" in second["error"]
    assert third["outcome"] != "save"


def test_calculate_takes_and_gives_csv(env: dict[str, str]) -> None:
    given = "activity,quantity,unit,month\nORG_ELEC,12,MWh,2026-07\n"
    result = _run(env, "calculate", given=given)
    assert result.exit_code == 0
    (row,) = csv.DictReader(io.StringIO(result.output))
    assert (row["kgco2e"], row["factor_version"]) == ("5700", "elec_grid@2026-01-01")
    bad = _run(env, "calculate", given=f"{given}ORG_ELEC,12,bottles,2026-07\n")
    assert bad.exit_code == 1
    rows = list(csv.DictReader(io.StringIO(bad.output)))
    assert [bool(row["error"]) for row in rows] == [False, True]


def test_calculate_landfill(env: dict[str, str], tmp_path: Path) -> None:
    deposits = tmp_path / "site.csv"
    deposits.write_text("year,tonnes\n2020,1000\n2021,1000\n")
    result = _run(env, "calculate", "--landfill", str(deposits), "--until", "2023")
    assert [row["year"] for row in csv.DictReader(io.StringIO(result.output))] == [
        *("2020", "2021", "2022", "2023")
    ]
    deposits.write_text("year,tonnes\n2563,1000\n20,5\n")
    assert "year is '20'" in _run(env, "calculate", "--landfill", str(deposits)).output


def test_export_writes_a_file(loaded: dict[str, str], tmp_path: Path) -> None:
    target = tmp_path / "values.csv"
    span = ("--from", "2026-01", "--to", "2026-12", "-o", str(target))
    assert _run(loaded, "export", "values.csv", "--place", "21", *span).exit_code == 0
    assert target.read_bytes().startswith("\ufeffplace,".encode())
    unknown = _run(loaded, "export", "values.doc", "--place", "21", *span)
    assert (unknown.exit_code, "values.csv, values.xlsx" in unknown.output) == (1, True)
    month = _run(loaded, "export", "values.csv", "--place", "21", *span[:1], "July", *span[2:])
    assert "write it as 2026-07" in month.output


def test_doctor_says_what_is_missing(env: dict[str, str]) -> None:
    result = _run(env, "doctor", "--json")
    findings = {one["what"]: one for one in json.loads(result.output)}
    assert result.exit_code == 1  # no channel is on
    assert findings["catalogue"]["ok"]
    assert "24 not verified" in findings["catalogue"]["words"]
    assert findings["database and queue"]["ok"]
    assert findings["pictures"] == {"what": "pictures", "ok": True, "words": "Thai is shaped"}
    assert "set LINE_CHANNEL_SECRET or TELEGRAM_BOT_TOKEN" in findings["channels"]["words"]


def test_doctor_sees_that_nothing_can_be_kept(env: dict[str, str]) -> None:
    result = _run({**env, "FILES_URL": "file:///proc/nowhere"}, "doctor")
    assert "BAD  files" in result.stdout
    assert "nothing can be written at FILES_URL" in result.stdout


def test_doctor_sees_an_old_schema(env: dict[str, str]) -> None:
    assert _run(env, "migrate", "--down").exit_code == 0
    result = _run(env, "doctor")
    assert "run bokcarbon migrate" in result.output
    assert _run(env, "migrate").exit_code == 0


def test_remind_says_who_would_get_what(loaded: dict[str, str]) -> None:
    made = json.loads(
        _run(loaded, "invite", "--place", "210110", "--role", "official", "--json").output
    )
    _run(loaded, "chat", given=f"join {made['code']}\n[รับทราบและเข้าร่วม]\n")
    (row,) = json.loads(_run(loaded, "remind", "--dry-run", "--json").output)
    assert (row["job"], row["month"]) == ("opening", "2026-07")
    assert json.loads(_run(loaded, "digest", "--dry-run", "--json").output) == []


def test_calendar_of_a_province_is_shown_and_changed(loaded: dict[str, str]) -> None:
    shown = json.loads(_run(loaded, "calendar", "show", "--place", "21", "--json").output)
    assert shown["month"] == "2026-07"
    assert shown["days"]["due"] == "2026-08-10"
    assert list(shown["days_off"]) == ["2026-08-12"]
    assert (
        "due_day 12" in _run(loaded, "calendar", "set", "--place", "21", "--due-day", "12").output
    )
    day = ("calendar", "day", "--place", "21", "2026-08-13")
    assert _run(loaded, *day, "--off", "งานประจำปี").exit_code == 0
    text = _run(loaded, "calendar", "show", "--place", "21", "--month", "2026-07").output
    assert "due: 2026-08-14" in text
    assert "2026-08-13: งานประจำปี" in text
    assert _run(loaded, *day, "--clear").exit_code == 0
    everywhere = ("calendar", "day", "--place", "all", "2026-08-12", "--working", "ชดเชย")
    assert _run(loaded, *everywhere).exit_code == 0
    shown = json.loads(_run(loaded, "calendar", "show", "--place", "21", "--json").output)
    assert (shown["days"]["due"], shown["days_off"]) == ("2026-08-12", {})
    database = Database(loaded["DATABASE_URL"])
    with database.begin() as tx:
        rows = tx.execute(select(audit_events).order_by(audit_events.c.id)).mappings().all()
    database.close()
    assert [(row["action"], row["place"]) for row in rows] == [
        ("scheduled", "21"), ("scheduled", "21"), ("scheduled", "21"), ("scheduled", None),
    ]  # fmt: skip
    assert "งานประจำปี" not in str([row["details"] for row in rows])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "--place", "99"), "there is no place '99'"),
        (("show", "--place", "2101"), "2101 is no province"),
        (("show", "--place", "21", "--month", "July"), "write it as 2026-07"),
        (("set", "--place", "21"), "--due-day 12"),
        (("set", "--place", "21", "--due-day", "25"), "between 1 and 28"),
        (("set", "--place", "21", "--opens-at", "late"), "written as 08:30"),
        (("day", "--place", "21", "14 August", "--off", "x"), "write it as 2026-08-14"),
        (("day", "--place", "21", "2026-08-14"), "--working REASON"),
    ],
)
def test_wrong_calendar_is_one_line(
    arguments: tuple[str, ...], words: str, loaded: dict[str, str]
) -> None:
    result = _run(loaded, "calendar", *arguments)
    assert result.exit_code == 1
    assert words in result.output
    assert result.output.count("\n") == 1
