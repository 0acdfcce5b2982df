"""All that is kept about a person, as one JSON file, by a one-use link from the chat."""

import json
from datetime import datetime
from decimal import Decimal

from flask import Blueprint, Response

from bot.audit import Deed
from bot.months import Month
from bot.text import mark, voice
from handlers.console.refusing import refuse_link
from handlers.console.showing import show
from handlers.service import Service
from storage import audit, people, personal, requests, tickets

TEXTS = {
    "overview": mark("Overview"),
    "mydata": mark("What is kept about you"),
    "mydata_press": mark("Everything as one file (JSON). The link works once."),
    "get": mark("Get the file"),
    "expired": mark("This link is used or too old. Type my data in the chat for a new one."),
}


def mydata_routes(blueprint: Blueprint, service: Service) -> None:
    @blueprint.get("/mydata/<secret>")
    def mydata(secret: str) -> tuple[str, int]:
        with service.database.begin() as tx:
            ticket = tickets.look(tx, "mydata", secret, service.clock.now())
            if ticket is None:
                refuse_link(tx, service, "mydata", secret)
                return _expired()
            t = voice(people.get_person(tx, ticket.person).locale)
        return show("mydata.html", t, TEXTS), 200

    @blueprint.post("/mydata/<secret>")
    def mydata_now(secret: str) -> Response | tuple[str, int]:
        now = service.clock.now()
        with service.database.begin() as tx:
            ticket = tickets.use(tx, "mydata", secret, now)
            if ticket is None:
                refuse_link(tx, service, "mydata", secret)
                return _expired()
            requests.done(tx, ticket.person, requests.ACCESS, now)
            audit.write(tx, Deed.ACCESS_GIVEN, now, ticket.person)
            known = personal.everything(tx, ticket.person)
        body = json.dumps(known, ensure_ascii=False, indent=1, default=_plain)
        return Response(
            body,
            mimetype="application/json",
            headers={
                "Content-Disposition": 'attachment; filename="bokcarbon_my_data.json"',
                "Cache-Control": "no-store",
            },
        )


def _plain(value: object) -> str:
    """What JSON has no form for: moments, months and exact numbers, as text."""
    match value:
        case datetime():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case Month():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form in the file")


def _expired() -> tuple[str, int]:
    return show("message.html", voice(None), TEXTS, message="expired"), 410
