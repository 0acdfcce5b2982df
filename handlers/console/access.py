"""Signing in by a one-use link from the chat, and who is signed in.

A link's GET only shows a button: chat programs open links to preview them. POST uses it.
"""

import secrets
from datetime import timedelta

from flask import Request, Response, make_response, redirect
from werkzeug.wrappers import Response as WerkzeugResponse

from bot.audit import Deed
from bot.people import Person, Seat
from bot.policy import Actor
from handlers.service import Service
from storage import audit, people, sessions, tickets

COOKIE = "bokcarbon_session"
SESSION_LASTS = timedelta(hours=8)


class SignedIn:
    """A person with a live session, and the seats that decide what they see."""

    def __init__(self, person: Person, seats: tuple[Seat, ...]) -> None:
        self.person = person
        self.seats = seats

    @property
    def actor(self) -> Actor:
        return Actor(self.seats, self.person.id)


def sign_in(
    service: Service, request: Request, secret: str, target: str
) -> WerkzeugResponse | None:
    """Use the link up and open a session; None when the link is no good any more.

    The session's id is always a new one, and the browser's older session ends.
    """
    now = service.clock.now()
    session = secrets.token_urlsafe(32)
    with service.database.begin() as tx:
        ticket = tickets.use(tx, "console", secret, now)
        if ticket is None:
            return None
        tickets.revoke(tx, request.cookies.get(COOKIE, ""))
        sessions.open_session(tx, session, ticket.person, now, SESSION_LASTS)
        audit.write(tx, Deed.SIGNED_IN, now, ticket.person)
    response = make_response(redirect(target, 303))
    response.set_cookie(
        COOKIE,
        session,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=service.settings.base_url.startswith("https://"),
        path="/",
    )
    return response


def signed_in(service: Service, request: Request) -> SignedIn | None:
    """Who the request's session belongs to, with the seats held now."""
    session = request.cookies.get(COOKIE, "")
    if not session:
        return None
    with service.database.begin() as tx:
        person = sessions.person_of(tx, session, service.clock.now())
        if person is None:
            return None
        return SignedIn(people.get_person(tx, person), people.seats_of(tx, person))


def sign_out(service: Service, request: Request, target: str) -> Response:
    session = request.cookies.get(COOKIE, "")
    with service.database.begin() as tx:
        tickets.revoke(tx, session)
    response = make_response(redirect(target, 303))
    response.delete_cookie(COOKIE, path="/")
    return response
