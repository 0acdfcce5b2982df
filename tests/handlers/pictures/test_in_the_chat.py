"""The picture where a coordinator sees it: the whole service as one process, a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.processes import LINE_SECRET, LINE_TOKEN, Processes, free_port, processes

SHOWN = "picture => picture.complete && [picture.naturalWidth, picture.naturalHeight]"


@pytest.fixture
def rehearsal(tmp_path: Path, sqlite_url: str) -> Iterator[tuple[str, str]]:
    """A service that plays LINE itself; its address, and a coordinator's code."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = {
        "DATABASE_URL": sqlite_url,
        "BASE_URL": url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "FILES_URL": f"file://{tmp_path}/files",
        "LINE_CHANNEL_SECRET": LINE_SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
        "LINE_API_HOST": f"{url}/simulator/line",
        "LINE_DATA_API_HOST": f"{url}/simulator/line",
        "BOKCARBON_CLOCK": "2026-08-05T09:00+07:00",
    }
    with processes(tmp_path) as running:
        running.run("load", "places", "bot/catalogue/places.csv", "--apply", env=env)
        code = _invite(running, env)
        running.start(
            *("handlers.cli", "serve", "--all-in-one", "--port", str(port)),
            url=f"{url}/readyz",
            env=env,
        )
        yield url, code


def _invite(running: Processes, env: dict[str, str]) -> str:
    printed = running.run("invite", "--place", "21", "--role", "coordinator", env=env)
    found = re.search(r"join (\S+)", printed)
    assert found, printed
    return found[1]


def test_coordinator_sees_the_progress_picture(rehearsal: tuple[str, str], phone: Page) -> None:
    url, code = rehearsal
    phone.goto(f"{url}/simulator/?user=Ucoordinator")
    expect(phone.locator("#people")).to_have_value("Ucoordinator")
    talk = phone.get_by_role("log")
    _type(phone, f"เข้าร่วม {code}")
    phone.get_by_role("button", name="รับทราบและเข้าร่วม").click(timeout=20_000)
    expect(talk).to_contain_text("เข้าร่วมแล้ว")
    _type(phone, "ความคืบหน้า")
    picture = talk.get_by_role("img", name="ภาพของข้อมูลในข้อความ").last
    expect(picture).to_be_visible()
    phone.wait_for_function(f"({SHOWN})(document.querySelector('.picture img'))")
    width, height = picture.evaluate(SHOWN)
    assert (width, height > 1_000) == (1_040, True)
    box = picture.bounding_box()
    assert box is not None
    assert box["width"] > 250  # nearly the whole width of the phone
    expect(talk.locator(".card").last).to_contain_text("อำเภอเมืองระยอง")
    with phone.context.expect_page() as opened:
        picture.click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{url}/files/")


def _type(page: Page, text: str) -> None:
    page.get_by_label("ข้อความ", exact=True).fill(text)
    page.keyboard.press("Enter")
