"""LINE's rich menus: made, drawn, named by an alias, linked to people.

A menu's picture cannot be replaced: a changed menu is a new menu under the old alias. A menu is
in place once its alias points to it, so that one left half made is seen and made again.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from bot.menus import CHAT_BAR, Menu, Tile, default_menu
from bot.text import Voice
from handlers.channels.base import Difference, Draw, Never, NotYet, TryLater
from handlers.channels.lenient import text_of
from handlers.channels.line_api import LineApi, NotThere
from handlers.channels.line_layout import STYLE, Box, layout, size_of

OURS = "bok:"  # the names of our menus begin so; others' are left alone
OUR_ALIASES = "bok-"
KNOWN_SECONDS = 60.0  # how long the list of menus is trusted
DIGITS = 12

Json = dict[str, Any]


class LineMenus:
    """The menus of one LINE account; one object a process."""

    batch = 500  # LINE's limit for linking in bulk
    most = 2_000

    def __init__(self, api: LineApi) -> None:
        self._api = api
        self._lock = threading.Lock()
        self._ids: dict[str, str] = {}
        self._asked_at: float | None = None

    # --- what there is to be ----------------------------------------------------------------

    def name_of(self, menu: Menu) -> str:
        """`bok:official:th:` and a digest of everything on it."""
        what = json.dumps([_body(menu, ""), _words(menu), STYLE], sort_keys=True)
        digest = hashlib.sha256(what.encode()).hexdigest()[:DIGITS]
        return f"{OURS}{menu.audience}:{menu.locale}:{digest}"

    def differences(self, menus: Sequence[Menu], draw: Draw) -> list[Difference]:
        names, aliases = self._names(), self._aliases()
        wanted = {_alias(menu): menu for menu in menus}
        good = {
            alias
            for alias, menu in wanted.items()
            if names.get(aliases.get(alias, "")) == self.name_of(menu)
        }
        found = [
            self._to_make(alias, menu, alias in aliases, draw)
            for alias, menu in wanted.items()
            if alias not in good
        ]
        everybodys = _alias(default_menu())
        if everybodys not in good or self._default() != aliases[everybodys]:
            found.append(Difference("the menu everybody begins with", self._set_default))
        kept = {aliases[alias] for alias in good}
        return found + self._too_much(names, aliases, set(wanted), kept)

    def _to_make(self, alias: str, menu: Menu, replaces: bool, draw: Draw) -> Difference:
        word = "changed" if replaces else "new"
        words = f"{word} menu: {menu.audience} in {menu.locale}"
        return Difference(words, partial(self._make, alias, menu, replaces, draw))

    def _too_much(
        self, names: Mapping[str, str], aliases: Mapping[str, str], wanted: set[str], kept: set[str]
    ) -> list[Difference]:
        old_aliases = [
            Difference(f"old alias: {alias}", self._deleting(f"richmenu/alias/{alias}"), last=True)
            for alias in aliases
            if alias.startswith(OUR_ALIASES) and alias not in wanted
        ]
        return old_aliases + [
            Difference(f"old menu: {name}", self._deleting(f"richmenu/{one}"), last=True)
            for one, name in names.items()
            if name.startswith(OURS) and one not in kept
        ]

    def _deleting(self, path: str) -> Callable[[], object]:
        return partial(self._api.delete, path)

    # --- making them ------------------------------------------------------------------------

    def _make(self, alias: str, menu: Menu, replaces: bool, draw: Draw) -> None:
        """POST richmenu, its picture, then its alias: the alias says that it is whole."""
        made = text_of(
            self._api.post("richmenu", _body(menu, self.name_of(menu))), "richMenuId", 128
        )
        if not made:
            raise TryLater("LINE gave the new menu no id")
        try:
            self._api.upload(f"richmenu/{made}/content", draw(menu), "image/png")
            if replaces:
                self._api.post(f"richmenu/alias/{alias}", {"richMenuId": made})
            else:
                self._api.post("richmenu/alias", {"richMenuAliasId": alias, "richMenuId": made})
        except (TryLater, Never):
            self._drop(made)
            raise
        self._forget()

    def _drop(self, made: str) -> None:
        """A menu left half made; the next sync finds it when this fails too."""
        try:
            self._api.delete(f"richmenu/{made}")
        except (TryLater, Never):
            return

    def _set_default(self) -> None:
        """POST user/all/richmenu/{richMenuId}"""
        self._api.post(f"user/all/richmenu/{self._aliases()[_alias(default_menu())]}")

    # --- showing them -----------------------------------------------------------------------

    def show(self, users: Sequence[str], menu: Menu | None) -> None:
        """POST richmenu/bulk/link: 202, and each phone shows it when the talk is next opened."""
        if menu is None:
            self._api.post("richmenu/bulk/unlink", {"userIds": list(users)})
            return
        known = self._id_of(self.name_of(menu))
        try:
            self._api.post("richmenu/bulk/link", {"richMenuId": known, "userIds": list(users)})
        except Never as refused:
            self._forget()  # what was known of the menus may be out of date
            if isinstance(refused, NotThere):
                raise NotYet("LINE has this menu no more") from None
            raise

    def _id_of(self, name: str) -> str:
        with self._lock:
            now = time.monotonic()
            if self._asked_at is None or now - self._asked_at > KNOWN_SECONDS:
                self._asked_at = now
                names = self._names()
                self._ids = {names[one]: one for one in self._aliases().values() if one in names}
            if name not in self._ids:
                raise NotYet("LINE does not have this menu: run channels sync")
            return self._ids[name]

    def _forget(self) -> None:
        with self._lock:
            self._asked_at = None

    # --- what there is ----------------------------------------------------------------------

    def _names(self) -> dict[str, str]:
        """GET richmenu/list: {"richmenus": [{"richMenuId": "richmenu-8df…", "name": …, …}]}"""
        listed = self._api.get("richmenu/list").get("richmenus")
        return {
            text_of(one, "richMenuId", 128): text_of(one, "name", 300)
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        }

    def _aliases(self) -> dict[str, str]:
        """GET richmenu/alias/list: {"aliases": [{"richMenuAliasId": …, "richMenuId": …}]}"""
        listed = self._api.get("richmenu/alias/list").get("aliases")
        return {
            text_of(one, "richMenuAliasId", 32): text_of(one, "richMenuId", 128)
            for one in (listed if isinstance(listed, list) else [])
            if isinstance(one, dict)
        }

    def _default(self) -> str:
        """GET user/all/richmenu: 404 while there is none."""
        try:
            return text_of(self._api.get("user/all/richmenu"), "richMenuId", 128)
        except NotThere:
            return ""


def _alias(menu: Menu) -> str:
    return f"{OUR_ALIASES}{menu.audience}-{menu.locale}"


def _words(menu: Menu) -> list[list[str]]:
    """What only the picture says."""
    return [[menu.t(tile.label), menu.t(tile.about)] for tile in menu.tiles]


def _body(menu: Menu, name: str) -> Json:
    """The rich menu object: a picture's size, and what each part of it does when pressed."""
    width, height = size_of(len(menu.tiles))
    boxes = layout(len(menu.tiles))
    return {
        "size": {"width": width, "height": height},
        "selected": True,  # open from the start: unknown menus are not looked for
        "name": name,
        "chatBarText": menu.t(CHAT_BAR),
        "areas": [_area(menu.t, tile, box) for tile, box in zip(menu.tiles, boxes, strict=True)],
    }


def _area(t: Voice, tile: Tile, box: Box) -> Json:
    label = t(tile.label)
    return {
        "bounds": {"x": box.x, "y": box.y, "width": box.width, "height": box.height},
        "action": {
            "type": "postback",
            "label": label,  # read aloud to those who cannot see the picture
            "data": tile.action,
            "displayText": label,
        },
    }
