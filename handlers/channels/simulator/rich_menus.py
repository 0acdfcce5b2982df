"""LINE's rich menus, played: made, given a picture once, named by aliases, linked to people.

A person sees the menu linked to them, else everybody's. A menu that is deleted is gone from every
phone. What LINE refuses is refused here.
"""

import re
import secrets
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from handlers.channels.graphemes import clusters
from handlers.channels.simulator.refusal import Refusal, refuse_action

MOST_MENUS = 1_000
MOST_AREAS = 20
MOST_PICTURE_BYTES = 1024 * 1024
CHAT_BAR_CLUSTERS = 14
NAME_LENGTH = 300
WIDTHS = (800, 2_500)
LEAST_HEIGHT = 250
LEAST_RATIO = 1.45
MOST_IN_BULK = 500
USER = re.compile(r"U\w{1,63}")
ALIAS = re.compile(r"[a-z0-9_-]{1,32}")
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG"}

Json = dict[str, Any]


@dataclass
class Made:
    """A menu as it was made, and its picture once it has one."""

    id: str
    body: Json
    picture: bytes = b""
    media_type: str = ""

    def to_json(self) -> Json:
        return {"richMenuId": self.id, **self.body}


class RichMenus:
    """The menus of a played account. One lock guards them."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._menus: dict[str, Made] = {}
        self._aliases: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._everybodys = ""

    # --- the phone ----------------------------------------------------------------------------

    def seen_by(self, user: str) -> Made | None:
        """The menu a person's phone shows."""
        with self._lock:
            linked = self._menus.get(self._links.get(user, ""))
            return linked or self._menus.get(self._everybodys)

    # --- menus --------------------------------------------------------------------------------

    def create(self, body: Any) -> str:
        """POST /v2/bot/richmenu"""
        refuse_menu(body)
        with self._lock:
            if len(self._menus) >= MOST_MENUS:
                raise Refusal(400, "The maximum number of rich menus is reached")
            made = Made(f"richmenu-{secrets.token_hex(16)}", body)
            self._menus[made.id] = made
            return made.id

    def all(self) -> list[Json]:
        """GET /v2/bot/richmenu/list"""
        with self._lock:
            return [made.to_json() for made in self._menus.values()]

    def get(self, menu: str) -> Made:
        """GET /v2/bot/richmenu/{richMenuId}"""
        with self._lock:
            if menu not in self._menus:
                raise Refusal(404, "Not found")
            return self._menus[menu]

    def delete(self, menu: str) -> None:
        """DELETE /v2/bot/richmenu/{richMenuId}: whoever saw it sees everybody's."""
        with self._lock:
            self.get(menu)
            del self._menus[menu]
            self._links = {user: one for user, one in self._links.items() if one != menu}
            self._everybodys = "" if self._everybodys == menu else self._everybodys

    def upload(self, menu: str, picture: bytes, media_type: str) -> None:
        """POST /v2/bot/richmenu/{richMenuId}/content: once."""
        with self._lock:
            made = self.get(menu)
            if made.picture:
                raise Refusal(400, "An image has already been uploaded to the richmenu")
            refuse_picture(picture, media_type, made.body["size"])
            made.picture, made.media_type = picture, media_type

    # --- aliases ------------------------------------------------------------------------------

    def name(self, alias: Any, menu: Any, is_new: bool) -> None:
        """POST /v2/bot/richmenu/alias, and …/alias/{richMenuAliasId} to point it elsewhere."""
        with self._lock:
            if not isinstance(alias, str) or not ALIAS.fullmatch(alias):
                raise Refusal(400, "The property, 'richMenuAliasId', is invalid")
            if is_new and alias in self._aliases:
                raise Refusal(400, "conflict richmenu alias id")
            if not is_new and alias not in self._aliases:
                raise Refusal(404, "richmenu alias not found")
            self._ready(menu, 400)
            self._aliases[alias] = menu

    def aliases(self) -> list[Json]:
        """GET /v2/bot/richmenu/alias/list"""
        with self._lock:
            return [
                {"richMenuAliasId": alias, "richMenuId": menu}
                for alias, menu in self._aliases.items()
            ]

    def unname(self, alias: str) -> None:
        """DELETE /v2/bot/richmenu/alias/{richMenuAliasId}"""
        with self._lock:
            if self._aliases.pop(alias, None) is None:
                raise Refusal(404, "richmenu alias not found")

    # --- who sees what ------------------------------------------------------------------------

    def set_everybodys(self, menu: str) -> None:
        """POST /v2/bot/user/all/richmenu/{richMenuId}; an empty id takes it away."""
        with self._lock:
            if menu:
                self._ready(menu, 404)
            self._everybodys = menu

    def everybodys(self) -> str:
        """GET /v2/bot/user/all/richmenu"""
        with self._lock:
            if not self._everybodys:
                raise Refusal(404, "no default richmenu")
            return self._everybodys

    def link(self, menu: Any, users: Any) -> None:
        """POST /v2/bot/richmenu/bulk/link, or …/user/{userId}/richmenu/{richMenuId}"""
        refuse_users(users)
        with self._lock:
            self._ready(menu, 404)
            self._links |= dict.fromkeys(users, menu)

    def unlink(self, users: Any) -> None:
        """POST /v2/bot/richmenu/bulk/unlink"""
        refuse_users(users)
        with self._lock:
            for user in users:
                self._links.pop(user, None)

    def linked_to(self, user: str) -> str:
        """GET /v2/bot/user/{userId}/richmenu"""
        with self._lock:
            if user not in self._links:
                raise Refusal(404, "the user has no richmenu")
            return self._links[user]

    def _ready(self, menu: Any, missing: int) -> None:
        if not isinstance(menu, str) or menu not in self._menus:
            raise Refusal(missing, "richmenu not found")
        if not self._menus[menu].picture:
            raise Refusal(400, "must upload richmenu image before applying it to user")


