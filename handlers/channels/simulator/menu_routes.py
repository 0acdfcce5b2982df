"""LINE's rich-menu calls at their addresses, and the picture as the page shows it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from handlers.channels.simulator.refusal import Refusal
from handlers.channels.simulator.rich_menus import MOST_PICTURE_BYTES, Made, RichMenus

BOT = "/line/v2/bot"


def menu_routes(blueprint: Blueprint, menus: RichMenus, trouble: Callable[[], object]) -> None:
    """Everything below /v2/bot/richmenu and /v2/bot/user; `trouble` plays what is to go wrong."""
    _menus(blueprint, menus, trouble)
    _aliases(blueprint, menus)
    _people(blueprint, menus, trouble)

    @blueprint.get("/menu/<menu>")
    def shown_picture(menu: str) -> Response:
        return _picture(menus.get(menu))


def on_the_phone(made: Made | None) -> dict[str, Any] | None:
    """What the page needs to show a menu."""
    return made.to_json() if made else None


def _menus(blueprint: Blueprint, menus: RichMenus, trouble: Callable[[], object]) -> None:
    @blueprint.post(f"{BOT}/richmenu")
    def create() -> Response:
        return jsonify(richMenuId=menus.create(request.get_json(silent=True)))

    @blueprint.get(f"{BOT}/richmenu/list")
    def listed() -> Response:
        return jsonify(richmenus=menus.all())

    @blueprint.get(f"{BOT}/richmenu/<menu>")
    def get(menu: str) -> Response:
        return jsonify(menus.get(menu).to_json())

    @blueprint.delete(f"{BOT}/richmenu/<menu>")
    def delete(menu: str) -> Response:
        menus.delete(menu)
        return jsonify({})

    @blueprint.post(f"{BOT}/richmenu/<menu>/content")
    def upload(menu: str) -> Response:
        trouble()
        request.max_content_length = 2 * MOST_PICTURE_BYTES
        menus.upload(menu, request.get_data(), request.mimetype)
        return jsonify({})

    @blueprint.get(f"{BOT}/richmenu/<menu>/content")
    def picture(menu: str) -> Response:
        return _picture(menus.get(menu))


def _aliases(blueprint: Blueprint, menus: RichMenus) -> None:
    @blueprint.post(f"{BOT}/richmenu/alias")
    def name() -> Response:
        body = _body()
        menus.name(body.get("richMenuAliasId"), body.get("richMenuId"), is_new=True)
        return jsonify({})

    @blueprint.get(f"{BOT}/richmenu/alias/list")
    def aliases() -> Response:
        return jsonify(aliases=menus.aliases())

    @blueprint.post(f"{BOT}/richmenu/alias/<alias>")
    def rename(alias: str) -> Response:
        menus.name(alias, _body().get("richMenuId"), is_new=False)
        return jsonify({})

    @blueprint.delete(f"{BOT}/richmenu/alias/<alias>")
    def unname(alias: str) -> Response:
        menus.unname(alias)
        return jsonify({})


def _people(blueprint: Blueprint, menus: RichMenus, trouble: Callable[[], object]) -> None:
    @blueprint.post(f"{BOT}/user/all/richmenu/<menu>")
    def set_everybodys(menu: str) -> Response:
        menus.set_everybodys(menu)
        return jsonify({})

    @blueprint.get(f"{BOT}/user/all/richmenu")
    def everybodys() -> Response:
        return jsonify(richMenuId=menus.everybodys())

    @blueprint.delete(f"{BOT}/user/all/richmenu")
    def unset_everybodys() -> Response:
        menus.set_everybodys("")
        return jsonify({})

    @blueprint.post(f"{BOT}/user/<user>/richmenu/<menu>")
    def link(user: str, menu: str) -> Response:
        menus.link(menu, [user])
        return jsonify({})

    @blueprint.get(f"{BOT}/user/<user>/richmenu")
    def linked(user: str) -> Response:
        return jsonify(richMenuId=menus.linked_to(user))

    @blueprint.delete(f"{BOT}/user/<user>/richmenu")
    def unlink(user: str) -> Response:
        menus.unlink([user])
        return jsonify({})

    @blueprint.post(f"{BOT}/richmenu/bulk/link")
    def link_many() -> tuple[Response, int]:
        trouble()
        body = _body()
        menus.link(body.get("richMenuId"), body.get("userIds"))
        return jsonify({}), 202

    @blueprint.post(f"{BOT}/richmenu/bulk/unlink")
    def unlink_many() -> tuple[Response, int]:
        menus.unlink(_body().get("userIds"))
        return jsonify({}), 202


def _picture(made: Made) -> Response:
    if not made.picture:
        raise Refusal(404, "Not found")
    return Response(made.picture, mimetype=made.media_type)


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Refusal(400, "The request body is not JSON")
    return body
