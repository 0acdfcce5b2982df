"""The pictures and tables of docs/CHAT.md: `python -m tests.pictures_of_menus` makes them anew.

Each menu's picture carries the menu's name, by which a test sees that it is out of date.
"""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Page, sync_playwright

from bot.flows import FLOWS
from bot.menus import Audience, Menu, Tile
from bot.text import voice
from handlers.channels.line_api import LineApi
from handlers.channels.line_menus import LineMenus
from handlers.pictures.menu import draw_menu
from storage import migrations
from tests.browsing import DESKTOP, PHONE, launch, open_page
from tests.chats import add_figure, add_seat
from tests.handlers.rehearsal import rehearsing

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, FOLDER = DOCS / "CHAT.md", DOCS / "menus"
SHRUNK = 3  # a menu is drawn for the sharpest phones; a page needs less
NAME = "menu"  # the text chunk that says which menu a picture shows
BEGIN, END = "<!-- made by tests/pictures_of_menus.py -->", "<!-- end -->"
SHOWN = (*(Menu(audience, "th") for audience in Audience), Menu(Audience.OFFICIAL, "en"))
COLUMNS = ("on the menu", "in Thai", "in English", "Telegram", "what it is about", "also heard")
TITLES = {
    Audience.NOBODY: "Without a seat",
    Audience.OFFICIAL: "Officials",
    Audience.COORDINATOR: "Coordinators",
    Audience.AUDITOR: "Auditors",
    Audience.ADMIN: "Administrators",
    Audience.BOTH: "Officials who also oversee places",
}


def file_of(menu: Menu) -> Path:
    return FOLDER / f"{menu.audience}-{menu.locale}.png"


def name_of(menu: Menu) -> str:
    """The menu's name on LINE: it holds a digest of all that is on it."""
    return LineMenus(LineApi("", "", "")).name_of(menu)


def tables() -> str:
    """What each audience can press and type, from the code."""
    return "\n".join(line for audience in Audience for line in _section(audience))


def _section(audience: Audience) -> Iterator[str]:
    menu = Menu(audience, "th")
    yield f"### {TITLES[audience]}\n"
    shown = " ".join(
        f"![The menu in {'Thai' if one.locale == 'th' else 'English'}](menus/{file_of(one).name})"
        for one in SHOWN
        if one.audience is audience
    )
    yield f"{shown}\n"
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'---|' * len(COLUMNS)}"
    for tile in menu.commands:
        yield _row(tile, "yes" if tile in menu.tiles else "")
    yield ""


def _row(tile: Tile, on_menu: str) -> str:
    thai, english = voice("th"), voice("en")
    labels = {thai(tile.label), english(tile.label).lower()}
    others = [
        phrase
        for phrase, argument in FLOWS[tile.flow].phrases.items()
        if not argument and phrase not in labels
    ]
    cells = (
        on_menu,
        f"`{thai(tile.label)}`",
        f"`{english(tile.label)}`",
        f"`/{tile.command}`",
        english(tile.about),
        " · ".join(others),
    )
    return f"| {' | '.join(cells)} |"


def with_tables(page: str) -> str:
    """The page with its tables as the code has them."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def _save(menu: Menu) -> None:
    picture = Image.open(BytesIO(draw_menu(menu))).convert("RGB")
    small = picture.reduce(SHRUNK).quantize(64, Image.Quantize.FASTOCTREE)
    said = PngImagePlugin.PngInfo()
    said.add_text(NAME, name_of(menu))
    small.save(file_of(menu), "PNG", pnginfo=said, optimize=True)


def _screens(folder: Path) -> None:
    """The simulator with a menu: on a phone, and as LINE looks on a PC."""
    url = f"sqlite:///{folder}/menus.db"
    migrations.upgrade(url)
    with (
        rehearsing(url) as service,
        sync_playwright() as playwright,
        launch(playwright) as browser,
    ):
        add_seat(service, "Usomchai", "official", "210110", "line")
        add_figure(service, "210110", "2026-07", "ORG_ELEC", "3456")
        at = f"{service.settings.base_url}/simulator/?user=Usomchai"
        errors: list[str] = []
        with open_page(browser, PHONE, errors) as page:
            page.goto(at)
            page.get_by_role("button", name="ดูยอดรวม").click(timeout=20_000)
            page.locator(".card").wait_for()
            _shoot(page, "simulator-phone")
        with open_page(browser, DESKTOP, errors) as page:
            page.goto(f"{at}&view=pc")
            page.get_by_label("ข้อความ", exact=True).fill("ดูยอดรวม")
            page.keyboard.press("Enter")
            page.locator(".card").nth(1).wait_for()
            _shoot(page, "simulator-pc")
        assert not errors, errors


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(500)  # the last line slides into view
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(64, Image.Quantize.FASTOCTREE).save(FOLDER / f"{name}.png", optimize=True)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for menu in SHOWN:
        _save(menu)
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        _screens(Path(folder))


if __name__ == "__main__":
    main()
