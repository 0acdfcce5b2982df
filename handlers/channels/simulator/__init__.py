"""The simulator: a LINE-like chat in the browser, speaking to the service by real webhooks.

It plays LINE's side of the API with its rules. The demo, the tests and training use it; the
service mounts it only when its LINE_API_HOST is this very simulator.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from bot.text import mark, voice
from handlers.channels.simulator.line_side import LineSide, Room
from handlers.channels.simulator.menu_routes import menu_routes, on_the_phone
from handlers.channels.simulator.phone import Phone, act_of
from handlers.channels.simulator.refusal import Refusal
from handlers.channels.simulator.rich_menus import RichMenus

FOLDER = Path(__file__).parent
MOST_SAID_BYTES = 24 * 1024 * 1024  # a file as base64
BASIC_ID = "@000bokcarbon"  # no account of LINE's has it
SILENCE_SECONDS = 30  # longer than any caller's timeout

TEXTS = {
    "title": mark("Chat simulator"),
    "people": mark("Play as"),
    "message": mark("Message"),
    "send": mark("Send"),
    "sticker": mark("Sticker"),
    "photo": mark("Photo or file"),
    "picture": mark("A picture of what the message says"),
    "unsend": mark("Unsend"),
    "unsent": mark("Message unsent"),
    "block": mark("Block"),
    "unblock": mark("Unblock"),
    "pushes": mark("Pushes this month"),
    "note": mark("Rehearsal: this is not LINE. Nothing leaves this computer."),
    "blocked": mark("The account is blocked; pushes do not arrive."),
    "undelivered": mark("The service did not take the message. Is it running?"),
    "new_person": mark("A new person"),
    "choices": mark("Quick replies"),
    "menu": mark("Menu"),
    "pc": mark("LINE on a PC"),
    "phone": mark("LINE on a phone"),
    "pc_note": mark("On a PC, LINE shows no menu and no quick replies: everything can be typed."),
    "waiting": mark("An answer is on its way"),
    "copied": mark("Copied. It can be pasted now."),
    "not_copied": mark("Could not be copied. Please select the text of the message and copy it."),
}


def simulator_blueprint(
    webhook_url: str,
    channel_secret: str,
    access_token: str,
    now: Callable[[], datetime],
    people: Sequence[tuple[str, str]] = (("Usimulator1", "สมชาย"), ("Usimulator2", "สมหญิง")),
) -> Blueprint:
    """The page at /simulator/ and LINE's API at /simulator/line/v2/bot/…"""
    side, menus = LineSide(now), RichMenus()
    phone = Phone(side, webhook_url, channel_secret, now)
    for user, name in people:
        side.person(user, name)
    blueprint = Blueprint(
        "simulator",
        __name__,
        url_prefix="/simulator",
        template_folder=str(FOLDER / "templates"),
        static_folder=str(FOLDER / "static"),
        static_url_path="/static",
    )
    _page_routes(blueprint, side, phone, menus)
    _line_routes(blueprint, side, access_token)
    menu_routes(blueprint, menus, lambda: _trouble(side))
    return blueprint


def _page_routes(blueprint: Blueprint, side: LineSide, phone: Phone, menus: RichMenus) -> None:
    @blueprint.get("/")
    def page() -> str:
        t = voice(request.args.get("lang"))
        texts = {key: t(english) for key, english in TEXTS.items()}
        return render_template("simulator.html", texts=texts, lang=t.code)

    @blueprint.get("/people")
    def people() -> Response:
        return jsonify([_person(room) for room in side.rooms()])

    @blueprint.post("/people")
    def add_person() -> tuple[Response, int]:
        body = _given()
        user, name = str(body.get("user") or ""), str(body.get("name") or "")
        if not user.startswith("U") or len(user) > 64:
            return jsonify(error="user must be a text that begins with U"), 400
        return jsonify(_person(side.person(user, name[:40]))), 201

    @blueprint.get("/talk")
    def talk() -> tuple[Response, int]:
        user, after = request.args.get("user", ""), request.args.get("after", "0")
        if not user or not after.isdigit():
            return jsonify(error="give user, and after as a number"), 400
        room = side.person(user)
        return jsonify(
            entries=side.talk(user, int(after)),
            newest=room.next_number - 1,
            blocked=room.blocked,
            pushes=side.used,
            quota=side.quota,
            waiting=side.is_waiting(user),
            menu=None if room.blocked else on_the_phone(menus.seen_by(user)),
        ), 200

    @blueprint.post("/say")
    def say() -> tuple[Response, int]:
        """{"user": …, "text" | "data" (+ "label") | "type" (+ "name", "body" as base64), …}

        `unsend` takes the message with that id back; `times` 2 or 3 is a redelivery.
        """
        request.max_content_length = MOST_SAID_BYTES
        body = _given()
        act = act_of(body)
        if act is None or not body.get("user"):
            return jsonify(error="give user, and text, data or type"), 400
        user, times = str(body["user"]), body.get("times", 1)
        status = phone.do(user, act, times if times in (1, 2, 3) else 1)
        return jsonify(status=status), 200 if status == 200 else 502

    @blueprint.post("/rules")
    def rules() -> tuple[Response, int]:
        """{"faults": ["500", "429", "timeout", "lost"], "quota": 300}: what is played next."""
        body = _given()
        side.fail_next(*(str(fault) for fault in body.get("faults") or ()))
        if isinstance(body.get("quota"), int):
            side.quota = body["quota"]
        return jsonify(quota=side.quota, used=side.used), 200


