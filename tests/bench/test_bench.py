"""The benchmark runs and tells its rows; how fast it was is never tested."""

from tests.bench import reading
from tests.bench.__main__ import run_all


def test_the_short_form_answers_every_event_on_both_databases() -> None:
    measured = run_all(people=3, rounds=3, runs=1)
    assert [(one.engine, one.events) for one in measured] == [("sqlite", 9), ("postgresql", 9)]
    for one in measured:
        assert one.answered_per_s > 0
        assert one.floor_per_s > 0
        assert one.memory_mb > 0


def test_a_reading_is_measured_over_the_corpus() -> None:
    measured = reading.measure(rounds=1)
    assert measured.messages > 500
    assert 0 < measured.p50_ms <= measured.p99_ms
    assert 0 < measured.import_ms < measured.first_ms
