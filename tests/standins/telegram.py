"""Telegram's side of the Bot API, as far as the bot uses it, in a process of its own.

`POST /bot<token>/sendMessage` and `answerCallbackQuery` answer as the Bot API describes;
`getFile` finds what was put at `POST /files`; `GET /sent?chat=` shows what arrived,
`POST /faults` plays trouble at the next messages: a list of
{"status": 429, "description": "…", "more": {"retry_after": 7}}, {"raw": "<html>…"} as a proxy's
answer, or {"silent": 3} for seconds without any.
"""

import sys
import threading
import time
from typing import Any

from flask import Flask, Response, jsonify, request

MOST_TEXT = 4096
MOST_DATA_BYTES = 64
MOST_COPY = 256
KEY_KINDS = {"url", "callback_data", "copy_text"}


def create_telegram(token: str) -> Flask:
    app = Flask(__name__)
    lock = threading.Lock()
    sent: list[dict[str, Any]] = []
    answered: list[str] = []
    faults: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}

    def refuse(status: int, description: str, **parameters: Any) -> tuple[Response, int]:
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        if parameters:
            body["parameters"] = parameters
        return jsonify(body), status

    @app.post(f"/bot{token}/<method>")
    def call(method: str) -> tuple[Response, int]:
        body = request.get_json(silent=True) or {}
        with lock:
            fault = faults.pop(0) if faults and method == "sendMessage" else {}
        time.sleep(fault.get("silent", 0))
        if "raw" in fault:
            return Response(fault["raw"]), fault["status"]
        if "status" in fault:
            return refuse(fault["status"], fault["description"], **fault.get("more", {}))
        with lock:
            if method == "answerCallbackQuery":
                answered.append(str(body.get("callback_query_id")))
                return jsonify(ok=True, result=True), 200
            if method == "getFile":
                file_id = str(body.get("file_id"))
                if file_id not in files:
                    return refuse(400, "Bad Request: invalid file_id")
                found = {"file_id": file_id, "file_path": f"documents/{file_id}"}
                return jsonify(ok=True, result=found), 200
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
                sent=[body for body in sent if chat in (None, body["chat_id"])], answered=answered
            )

    @app.post("/faults")
    def play() -> Response:
        with lock:
            faults.extend(request.get_json())
        return jsonify(ok=True)

    return app


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