def _line_routes(blueprint: Blueprint, side: LineSide, access_token: str) -> None:
    @blueprint.errorhandler(Refusal)
    def refused(refusal: Refusal) -> tuple[Response, int, dict[str, str]]:
        return jsonify(message=refusal.message), refusal.status, refusal.headers

    @blueprint.before_request
    def check_token() -> tuple[Response, int] | None:
        if not request.path.startswith("/simulator/line/"):
            return None
        if request.headers.get("Authorization") != f"Bearer {access_token}":
            return jsonify(message="Authentication failed"), 401
        return None

    @blueprint.post("/line/v2/bot/message/reply")
    def reply() -> tuple[Response, int, dict[str, str]]:
        fault = _trouble(side)
        body = _body()
        has_key = "X-Line-Retry-Key" in request.headers
        sent = side.reply(str(body.get("replyToken") or ""), body.get("messages"), has_key)
        _lost(fault)
        return jsonify(sentMessages=sent), 200, {"x-line-request-id": sent[0]["id"]}

    @blueprint.post("/line/v2/bot/message/push")
    def push() -> tuple[Response, int, dict[str, str]]:
        fault = _trouble(side)
        body = _body()
        key = request.headers.get("X-Line-Retry-Key", "")
        sent, request_id = side.push(str(body.get("to") or ""), body.get("messages"), key)
        _lost(fault)
        return jsonify(sentMessages=sent), 200, {"x-line-request-id": request_id}

    @blueprint.get("/line/v2/bot/message/<message_id>/content")
    def content(message_id: str) -> Response:
        _trouble(side)
        return Response(side.content(message_id), mimetype="application/octet-stream")

    @blueprint.get("/line/v2/bot/info")
    def info() -> Response:
        return jsonify(
            userId="U" + "0" * 32, basicId=BASIC_ID, displayName="BokCarbon", chatMode="bot"
        )

    @blueprint.get("/line/v2/bot/message/quota")
    def quota() -> Response:
        return jsonify(type="limited", value=side.quota)

    @blueprint.get("/line/v2/bot/message/quota/consumption")
    def consumption() -> Response:
        return jsonify(totalUsage=side.used)

    @blueprint.post("/line/v2/bot/chat/loading/start")
    def loading() -> tuple[Response, int]:
        body = _body()
        side.start_loading(str(body.get("chatId") or ""), body.get("loadingSeconds", 20))
        return jsonify({}), 202

    @blueprint.get("/line/v2/bot/profile/<user>")
    def profile(user: str) -> tuple[Response, int]:
        room = next((room for room in side.rooms() if room.user == user), None)
        if room is None or room.blocked:
            return jsonify(message="Not found"), 404
        return jsonify(userId=user, displayName=room.name, language="th"), 200


def _person(room: Room) -> dict[str, Any]:
    return {"user": room.user, "name": room.name, "blocked": room.blocked}


def _given() -> dict[str, Any]:
    """What the page or a test sends; empty when it is no JSON object."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Refusal(400, "The request body is not JSON")
    return body


def _trouble(side: LineSide) -> str:
    """Play the fault that is due: refuse, fall silent, or (`lost`) fall silent after taking it."""
    fault = side.next_fault()
    if fault == "timeout":
        time.sleep(SILENCE_SECONDS)
        raise Refusal(500, "too late")
    if fault.isdigit():
        raise Refusal(int(fault), "The request is rejected on purpose")
    return fault


def _lost(fault: str) -> None:
    if fault == "lost":
        time.sleep(SILENCE_SECONDS)
