"""Telegram's side of the Bot API, as far as the bot uses it, in a process of its own.

`POST /bot<token>/sendMessage`, `sendPhoto` and `answerCallbackQuery` answer as the Bot API
describes; `getMe` tells the bot's name, `getFile` finds what was put at `POST /files`;
`GET /sent?chat=` shows what arrived, `GET /menus` the commands;
`POST /faults` plays trouble at the next messages: a list of
{"status": 429, "description": "…", "more": {"retry_after": 7}}, {"raw": "<html>…"} as a proxy's
answer, or {"silent": 3} for seconds without any; with {"method": "sendPhoto"} at the next photo.
"""

import hashlib
import io
import sys
import threading
import time
from typing import Any

from flask import Flask, Response, jsonify, request
from PIL import Image, UnidentifiedImageError

from tests.standins.telegram_menus import Menus, Refused

USERNAME = "bokcarbon_test_bot"
MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_PHOTO_BYTES = 10_000_000
MOST_PHOTO_SIDES = 10_000  # width and height together; and at most twenty times as long as wide
MOST_DATA_BYTES = 64
MOST_COPY = 256
KEY_KINDS = {"url", "callback_data", "copy_text"}


def create_telegram(token: str) -> Flask:
    app = Flask(__name__)
    lock = threading.Lock()
    sent: list[dict[str, Any]] = []
    photos: list[dict[str, Any]] = []
    answered: list[str] = []
    faults: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    menus = Menus()

    def refuse(status: int, description: str, **parameters: Any) -> tuple[Response, int]:
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        if parameters:
            body["parameters"] = parameters
        return jsonify(body), status

    @app.post(f"/bot{token}/<method>")
    def call(method: str) -> tuple[Response, int]:
        body = request.get_json(silent=True) or {}
        with lock:
            due = faults and method == faults[0].get("method", "sendMessage")
            fault = faults.pop(0) if due else {}
        time.sleep(fault.get("silent", 0))
        if "raw" in fault:
            return Response(fault["raw"]), fault["status"]
        if "status" in fault:
            return refuse(fault["status"], fault["description"], **fault.get("more", {}))
        with lock:
            if method == "answerCallbackQuery":
                answered.append(str(body.get("callback_query_id")))
                return jsonify(ok=True, result=True), 200
            if method in menus.methods:
                try:
                    return jsonify(ok=True, result=menus.call(method, body)), 200
                except Refused as refused:
                    return refuse(400, str(refused))
            if method == "getMe":
                me = {"id": 1, "is_bot": True, "first_name": "Bok", "username": USERNAME}
                return jsonify(ok=True, result=me), 200
            if method == "getFile":
                file_id = str(body.get("file_id"))
                if file_id not in files:
                    return refuse(400, "Bad Request: invalid file_id")
                found = {"file_id": file_id, "file_path": f"documents/{file_id}"}
                return jsonify(ok=True, result=found), 200
            if method == "sendPhoto":
                photo, trouble = _photo()
                if trouble:
                    return refuse(400, f"Bad Request: {trouble}")
                before = sum(body["chat_id"] == photo["chat_id"] for body in sent)
                photos.append({**photo, "after_messages": before})
                return jsonify(ok=True, result={"message_id": len(sent) + len(photos)}), 200
            if method != "sendMessage":
                return refuse(404, "Not Found")
            problem = _problem(body)
            if problem:
                return refuse(400, f"Bad Request: {problem}")
            sent.append(body)
            return jsonify(ok=True, result={"message_id": len(sent)}), 200

    @app.post("/files")
    def hold() -> Response:
        """`?file_id=…` with the bytes as body: what getFile finds."""
        with lock:
            files[request.args["file_id"]] = request.get_data()
        return jsonify(ok=True)

    @app.get(f"/file/bot{token}/documents/<file_id>")
    def file(file_id: str) -> tuple[Response, int]:
        with lock:
            body = files.get(file_id)
        return (Response(body), 200) if body is not None else refuse(404, "Not Found")

    @app.post("/bot<other>/<method>")
    def unauthorised(other: str, method: str) -> tuple[Response, int]:
        return refuse(401, "Unauthorized")

    @app.get("/sent")
    def show() -> Response:
        chat = request.args.get("chat", type=int)
        with lock:
            return jsonify(
                sent=[body for body in sent if chat in (None, body["chat_id"])],
                photos=[photo for photo in photos if chat in (None, photo["chat_id"])],
                answered=answered,
            )

    @app.get("/menus")
    def show_menus() -> Response:
        with lock:
            return jsonify(menus.to_json())

    @app.post("/faults")
    def play() -> Response:
        with lock:
            faults.extend(request.get_json())
        return jsonify(ok=True)

    return app


def _photo() -> tuple[dict[str, Any], str]:
    """The uploaded photo as a phone would show it, and what the Bot API would refuse in it."""
    uploaded, caption = request.files.get("photo"), request.form.get("caption", "")
    if uploaded is None or not request.form.get("chat_id", "").isdigit():
        return {}, "there is no photo in the request"
    body = uploaded.read()
    try:
        with Image.open(io.BytesIO(body), formats=("PNG", "JPEG")) as opened:
            width, height = opened.size
    except UnidentifiedImageError:
        return {}, "IMAGE_PROCESS_FAILED"
    too_long = max(width, height) > 20 * min(width, height)
    if too_long or width + height > MOST_PHOTO_SIDES or len(body) > MOST_PHOTO_BYTES:
        return {}, "PHOTO_INVALID_DIMENSIONS"
    if len(caption.encode("utf-16-le")) // 2 > MOST_CAPTION:
        return {}, "message caption is too long"
    shown = {"caption": caption, "sha256": hashlib.sha256(body).hexdigest()}
    return {"chat_id": int(request.form["chat_id"]), **shown}, ""


def _problem(body: dict[str, Any]) -> str:
    """What the Bot API would refuse in a message; empty when nothing."""
    text = body.get("text")
    if not isinstance(body.get("chat_id"), int):
        return "chat_id is empty"
    if not isinstance(text, str) or not text.strip():
        return "message text is empty"
    if len(text.encode("utf-16-le")) // 2 > MOST_TEXT:
        return "message is too long"
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        for key in row:
            problem = _key_problem(key)
            if problem:
                return problem
    return ""


def _key_problem(key: dict[str, Any]) -> str:
    """A key does exactly one thing."""
    kinds = KEY_KINDS & key.keys()
    if len(kinds) != 1:
        return "Text buttons are unallowed in the inline keyboard"
    if "callback_data" in kinds and not 1 <= len(key["callback_data"].encode()) <= MOST_DATA_BYTES:
        return "BUTTON_DATA_INVALID"
    if "copy_text" in kinds:
        copied = key["copy_text"].get("text", "")
        if not 1 <= len(copied.encode("utf-16-le")) // 2 <= MOST_COPY:
            return "BUTTON_COPY_TEXT_INVALID"
    return ""


if __name__ == "__main__":
    create_telegram(sys.argv[2]).run("127.0.0.1", int(sys.argv[1]), threaded=True)
