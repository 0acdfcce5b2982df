"""Telling on a page: a month's table is pasted where there is a keyboard; the talk is the same."""

import secrets
import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from bot.messages import Kind, Reply
from bot.policy import Action, scopes
from bot.text import mark
from handlers.channels.console import ConsoleChannel
from handlers.console.access import SignedIn, signed_in
from handlers.console.refusing import denied
from handlers.console.showing import show, voice_for
from handlers.service import Service
from storage import inbox, people, talks, wakeups
from storage.inbox import NewEvent

LONGEST_TEXT = 10_000
SHOWN_TURNS = 5
WAIT_SECONDS = 8.0  # for the answer; it comes in milliseconds, or is shown at the next look
LOOK_SECONDS = 0.05
TEXTS = {
    "sign_out": mark("Sign out"),
    "needed": mark("Please sign in: type console in the chat to get a link."),
    "overview": mark("Overview"),
    "tell": mark("Tell figures"),
    "paste": mark("Type figures, or paste a table from a spreadsheet"),
    "send": mark("Send"),
    "same": mark("The same talk as in the chat: nothing is saved without a yes."),
    "you": mark("You"),
    "waiting": mark("The answer is on its way: open this page again in a moment."),
}


def tell_routes(blueprint: Blueprint, service: Service) -> None:
    @blueprint.get("/tell")
    def tell() -> tuple[str, int]:
        who = signed_in(service, request)
        t = voice_for(who)
        if who is None:
            return show("message.html", t, TEXTS, message="needed"), 401
        if not scopes(who.seats, Action.TELL):
            denied(service, who, Action.TELL)
            abort(404)
        with service.database.begin() as tx:
            office = people.office_in(tx, ConsoleChannel.name, _user(who), who.seats)
            turns = talks.latest(tx, ConsoleChannel.name, _user(who), SHOWN_TURNS)
        return show(
            "tell.html",
            t,
            TEXTS,
            place=office.place.name(t) if office else "",
            turns=[
                (_said(turn.raw), [Reply.from_json(body) for body in turn.replies])
                for turn in turns
            ],
            once=secrets.token_urlsafe(16),
        ), 200

    @blueprint.post("/tell")
    def told() -> Response:
        who = signed_in(service, request)
        if who is None:
            abort(401)
        if not scopes(who.seats, Action.TELL):
            denied(service, who, Action.TELL)
            abort(404)
        raw = _raw(service, request.form)
        if raw is not None:
            _put(service, who, raw, request.form.get("once", "")[:64])
        return redirect(url_for("console.tell", lang=request.args.get("lang")), 303)


def _raw(service: Service, form: Mapping[str, str]) -> dict[str, Any] | None:
    """What was typed or pressed, as an event keeps it; None when nothing was."""
    sent_at = service.clock.now().timestamp()
    if form.get("action"):
        action, label = form["action"][:300], form.get("label", "")[:100]
        return {"kind": Kind.ACTION, "action": action, "label": label, "sent_at": sent_at}
    text = form.get("text", "").replace("\r\n", "\n")[:LONGEST_TEXT]
    return {"kind": Kind.TEXT, "text": text, "sent_at": sent_at} if text.strip() else None


def _put(service: Service, who: SignedIn, raw: dict[str, Any], once: str) -> None:
    """Keep it like any message, and wait a moment for its answer. The same form twice is once."""
    user, now = _user(who), service.clock.now()
    event = NewEvent(
        ConsoleChannel.name, f"{user}:{once or secrets.token_urlsafe()}", user, now, raw
    )
    with service.database.begin() as tx:
        people.talk_of(tx, ConsoleChannel.name, user, who.person.id)
        inbox.keep(tx, [event], now)
        wakeups.notify(tx)
    service.wake.set()
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        with service.database.begin() as tx:
            if not inbox.is_waiting(tx, event.channel, event.id):
                return
        time.sleep(LOOK_SECONDS)


def _user(who: SignedIn) -> str:
    return f"person:{who.person.id}"


def _said(raw: Mapping[str, Any]) -> str:
    return str(raw.get("text") or raw.get("label") or "")
