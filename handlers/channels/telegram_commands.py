"""Telegram's commands and menu button: for everybody by language, for people with seats by chat."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from bot.menus import Menu, default_menu
from handlers.channels.base import Difference, Draw

Call = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]

MENU_BUTTON = {"type": "commands"}  # the button beside the message field opens the list
DIGITS = 12


class TelegramCommands:
    """The command lists of one bot. `call` is one call of the Bot API."""

    batch = 1
    most = 20  # Telegram takes about thirty calls a second, messages among them

    def __init__(self, call: Call) -> None:
        self._call = call

    def name_of(self, menu: Menu) -> str:
        """`bok:official:th:` and a digest of its commands."""
        digest = hashlib.sha256(json.dumps(_commands(menu), sort_keys=True).encode()).hexdigest()
        return f"bok:{menu.audience}:{menu.locale}:{digest[:DIGITS]}"

    def differences(self, menus: Sequence[Menu], draw: Draw) -> list[Difference]:
        """Everybody's commands in each language, and where none of them is the person's."""
        everybodys = default_menu()
        lists = [("", everybodys)] + [
            (menu.locale, menu) for menu in menus if menu.audience is everybodys.audience
        ]
        found = [
            Difference(
                f"commands for everybody: {language or 'any other language'}",
                partial(self._call, "setMyCommands", _of_language(language, menu)),
            )
            for language, menu in lists
            if self._call("getMyCommands", _language(language)).get("result") != _commands(menu)
        ]
        button = self._call("getChatMenuButton", {}).get("result")
        if button != MENU_BUTTON:
            mend = partial(self._call, "setChatMenuButton", {"menu_button": MENU_BUTTON})
            found.append(Difference("the menu button shows the commands", mend))
        return found

    def show(self, users: Sequence[str], menu: Menu | None) -> None:
        """setMyCommands for one chat: it comes before what everybody sees."""
        for user in users:
            scope = {"scope": {"type": "chat", "chat_id": int(user)}}
            if menu is None:
                self._call("deleteMyCommands", scope)
            else:
                self._call("setMyCommands", {"commands": _commands(menu), **scope})


def _language(language: str) -> dict[str, Any]:
    return {"language_code": language} if language else {}


def _of_language(language: str, menu: Menu) -> dict[str, Any]:
    return {"commands": _commands(menu), **_language(language)}


def _commands(menu: Menu) -> list[dict[str, str]]:
    """[{"command": "fill", "description": "กรอกข้อมูล: ตัวเลขของเดือน ทีละรายการ"}, …]"""
    t = menu.t
    return [
        {"command": tile.command, "description": f"{t(tile.label)}: {t(tile.about)}"}
        for tile in menu.commands
    ]
