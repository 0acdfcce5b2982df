"""The floor: the same HMAC and the same rows, by bare SQL on one connection, nothing else.

Two transactions an event, as in the service: keep it; then answer it (mark, figure, revision,
conversation, letter).
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

KEEP = """INSERT INTO inbox (channel, event_id, "user", occurred_at, received_at, reply_token, raw,
  state) VALUES ('line', {p}, {p}, {p}, {p}, 'token', {p}, 'new')
  ON CONFLICT (channel, event_id) DO NOTHING"""
ANSWER = (
    "UPDATE inbox SET state = 'done', answered_at = {p}, attempts = 1 WHERE event_id = {p}",
    """INSERT INTO figures (place, month, activity, kind, version, status, quantity, told_quantity,
  told_unit, kg_co2e, factors, gwp_set, verified, recorded_at) VALUES ('210110', 202607, {p}, '', 1,
  'reported', {q}, {q}, 'kWh', {q}, 'elec_grid@2026-01-01', 'AR5', true, {p})""",
    """INSERT INTO figure_revisions (place, month, activity, kind, version, status, quantity,
  told_quantity, told_unit, kg_co2e, factors, gwp_set, verified, recorded_at, reason) VALUES
  ('210110', 202607, {p}, '', 1, 'reported', {q}, {q}, 'kWh', {q}, 'elec_grid@2026-01-01', 'AR5',
  true, {p}, 'told')""",
    """INSERT INTO conversations (channel, "user", step, last_event_at)
  VALUES ('line', {p}, {p}, {p}) ON CONFLICT (channel, "user") DO UPDATE SET step = excluded.step,
  last_event_at = excluded.last_event_at""",
    """INSERT INTO outbox (id, sequence, key, channel, "user", replies, purpose, state, not_before,
  created_at) VALUES ({p}, 1, {p}, 'line', {p}, {p}, 'answer', 'queued', {p}, {p})""",
)
NOW = "2026-08-05 02:00:00+00:00"
STEP = json.dumps({"flow": "record", "name": "ask", "id": "abcdefgh", "data": {}})
REPLIES = json.dumps([{"text": "x" * 300}, {"text": "y" * 200}])


def seconds(url: str, bodies: Sequence[bytes], secret: bytes, run: str) -> float:
    """How long the floor takes for these signed bodies; the database must have the schema."""
    execute, commit, close = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
    started = time.perf_counter()
    for number, body in enumerate(bodies):
        digest = hmac.new(secret, body, hashlib.sha256).digest()
        hmac.compare_digest(base64.b64encode(digest), base64.b64encode(digest))
        event = json.loads(body)["events"][0]
        key, user = f"{run}-{number}", event["source"]["userId"]
        execute(KEEP, (key, user, NOW, NOW, body))
        commit()
        activity = f"F{run}{number}"
        values = (
            (NOW, key),
            (activity, NOW),
            (activity, NOW),
            (user, STEP, NOW),
            (key, key, user, REPLIES, NOW, NOW),
        )
        for statement, given in zip(ANSWER, values, strict=True):
            execute(statement, given)
        commit()
    took = time.perf_counter() - started
    close()
    return took


Doing = tuple[Callable[[str, Any], None], Callable[[], None], Callable[[], None]]


def _sqlite(url: str) -> Doing:
    connection = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")
    begun = [False]

    def execute(statement: str, given: Any) -> None:
        if not begun[0]:
            connection.execute("BEGIN IMMEDIATE")
            begun[0] = True
        connection.execute(statement.format(p="?", q=12345000000), given)

    def commit() -> None:
        connection.execute("COMMIT")
        begun[0] = False

    return execute, commit, connection.close


def _postgresql(url: str) -> Doing:
    connection = psycopg.connect(make_url(url).render_as_string(hide_password=False))

    def execute(statement: str, given: Any) -> None:
        connection.execute(statement.format(p="%s", q="12345.0"), given, prepare=True)

    return execute, connection.commit, connection.close
