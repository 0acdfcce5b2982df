"""The platforms' stand-ins, each a process of its own, shared by the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.handlers.channels.standins import LineStandin, TelegramStandin
from tests.processes import LINE_SECRET, LINE_TOKEN, TELEGRAM_TOKEN, Processes, free_port, processes


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    with processes(tmp_path_factory.mktemp("standins")) as running:
        yield running


@pytest.fixture(scope="session")
def line_process(running: Processes) -> LineStandin:
    """The simulator with an echoing service behind its webhooks."""
    port, echo_port = free_port(), free_port()
    standin = LineStandin(f"http://127.0.0.1:{port}/simulator")
    echo = f"http://127.0.0.1:{echo_port}"
    running.start("tests.standins.echo", str(echo_port), f"{standin.url}/line", url=echo, env={})
    running.start(
        *("handlers.channels.simulator", "--port", str(port)),
        *("--webhook", f"{echo}/webhook/line"),
        *("--secret", LINE_SECRET, "--token", LINE_TOKEN),
        url=f"{standin.url}/people",
        env={},
    )
    standin.say("Ufirst", text="its first answer imports LINE's SDK, which takes seconds")
    return standin


@pytest.fixture(scope="session")
def telegram_process(running: Processes) -> TelegramStandin:
    port = free_port()
    standin = TelegramStandin(f"http://127.0.0.1:{port}")
    running.start(
        *("tests.standins.telegram", str(port), TELEGRAM_TOKEN), url=f"{standin.url}/sent", env={}
    )
    return standin