def refuse_users(users: Any) -> None:
    ids = isinstance(users, list) and all(isinstance(one, str) for one in users)
    if (
        not ids
        or not all(USER.fullmatch(one) for one in users)
        or not 1 <= len(users) <= MOST_IN_BULK
    ):
        raise Refusal(400, f"The property, 'userIds', must hold 1 to {MOST_IN_BULK} ids")


def refuse_picture(picture: bytes, media_type: str, size: Json) -> None:
    """Of a kind LINE takes, small enough, and exactly as large as the menu says."""
    if len(picture) > MOST_PICTURE_BYTES:
        raise Refusal(413, "The image is too large")
    try:
        with Image.open(BytesIO(picture)) as opened:
            kind, found = opened.format, opened.size
    except (UnidentifiedImageError, OSError):
        raise Refusal(400, "The image is invalid") from None
    if FORMATS.get(media_type) != kind:
        raise Refusal(415, "The content type does not fit the image")
    if found != (size["width"], size["height"]):
        raise Refusal(400, "The image size is invalid")


def refuse_menu(body: Any) -> None:
    """LINE's validation of a rich menu object; Refusal names the property."""
    if not isinstance(body, dict):
        raise Refusal(400, "The request body is not JSON")
    width, height = _size(body.get("size"))
    _refuse_text(body, "chatBarText", CHAT_BAR_CLUSTERS)
    _refuse_text(body, "name", NAME_LENGTH)
    if not isinstance(body.get("selected"), bool):
        raise Refusal(400, "The property, 'selected', must be specified")
    areas = body.get("areas")
    if not isinstance(areas, list) or len(areas) > MOST_AREAS:
        raise Refusal(400, f"The property, 'areas', must hold at most {MOST_AREAS}")
    for at, area in enumerate(areas):
        _refuse_area(area, f"areas[{at}]", width, height)


def _size(size: Any) -> tuple[int, int]:
    known = size if isinstance(size, dict) else {}
    width: Any = known.get("width")
    height: Any = known.get("height")
    whole = isinstance(width, int) and isinstance(height, int)
    if not whole or not WIDTHS[0] <= width <= WIDTHS[1] or height < LEAST_HEIGHT:
        raise Refusal(400, "The property, 'size', is invalid")
    if width / height < LEAST_RATIO:
        raise Refusal(400, "The property, 'size', is too high for its width")
    return width, height


def _refuse_text(body: Json, name: str, longest: int) -> None:
    text = body.get(name)
    if not isinstance(text, str) or not 1 <= len(list(clusters(text))) <= longest:
        raise Refusal(400, f"The property, '{name}', must be 1 to {longest} long")


def _refuse_area(area: Any, where: str, width: int, height: int) -> None:
    bounds = area.get("bounds") if isinstance(area, dict) else None
    numbers: list[Any] = (
        [bounds.get(key) for key in _BOUNDS] if isinstance(bounds, dict) else [None]
    )
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in numbers):
        raise Refusal(400, f"The property, '{where}.bounds', is invalid")
    x, y, wide, high = numbers
    if x < 0 or y < 0 or wide < 1 or high < 1 or x + wide > width or y + high > height:
        raise Refusal(400, f"The property, '{where}.bounds', is out of the picture")
    refuse_action(area.get("action"), f"{where}.action")


_BOUNDS = ("x", "y", "width", "height")
