"""A real Chromium: the machine's own, or the one Playwright brought where there is none."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, expect

COMMANDS = ("chromium", "chromium-browser", "google-chrome")  # as in the launcher

PATIENCE_MS = 20_000  # what is awaited comes at once, but not on a computer that is busy
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass(frozen=True, slots=True)
class Screen:
    """Sizes in CSS pixels."""

    width: int
    height: int
    is_phone: bool = False


DESKTOP = Screen(1280, 800)
PHONE = Screen(390, 844, is_phone=True)


def launch(playwright: Playwright) -> Browser:
    """Start the browser; closing it is the caller's (`with`)."""
    expect.set_options(timeout=PATIENCE_MS)
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    return playwright.chromium.launch(executable_path=found, args=FLAGS)


@contextmanager
def open_page(browser: Browser, screen: Screen, errors: list[str]) -> Iterator[Page]:
    """A page that shares nothing with other pages; its console's errors are added to `errors`."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.location['url']}: {message.text}")

    context = browser.new_context(
        locale="th-TH",
        timezone_id="Asia/Bangkok",
        viewport={"width": screen.width, "height": screen.height},
        is_mobile=screen.is_phone,
        has_touch=screen.is_phone,
    )
    try:
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    finally:
        context.close()
