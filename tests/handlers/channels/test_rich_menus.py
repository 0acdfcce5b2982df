"""The simulator plays LINE's rich menus by LINE's rules."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from handlers.channels.simulator.refusal import Refusal
from handlers.channels.simulator.rich_menus import MOST_PICTURE_BYTES, RichMenus, refuse_menu

AREA: dict[str, Any] = {
    "bounds": {"x": 0, "y": 0, "width": 2500, "height": 843},
    "action": {"type": "postback", "label": "ช่วยเหลือ", "data": "menu:help"},
}
BODY: dict[str, Any] = {
    "size": {"width": 2500, "height": 843},
    "selected": True,
    "name": "bok:nobody:th:1",
    "chatBarText": "เมนู",
    "areas": [AREA],
}


def _picture(width: int = 2500, height: int = 843, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


@pytest.fixture
def menus() -> RichMenus:
    return RichMenus()


def _ready(menus: RichMenus, **changed: Any) -> str:
    made = menus.create({**BODY, **changed})
    menus.upload(made, _picture(), "image/png")
    return made


def _bounds(**changed: Any) -> dict[str, Any]:
    return {"areas": [{**AREA, "bounds": {**AREA["bounds"], **changed}}]}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"chatBarText": "น้ำ" * 14},  # letters with their marks, not code points
        {"areas": [AREA] * 20},
        {"areas": []},
        {"size": {"width": 800, "height": 250}, "areas": []},
        {"size": {"width": 2500, "height": 1686}},
    ],
)
def test_what_line_takes(change: dict[str, Any]) -> None:
    refuse_menu({**BODY, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"size": None},
        {"size": {"width": 799, "height": 250}, "areas": []},
        {"size": {"width": 2501, "height": 843}},
        {"size": {"width": 2500, "height": 249}, "areas": []},
        {"size": {"width": 2500, "height": 1725}},  # higher than its width allows
        {"size": {"width": "2500", "height": 843}},
        {"selected": None},
        {"name": "x" * 301},
        {"name": ""},
        {"chatBarText": "น้ำ" * 15},
        {"chatBarText": None},
        {"areas": None},
        {"areas": [AREA] * 21},
        {"areas": ["x"]},
        _bounds(x=1),
        _bounds(y=-1),
        _bounds(height=844),
        _bounds(width=0),
        _bounds(width="2500"),
        {"areas": [{**AREA, "action": {"type": "postback", "label": "x"}}]},
        {"areas": [{**AREA, "action": {**AREA["action"], "data": "x" * 301}}]},
        {"areas": [{**AREA, "action": {**AREA["action"], "label": "น้ำ" * 21}}]},
    ],
)
def test_what_line_refuses(change: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refusal:
        refuse_menu({**BODY, **change})
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    ("picture", "media_type", "status"),
    [
        (_picture(2500, 842), "image/png", 400),
        (_picture(kind="JPEG"), "image/png", 415),
        (_picture(kind="GIF"), "image/gif", 415),
        (b"\x89PNG", "image/png", 400),
        (b"x" * (MOST_PICTURE_BYTES + 1), "image/png", 413),
    ],
)
def test_picture_that_does_not_fit_is_refused(
    menus: RichMenus, picture: bytes, media_type: str, status: int
) -> None:
    made = menus.create(BODY)
    with pytest.raises(Refusal) as refusal:
        menus.upload(made, picture, media_type)
    assert refusal.value.status == status
    menus.upload(made, _picture(), "image/png")


def test_picture_cannot_be_replaced(menus: RichMenus) -> None:
    made = _ready(menus)
    with pytest.raises(Refusal, match="already been uploaded"):
        menus.upload(made, _picture(), "image/png")


@pytest.mark.parametrize(
    "use",
    [
        lambda menus, made: menus.set_everybodys(made),
        lambda menus, made: menus.link(made, ["U1"]),
        lambda menus, made: menus.name("bok-x", made, is_new=True),
    ],
)
def test_menu_without_a_picture_can_be_shown_to_nobody(
    menus: RichMenus, use: Callable[[RichMenus, str], None]
) -> None:
    made = menus.create(BODY)
    with pytest.raises(Refusal, match="upload richmenu image"):
        use(menus, made)
    with pytest.raises(Refusal):
        use(menus, "richmenu-unknown")


def test_linked_menu_comes_before_everybodys(menus: RichMenus) -> None:
    everybodys, own = _ready(menus), _ready(menus, name="own")
    assert menus.seen_by("U1") is None
    menus.set_everybodys(everybodys)
    menus.link(own, ["U1", "U2"])
    assert [made and made.id for made in map(menus.seen_by, ("U1", "U2", "U3"))] == [
        *(own, own, everybodys)
    ]
    menus.unlink(["U2"])
    menus.delete(own)
    assert [made and made.id for made in map(menus.seen_by, ("U1", "U2"))] == [everybodys] * 2
    menus.delete(everybodys)
    assert menus.seen_by("U1") is None


def test_alias_points_to_one_menu_at_a_time(menus: RichMenus) -> None:
    first, second = _ready(menus), _ready(menus)
    menus.name("bok-x", first, is_new=True)
    with pytest.raises(Refusal, match="conflict"):
        menus.name("bok-x", second, is_new=True)
    menus.name("bok-x", second, is_new=False)
    assert menus.aliases() == [{"richMenuAliasId": "bok-x", "richMenuId": second}]
    menus.unname("bok-x")
    with pytest.raises(Refusal):
        menus.name("bok-x", first, is_new=False)
    with pytest.raises(Refusal):
        menus.name("BOK X", first, is_new=True)


@pytest.mark.parametrize("users", [None, [], ["U1"] * 501, ["no id"], [5], "U1"])
def test_bulk_takes_one_to_five_hundred_known_ids(menus: RichMenus, users: Any) -> None:
    made = _ready(menus)
    with pytest.raises(Refusal) as refusal:
        menus.link(made, users)
    assert refusal.value.status == 400
    menus.link(made, [f"U{number}" for number in range(500)])
