"""Sealing by the clock, and the commands that look at history."""

import json
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from handlers.cli import main
from handlers.sealing import seal_waiting
from handlers.terminal import Talk, TerminalChannel
from storage import seals
from storage.seals import SOURCES
from storage.tables import figure_revisions, leases
from storage.tables import seals as seals_table
from storage.verifying import verify
from tests.chats import DEFAULT_NOW, add_figure, add_seat, service_at

FORMATS = Path(__file__).parents[2] / "docs" / "FORMATS.md"


def _run(url: str, *arguments: str, now: str = DEFAULT_NOW) -> Result:
    env = {
        "DATABASE_URL": url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "BOKCARBON_CLOCK": now,
    }
    return CliRunner().invoke(main, arguments, env=env)


def _tell(url: str) -> None:
    with service_at(DEFAULT_NOW, url) as service:
        add_seat(service, "somchai", "official", "210110")
        talk = Talk(service, TerminalChannel(), "somchai")
        talk.say("เริ่ม")
        talk.say("3,456")
        seal_waiting(service)


def test_two_sealers_at_once_make_one_chain(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "BATCH", 3)
    with service_at(DEFAULT_NOW, database_url) as one, service_at(DEFAULT_NOW, database_url) as two:
        for month in range(1, 8):
            add_figure(one, "210110", f"2026-0{month}", "ORG_ELEC", "100")
        sealed: list[int] = []
        threads = [
            threading.Thread(target=lambda s=service: sealed.append(seal_waiting(s)))
            for service in (one, two)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seal_waiting(one)
        verdict = verify(one.database, one.clock.now())
    assert len(sealed) == 2
    assert (verdict.ok, verdict.seals) == (True, 7)


def test_nothing_is_written_while_nothing_waits(sqlite_url: str) -> None:
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        assert seal_waiting(service) == 0
        with service.database.begin() as tx:
            assert tx.execute(select(leases)).all() == []


def test_verify_says_that_all_is_well_and_gives_a_witness(database_url: str) -> None:
    _tell(database_url)
    result = _run(database_url, "audit", "verify")
    assert result.exit_code == 0
    good, witness = result.output.splitlines()[-2:]
    assert good.endswith("all as it was written")
    again = _run(
        database_url, "audit", "verify", "--json", "--witness", witness.removeprefix("witness: ")
    )
    told = json.loads(again.output)
    assert (again.exit_code, told["ok"], told["findings"]) == (0, True, [])
    assert f"{told['head']['number']}:{told['head']['hash']}" == witness.removeprefix("witness: ")


def test_verify_names_what_was_changed(sqlite_url: str) -> None:
    _tell(sqlite_url)
    with service_at(DEFAULT_NOW, sqlite_url) as service, service.database.begin() as tx:
        tx.execute(text("DROP TRIGGER figure_revisions_no_update"))
        tx.execute(figure_revisions.update().values(quantity=Decimal(3457)))
        number = tx.execute(
            select(seals_table.c.number).where(seals_table.c.source == "figure_revisions")
        ).scalar_one()
    result = _run(sqlite_url, "audit", "verify")
    assert result.exit_code == 1
    assert f"BAD  seal {number} (figure_revisions 1) was changed after it was sealed" in (
        result.output
    )
    (finding,) = json.loads(_run(sqlite_url, "audit", "verify", "--json").output)["findings"]
    assert finding == {
        "fault": "row changed",
        "seal": number,
        "source": "figure_revisions",
        "row": 1,
    }


def test_witness_that_does_not_fit_is_refused(sqlite_url: str) -> None:
    _tell(sqlite_url)
    wrong = _run(sqlite_url, "audit", "verify", "--witness", f"1:{'f' * 64}")
    assert wrong.exit_code == 1
    assert "seal 1 is not the seal that was written down" in wrong.output
    typed = _run(sqlite_url, "audit", "verify", "--witness", "first")
    assert (typed.exit_code, "write NUMBER:HASH" in typed.output) == (1, True)


def test_doctor_tells_the_head_and_what_waits(sqlite_url: str) -> None:
    _tell(sqlite_url)
    findings = {one["what"]: one for one in json.loads(_run(sqlite_url, "doctor", "--json").output)}
    assert findings["history"]["ok"]
    assert "sealed up to" in findings["history"]["words"]
    with service_at(DEFAULT_NOW, sqlite_url) as service:
        add_figure(service, "210110", "2026-06", "ORG_ELEC", "100")
    hour_later = _run(sqlite_url, "doctor", "--json", now="2026-08-03T10:00+07:00")
    findings = {one["what"]: one for one in json.loads(hour_later.output)}
    assert not findings["history"]["ok"]
    assert "1 rows have waited for a seal" in findings["history"]["words"]


@pytest.mark.parametrize("name", SOURCES)
def test_sealed_columns_are_documented(name: str) -> None:
    lines = FORMATS.read_text(encoding="utf-8").partition("\n## seals")[2].splitlines()
    (line,) = [line for line in lines if line.startswith(f"| `{name}` | ")]
    assert line == f"| `{name}` | {', '.join(f'`{one}`' for one in SOURCES[name].columns)} |"
