"""`channels sync`: once it makes everything, twice it does nothing, and it says what it did."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from click.testing import CliRunner, Result

from bot.menus import Audience, Menu, all_menus
from handlers.cli import main
from handlers.pictures.menu import draw_menu
from tests.chats import add_seat
from tests.handlers.menus_world import World, world_on
from tests.processes import LINE_TOKEN

NOTHING = "nothing to do: every menu is as it should be\n"


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    with world_on(sqlite_url) as world:
        yield world


def _sync(world: World, *options: str, **env: str) -> Result:
    result = CliRunner().invoke(main, ["channels", "sync", *options], env={**world.env, **env})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def _menus(world: World) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.line_call("richmenu/list")["richmenus"]
    return found


def test_makes_everything_once_and_then_nothing(world: World) -> None:
    first = _sync(world)
    assert first.exit_code == 0
    assert "line: new menu: official in th\n" in first.output
    assert "line: the menu everybody begins with\n" in first.output
    assert "telegram: commands for everybody: en\n" in first.output
    before = _menus(world), world.telegram.menus()["commands"]
    again = _sync(world)
    assert (again.exit_code, again.output) == (0, NOTHING)
    assert (_menus(world), world.telegram.menus()["commands"]) == before
    assert len(before[0]) == len(list(all_menus())) == 12


def test_line_has_the_pictures_the_names_and_everybodys_menu(world: World) -> None:
    _sync(world)
    aliases = {
        one["richMenuAliasId"]: one["richMenuId"]
        for one in world.line_call("richmenu/alias/list")["aliases"]
    }
    for menu in all_menus():
        made = aliases[f"bok-{menu.audience}-{menu.locale}"]
        picture = world.line.call(f"richmenu/{made}/content", LINE_TOKEN)
        assert picture.content == draw_menu(menu)
    assert world.line_call("user/all/richmenu")["richMenuId"] == aliases["bok-nobody-th"]


def test_telegram_has_commands_in_each_language_and_the_button(world: World) -> None:
    _sync(world)
    shown = world.telegram.menus()
    assert set(shown["commands"]) == {"default:", "default:th", "default:en"}
    assert shown["commands"]["default:"] == shown["commands"]["default:th"]
    assert [one["command"] for one in shown["commands"]["default:en"]] == [
        *("join", "help", "language")
    ]
    assert shown["commands"]["default:th"][0]["description"] == "เข้าร่วม: ด้วยรหัสเชิญ"
    assert shown["button"] == {"type": "commands"}


def test_dry_run_says_it_and_leaves_everything(world: World) -> None:
    dry = _sync(world, "--dry-run")
    assert dry.exit_code == 0
    assert "line: new menu: official in th (not done: dry run)\n" in dry.output
    assert _menus(world) == []
    assert not world.telegram.menus()["commands"]
    assert {"getMyCommands", "getChatMenuButton"} == set(world.telegram.menus()["calls"])


def test_json_says_what_was_done(world: World) -> None:
    done = json.loads(_sync(world, "--json").stdout)
    assert {"channel": "line", "what": "new menu: both in en", "done": True, "error": ""} in done
    assert json.loads(_sync(world, "--json").stdout) == []


def test_changed_menu_is_made_anew_and_the_old_one_goes(world: World) -> None:
    """As an older release left it: another content under the same alias, seen by somebody."""
    _sync(world)
    add_seat(world.service, "Usomchai", "official", "210110", "line")
    body = {key: value for key, value in _menus(world)[0].items() if key != "richMenuId"}
    body |= {"name": "bok:official:th:000000000000"}
    old = world.line_call("richmenu", body)["richMenuId"]
    picture = draw_menu(Menu(Audience.NOBODY, "th"))
    _upload(world, old, picture)
    world.line_call("richmenu/alias/bok-official-th", {"richMenuId": old})
    world.line_call(f"user/Usomchai/richmenu/{old}", {})
    result = _sync(world)
    said = result.output.splitlines()
    assert said[0] == "line: changed menu: official in th"
    assert "line: old menu: bok:official:th:000000000000" in said[1:]
    assert all(line.startswith("line: old menu: bok:official:th:") for line in said[1:])
    assert old not in {menu["richMenuId"] for menu in _menus(world)}
    assert len(_menus(world)) == 12
    assert world.seen("Usomchai") == "bok:official:th"
    assert _sync(world).output == NOTHING


def _upload(world: World, menu: str, picture: bytes) -> None:
    answer = requests.post(
        f"{world.line.url}/line/v2/bot/richmenu/{menu}/content",
        data=picture,
        headers={"Authorization": f"Bearer {LINE_TOKEN}", "Content-Type": "image/png"},
        timeout=10,
    )
    answer.raise_for_status()


def test_what_is_not_ours_stays_and_what_is_left_over_goes(world: World) -> None:
    _sync(world)
    body = {key: value for key, value in _menus(world)[0].items() if key != "richMenuId"}
    theirs = world.line_call("richmenu", {**body, "name": "songkran"})["richMenuId"]
    half_made = world.line_call("richmenu", {**body, "name": "bok:king:th:1"})["richMenuId"]
    world.line_call(
        "richmenu/alias",
        {"richMenuAliasId": "bok-king-th", "richMenuId": _menus(world)[1]["richMenuId"]},
    )
    result = _sync(world)
    assert result.output == "line: old alias: bok-king-th\nline: old menu: bok:king:th:1\n"
    left = {menu["richMenuId"] for menu in _menus(world)}
    assert theirs in left
    assert half_made not in left


def test_broken_off_it_is_finished_the_next_time(world: World) -> None:
    """The third picture is not taken: two menus are whole, the third leaves nothing behind."""
    world.line.play("", "", "500")
    broken = _sync(world)
    assert broken.exit_code == 1
    assert "line: LINE answered 500\n" in broken.stderr
    assert "telegram: commands for everybody: th" in broken.stdout
    assert len(_menus(world)) == 2
    assert _sync(world).exit_code == 0
    assert len(_menus(world)) == 12
    assert _sync(world).output == NOTHING


def test_wrong_token_is_one_clear_line(world: World) -> None:
    line = _sync(world, LINE_CHANNEL_ACCESS_TOKEN="wrong")
    assert line.exit_code == 1
    assert line.stderr == "line: LINE refused the token: check LINE_CHANNEL_ACCESS_TOKEN\n"
    telegram = _sync(world, TELEGRAM_BOT_TOKEN="1:wrong")
    assert telegram.exit_code == 1
    assert telegram.stderr == "telegram: Telegram refused the token: check TELEGRAM_BOT_TOKEN\n"


def test_platform_that_is_away_is_one_clear_line(world: World) -> None:
    result = _sync(world, LINE_API_HOST="http://127.0.0.1:9")
    assert result.exit_code == 1
    assert result.stderr == "line: LINE: ConnectionError\n"


def test_without_a_channel_it_says_what_to_set(sqlite_url: str) -> None:
    env = {"DATABASE_URL": sqlite_url, "SECRET_KEY": "for tests only, long enough to be taken"}
    names = ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "TELEGRAM_BOT_TOKEN")
    off = dict.fromkeys((*names, "TELEGRAM_SECRET_TOKEN"), "")
    result = CliRunner().invoke(main, ["channels", "sync"], env={**env, **off})
    assert result.exit_code == 1
    assert result.output.startswith("no channel is on: set LINE_CHANNEL_SECRET")
