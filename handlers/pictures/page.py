"""GET /files/<signed>: the picture of a letter, for LINE and for whoever holds its address."""

from collections import deque
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, Response

from bot.audit import Deed
from bot.messages import Picture, Reply
from handlers.pictures import png
from handlers.pictures.links import GOOD_FOR, named
from handlers.service import Service
from storage import audit, outbox
from storage.session import Transaction

MOST_NOTED_AN_HOUR = 60  # anybody may knock here, and the audit log forgets nothing
HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def files_blueprint(service: Service) -> Blueprint:
    blueprint = Blueprint("files", __name__)
    noted: deque[datetime] = deque(maxlen=MOST_NOTED_AN_HOUR)

    @blueprint.get("/files/<signed>")
    def file(signed: str) -> Response:
        now = service.clock.now()
        name = named(service.settings.secret_key, signed)
        with service.database.begin() as tx:
            found = _picture(tx, *name, now) if name else "forged"
            if isinstance(found, str):
                _note_refusal(tx, found, now, noted)
        if isinstance(found, str):  # whatever was wrong, the same answer
            return Response("not found", 404, mimetype="text/plain")
        return Response(png(found), mimetype="image/png", headers=HEADERS)

    return blueprint


def _picture(tx: Transaction, letter: UUID, reply: int, now: datetime) -> Picture | str:
    """The picture, or in a word why there is none."""
    kept = outbox.get(tx, letter)
    if kept is None or not 0 <= reply < len(kept.replies):
        return "gone"
    if now - kept.created_at > GOOD_FOR:
        return "expired"
    return Reply.from_json(kept.replies[reply]).picture or "gone"


def _note_refusal(tx: Transaction, why: str, now: datetime, noted: deque[datetime]) -> None:
    if len(noted) < MOST_NOTED_AN_HOUR or now - noted[0] > timedelta(hours=1):
        noted.append(now)
        audit.write(tx, Deed.LINK_REFUSED, now, details={"page": "files", "why": why})
