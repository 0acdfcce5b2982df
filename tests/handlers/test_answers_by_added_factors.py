"""Answers count with what was added, in every process and from the next message on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, select

from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import factors
from storage.tables import figure_revisions
from tests.chats import DEFAULT_NOW, add_seat, service_at
from tests.handlers.by_command import add, grid

KACHET, NEIGHBOUR = "210110", "210109"


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    """A service that runs before anything is added; the commands are other processes to it."""
    with service_at(DEFAULT_NOW, database_url) as service:
        add_seat(service, "somchai", "official", KACHET)
        add_seat(service, "wanna", "official", NEIGHBOUR)
        yield service


def _say(service: Service, user: str, text: str) -> str:
    replies = Talk(service, TerminalChannel(), user).say(text)
    return "\n".join(reply.whole_text for reply in replies)


def _tell(service: Service, user: str, text: str) -> str:
    """Tell it and say yes to what is read back."""
    _say(service, user, text)
    return _say(service, user, "ถูกต้อง")


def _counted(service: Service, place: str) -> list[tuple[str, str]]:
    """What each revision of a place's electricity was counted with, and its kilograms."""
    with service.database.begin() as tx:
        rows = tx.execute(
            select(figure_revisions.c.factors, figure_revisions.c.kg_co2e)
            .where(figure_revisions.c.place == place, figure_revisions.c.activity == "ORG_ELEC")
            .order_by(figure_revisions.c.id)
        )
        return [(by, f"{kg.normalize():f}") for by, kg in rows]


def test_a_running_service_counts_with_it_from_the_next_message_on(
    service: Service, tmp_path: Path
) -> None:
    """One is for Kachet alone; the older month and the neighbour keep the nation's value."""
    url = service.settings.database_url
    assert "0.4750 ตัน" in _tell(service, "somchai", "ไฟ 1,000 หน่วย")
    add(url, tmp_path, grid("0.2", "2026-07-01", scope=KACHET, source="own solar roof"))
    said = _tell(service, "somchai", "แก้ไข ไฟ 2,000 หน่วย")
    assert "0.4000 ตัน" in said
    assert "0.4750 ตัน" in _tell(service, "wanna", "ไฟ 1,000 หน่วย")
    add(url, tmp_path, grid("0.47", "2026-01-01"))
    assert "0.9400 ตัน" in _tell(service, "wanna", "แก้ไข ไฟ 2,000 หน่วย")
    assert _counted(service, KACHET) == [
        ("elec_grid@2026-01-01", "475"),
        ("elec_grid@2026-07-01/210110", "400"),
    ]
    assert _counted(service, NEIGHBOUR) == [
        ("elec_grid@2026-01-01", "475"),
        ("elec_grid@2026-01-01+2", "940"),
    ]


def test_another_process_that_read_older_rows_reads_the_newer_ones(
    service: Service, tmp_path: Path
) -> None:
    url = service.settings.database_url
    add(url, tmp_path, grid("0.46", "2028-01-01"))
    with service.database.begin() as tx:
        first = factors.current(tx, service.catalogue)
        assert factors.current(tx, service.catalogue) is first  # as long as nothing comes
    add(url, tmp_path, grid("0.45", "2029-01-01"))
    with service.database.begin() as tx:
        second = factors.current(tx, service.catalogue)
        as_it_was = factors.as_of(tx, service.catalogue, factors.Newest(1, 0))
    assert [len(one.factors["elec_grid"]) for one in (first, second, as_it_was)] == [3, 4, 3]


@contextmanager
def _statements(service: Service) -> Iterator[list[str]]:
    seen: list[str] = []

    def see(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(service.database.engine, "before_cursor_execute", see)
    yield seen
    event.remove(service.database.engine, "before_cursor_execute", see)


def test_it_costs_an_answer_no_further_round_trip(service: Service, tmp_path: Path) -> None:
    counts = []
    for step in ("nothing added", "added and read", "kept"):
        if step == "added and read":
            add(service.settings.database_url, tmp_path, grid("0.46", "2028-01-01"))
        with _statements(service) as seen:
            _say(service, "somchai", "ความคืบหน้า")
        counts.append(len(seen))
    assert counts[0] == counts[2]
    assert counts[1] == counts[0] + 2  # the rows themselves, once
