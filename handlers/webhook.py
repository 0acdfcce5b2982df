"""POST /webhook/<channel>: verify the raw bytes, keep the events, commit, then 200.

Nothing is sent, fetched or understood here: LINE gives two seconds.
"""

import structlog
from flask import Blueprint, Response, abort, request

from handlers.channels.base import Channel, Event, Refused
from handlers.service import Service
from storage import inbox, wakeups
from storage.inbox import NewEvent
from storage.session import DatabaseDown

log = structlog.get_logger()


def webhook_blueprint(service: Service) -> Blueprint:
    blueprint = Blueprint("webhook", __name__)

    @blueprint.post("/webhook/<name>")
    def receive(name: str) -> Response:
        channel = service.channels.get(name)
        if channel is None:
            abort(404)
        now = service.clock.now()
        try:
            events = channel.receive(dict(request.headers), request.get_data(), now)
        except Refused as refused:
            log.warning("webhook.refused", channel=name, reason=refused.reason)
            return Response(refused.reason, refused.status, mimetype="text/plain")
        kept = [_new(channel, event) for event in events]
        try:
            with service.database.begin() as tx:
                new = inbox.keep(tx, kept, now)
                if new:
                    wakeups.notify(tx)
        except DatabaseDown:
            log.error("webhook.database_down", channel=name)
            return Response("try again", 503, mimetype="text/plain")
        if new:
            service.wake.set()
            service.files_wake.set()
        return Response("ok", 200, mimetype="text/plain")

    return blueprint


def _new(channel: Channel, event: Event) -> NewEvent:
    """The event as it is kept, with the file that is to be fetched for it."""
    message = channel.read(event.raw)
    return NewEvent(
        channel=channel.name,
        id=event.id,
        user=event.user,
        occurred_at=event.occurred_at,
        raw=event.raw,
        reply_token=event.reply_token,
        message=event.message,
        content=message.content if message else None,
    )
