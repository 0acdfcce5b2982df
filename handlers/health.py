"""/healthz: the process lives. /readyz: it can do its work, or says why not. /metrics."""

from datetime import timedelta

from flask import Blueprint, Response, jsonify

from handlers.service import Service
from storage import attachments, inbox, migrations, outbox
from storage.session import DatabaseDown

OLDEST_WAITING = timedelta(seconds=60)


def health_blueprint(service: Service) -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def healthz() -> Response:
        return Response("ok", mimetype="text/plain")

    @blueprint.get("/readyz")
    def readyz() -> tuple[Response, int]:
        problems = find_problems(service)
        return jsonify(ready=not problems, problems=problems), 503 if problems else 200

    @blueprint.get("/metrics")
    def metrics() -> Response:
        with service.database.begin() as tx:
            queue, letters = inbox.health(tx), outbox.counts(tx)
            files = attachments.waiting(tx)
        lines = [
            "# TYPE bokcarbon_inbox_waiting gauge",
            f"bokcarbon_inbox_waiting {queue.waiting}",
            "# TYPE bokcarbon_inbox_parked gauge",
            f"bokcarbon_inbox_parked {queue.parked}",
            "# TYPE bokcarbon_outbox gauge",
            *(f'bokcarbon_outbox{{state="{state}"}} {count}' for state, count in letters.items()),
            "# TYPE bokcarbon_attachments_waiting gauge",
            f"bokcarbon_attachments_waiting {files}",
        ]
        return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")

    return blueprint


def find_problems(service: Service) -> list[str]:
    """What keeps the service from its work, each in words that say what to do."""
    try:
        if not migrations.is_current(service.database):
            return ["the schema is not current: run bokcarbon migrate"]
        with service.database.begin() as tx:
            queue = inbox.health(tx)
    except DatabaseDown:
        return ["the database does not answer: check DATABASE_URL and the server"]
    problems = []
    if queue.oldest_received_at is not None:
        waited = service.clock.now() - queue.oldest_received_at
        if waited > OLDEST_WAITING:
            seconds = int(waited.total_seconds())
            problems.append(f"a message has waited {seconds} seconds: is a worker running?")
    if queue.parked:
        problems.append(f"{queue.parked} messages are set aside after five failures: see the log")
    return problems
