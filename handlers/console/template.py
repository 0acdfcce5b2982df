"""A place's template by a one-use link from the chat: GET shows a button, POST hands it out."""

from flask import Blueprint, Response, abort, request

from bot.months import Month
from bot.people import Place
from bot.policy import Action, can
from bot.template import file_name
from bot.text import Voice, mark, voice
from handlers.console.access import SignedIn
from handlers.console.refusing import denied, refuse_link
from handlers.console.showing import show
from handlers.exports import TEMPLATES
from handlers.exports.filling import Filling
from handlers.service import Service
from storage import people, situations, tickets
from storage.session import Transaction
from storage.tickets import Ticket

TEXTS = {
    "overview": mark("Overview"),
    "template": mark("Template to fill in"),
    "template_press": mark(
        "%(place)s, January to %(last)s. Fill it in and send it back in the chat. "
        "The link works once."
    ),
    "expired": mark("This link is used or too old. Type template in the chat for a new one."),
}


def template_routes(blueprint: Blueprint, service: Service) -> None:
    @blueprint.get("/template/<secret>")
    def template(secret: str) -> tuple[str, int]:
        with service.database.begin() as tx:
            ticket = tickets.look(tx, "template", secret, service.clock.now())
            if ticket is None:
                refuse_link(tx, service, "template", secret)
                return _expired()
            place, last, t = _told(tx, ticket)
        return (
            show(
                "template.html",
                t,
                TEXTS,
                formats=list(TEMPLATES),
                place=place.name(t),
                last=t.month_long(last),
            ),
            200,
        )

    @blueprint.post("/template/<secret>")
    def template_now(secret: str) -> Response | tuple[str, int]:
        name = request.form.get("format", "")
        if name not in TEMPLATES:
            abort(400)
        with service.database.begin() as tx:
            ticket = tickets.use(tx, "template", secret, service.clock.now())
            if ticket is None:
                refuse_link(tx, service, "template", secret)
                return _expired()
            place, last, t = _told(tx, ticket)
            who = SignedIn(people.get_person(tx, ticket.person), people.seats_of(tx, ticket.person))
            allowed = can(who.actor, Action.TELL, place)
            filling = Filling(place, situations.place_cells(tx, place.id, last), last)
        if not allowed:
            denied(service, who, Action.TELL, place.id)
            abort(404)
        media_type, write = TEMPLATES[name]
        file = f"{file_name(place, last)}.{name.rpartition('.')[2]}"
        return Response(
            write(filling, service.catalogue, t),
            mimetype=media_type,
            headers={
                "Content-Disposition": f'attachment; filename="{file}"',
                "X-Content-Type-Options": "nosniff",
            },
        )


def _told(tx: Transaction, ticket: Ticket) -> tuple[Place, Month, Voice]:
    """What the link was given for, and the language of who got it."""
    place = people.get_place(tx, ticket.details["place"])
    t = voice(people.get_person(tx, ticket.person).locale)
    return place, Month.parse(ticket.details["last"]), t


def _expired() -> tuple[str, int]:
    return show("message.html", voice(None), TEXTS, message="expired"), 410
