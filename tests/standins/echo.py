"""The smallest service behind a channel: it answers each message with itself, buttons and a card.

`python -m tests.standins.echo PORT API_HOST` stands where the real service would, so that a
platform's stand-in can be tried alone.
"""

import sys
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask, Response, request

from bot.messages import Button, Card, Reply
from handlers.channels.base import Delivery, Refused
from handlers.channels.line import LineChannel
from tests.processes import LINE_SECRET, LINE_TOKEN

COPIED = "e-report · อบต.กะเฉด · ก.ค. 2569\nไฟฟ้า 12345 หน่วย (kWh)"
RECEIVED = datetime(2026, 8, 5, tzinfo=UTC)


def create_echo(channel: LineChannel) -> Flask:
    app = Flask(__name__)

    @app.get("/")
    def here() -> str:
        return "here"

    @app.post("/webhook/line")
    def webhook() -> Response:
        try:
            events = channel.receive(dict(request.headers), request.get_data(), RECEIVED)
        except Refused as refused:
            return Response(refused.reason, refused.status)
        for event in events:
            message = channel.read(event.raw)
            if message and event.reply_token:
                reply = _answer(message.text or message.action or message.kind.value)
                channel.send(_delivery(event.user, reply, event.reply_token))
        return Response("ok")

    return app


def _answer(said: str) -> Reply:
    card = Card("กรกฎาคม 2569", (("ไฟฟ้า", "12,345 หน่วย"), ("น้ำมันดีเซล", "–")), "ยังไม่ครบ")
    buttons = (
        Button("ถูกต้อง บันทึก", "echo:yes"),
        Button("แก้ไข", "echo:no"),
        Button("เปิดหน้าเว็บ", link="https://bok.example.go.th/x"),
    )
    if said == "คัดลอก":
        return Reply(COPIED, (Button("คัดลอก e-report", copy=COPIED),))
    return Reply(f"อ่านได้ว่า: {said}", buttons, card if "ที่" in said else None)


def _delivery(user: str, reply: Reply, token: str) -> Delivery:
    return Delivery(uuid4(), user, [reply], token)


if __name__ == "__main__":
    made = create_echo(LineChannel((LINE_SECRET,), LINE_TOKEN, sys.argv[2], sys.argv[2]))
    made.run("127.0.0.1", int(sys.argv[1]), threaded=True)
