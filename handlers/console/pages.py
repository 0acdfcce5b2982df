"""The pages: enter by link, the overview of a province or district, one-use downloads."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from bot.audit import Deed
from bot.catalogue import Ledger
from bot.months import Month, months_between
from bot.oversight import PlaceProgress
from bot.people import Place
from bot.policy import Action, can, scopes
from bot.reporting import State
from bot.text import Voice, mark, voice
from handlers.console.access import SignedIn, sign_in, sign_out, signed_in
from handlers.console.mydata import mydata_routes
from handlers.console.place import place_routes
from handlers.console.refusing import denied, refuse_link
from handlers.console.showing import show, voice_for
from handlers.console.tell import tell_routes
from handlers.console.template import template_routes
from handlers.exports import EXPORTS
from handlers.exports.wanted import Wanted
from handlers.service import Service
from storage import audit, people, tickets, totals

FOLDER = Path(__file__).parent
DECIDED = frozenset({State.RETURNED, State.APPROVED, State.CLOSED})

TEXTS = {
    "overview": mark("Overview"),
    "progress": mark("Progress of %(month)s"),
    "place": mark("Place"),
    "told": mark("Told"),
    "state": mark("State"),
    "complete": mark("complete"),
    "partly": mark("under way"),
    "silent": mark("nothing yet"),
    "unreachable": mark("nobody to reach"),
    "returned": mark("returned"),
    "approved": mark("approved"),
    "closed": mark("closed"),
    "own": mark("Own use, tCO2e"),
    "area": mark("In the area, tCO2e"),
    "by_month": mark("Emissions by month, tCO2e"),
    "month": mark("Month"),
    "never_added": mark(
        "The two ledgers are never added: an office's own use lies inside the area."
    ),
    "provisional": mark("Sums of the figures told so far; missing months are not estimated."),
    "sign_in": mark("Sign in"),
    "sign_in_press": mark("Press the button to sign in. The link works once."),
    "sign_out": mark("Sign out"),
    "expired": mark("This link is used or too old. Type console in the chat for a new one."),
    "export_expired": mark("This link is used or too old. Type export in the chat for a new one."),
    "needed": mark("Please sign in: type console in the chat to get a link."),
    "download": mark("Download figures"),
    "download_press": mark("%(place)s, %(first)s to %(last)s. The link works once."),
    "places_complete": mark("%(complete)s of %(total)s places complete"),
    "other_language": mark("Other language"),
}


def console_blueprint(service: Service) -> Blueprint:
    blueprint = Blueprint(
        "console",
        __name__,
        url_prefix="/console",
        template_folder=str(FOLDER / "templates"),
        static_folder=str(FOLDER / "static"),
    )

    @blueprint.get("/enter/<secret>")
    def enter(secret: str) -> tuple[str, int]:
        with service.database.begin() as tx:
            ticket = tickets.look(tx, "console", secret, service.clock.now())
            if ticket is None:
                refuse_link(tx, service, "console", secret)
                return _page("message.html", voice_for(None), message="expired"), 410
        return _page("enter.html", voice_for(None), secret=secret), 200

    @blueprint.post("/enter/<secret>")
    def enter_now(secret: str) -> WerkzeugResponse | tuple[str, int]:
        response = sign_in(service, request, secret, url_for("console.overview"))
        if response is None:
            with service.database.begin() as tx:
                refuse_link(tx, service, "console", secret)
            return _page("message.html", voice_for(None), message="expired"), 410
        return response

    @blueprint.post("/leave")
    def leave() -> Response:
        return sign_out(service, request, url_for("console.overview"))

    @blueprint.get("/")
    def overview() -> WerkzeugResponse | tuple[str, int]:
        who = signed_in(service, request)
        if who is None:
            return _page("message.html", voice_for(None), message="needed"), 401
        seen = scopes(who.seats, Action.SUMMARISE)
        if not seen and scopes(who.seats, Action.TELL):
            return redirect(url_for("console.tell"), 303)
        if not seen:
            denied(service, who, Action.SUMMARISE)
            return _page("message.html", voice_for(who), message="needed"), 403
        return _overview(service, who, seen[0]), 200

    @blueprint.get("/download/<secret>")
    def download(secret: str) -> tuple[str, int]:
        with service.database.begin() as tx:
            ticket = tickets.look(tx, "export", secret, service.clock.now())
            if ticket is None:
                refuse_link(tx, service, "export", secret)
                return _page("message.html", voice_for(None), message="export_expired"), 410
            place = people.get_place(tx, ticket.details["place"])
            t = voice(people.get_person(tx, ticket.person).locale)
        return (
            _page(
                "download.html",
                t,
                secret=secret,
                formats=list(EXPORTS),
                place=place.name(t),
                first=t.month(Month.parse(ticket.details["first"])),
                last=t.month(Month.parse(ticket.details["last"])),
            ),
            200,
        )

    @blueprint.post("/download/<secret>")
    def download_now(secret: str) -> Response | tuple[str, int]:
        name = request.form.get("format", "")
        if name not in EXPORTS:
            abort(400)
        with service.database.begin() as tx:
            ticket = tickets.use(tx, "export", secret, service.clock.now())
            if ticket is None:
                refuse_link(tx, service, "export", secret)
                return _page("message.html", voice_for(None), message="export_expired"), 410
            place = people.get_place(tx, ticket.details["place"])
            who = SignedIn(people.get_person(tx, ticket.person), people.seats_of(tx, ticket.person))
            allowed = can(who.actor, Action.EXPORT, place)
            if allowed:
                audit.write(
                    tx,
                    Deed.EXPORTED,
                    service.clock.now(),
                    ticket.person,
                    place.id,
                    details={**_span(ticket.details), "format": name},
                )
        if not allowed:
            denied(service, who, Action.EXPORT, place.id)
            abort(404)
        first, last = (Month.parse(ticket.details[end]) for end in ("first", "last"))
        kind = EXPORTS[name].media_type
        file = f"bokcarbon_{place.id}_{first}_{last}.{name.rpartition('.')[2]}"
        return Response(
            export(service, name, place, first, last, who.person.locale),
            mimetype=kind,
            headers={
                "Content-Disposition": f'attachment; filename="{file}"',
                "X-Content-Type-Options": "nosniff",
            },
        )

    place_routes(blueprint, service)
    tell_routes(blueprint, service)
    template_routes(blueprint, service)
    mydata_routes(blueprint, service)
    return blueprint


def export(
    service: Service, name: str, place: Place, first: Month, last: Month, locale: str
) -> Iterator[bytes]:
    """An export's bytes, streamed from one snapshot: all of it is of the same moment."""
    with service.database.snapshot() as tx:
        wanted = Wanted(
            tx=tx,
            catalogue=service.catalogue,
            scope=place,
            first=first,
            last=last,
            locale=locale,
            zone=service.settings.timezone,
            now=service.clock.now(),
        )
        yield from EXPORTS[name].write(wanted)


def _span(details: Mapping[str, Any]) -> dict[str, Any]:
    return {"first": details["first"], "last": details["last"]}


def _overview(service: Service, who: SignedIn, scope: Place) -> str:
    t = voice_for(who)
    month = Month.of(service.clock.now().date()) - 1
    with service.database.begin() as tx:
        progress = [
            row for row in totals.progress(tx, service.catalogue, scope, month) if row.expected
        ]
        by_month = totals.monthly_kg(tx, service.catalogue, scope, month - 11, month)
    complete = sum(row.answered >= row.expected for row in progress)
    return _page(
        "overview.html",
        t,
        place=scope.name(t),
        month=t.month_long(month),
        progress=progress,
        state_of=_state_of,
        complete=complete,
        months=[
            (
                t.month(one),
                *(_tonnes(t, by_month[ledger].get(one)) for ledger in Ledger),
                _share(by_month[Ledger.ORGANISATION], one),
            )
            for one in months_between(month - 11, month)
        ],
    )


def _state_of(row: PlaceProgress) -> str:
    """What was decided about a place's month; else how far it is, and whether somebody is there."""
    if row.standing.month.state in DECIDED:
        return row.standing.month.state.value
    if row.is_complete:
        return "complete"
    if row.answered:
        return "partly"
    return "silent" if row.reachable else "unreachable"


def _tonnes(t: Voice, kg: Decimal | None) -> str:
    return "–" if kg is None else t.tonnes(kg)


def _share(by_month: dict[Month, Decimal], month: Month) -> int:
    """Per cent of the largest month, for the bar beside the number."""
    largest = max(by_month.values(), default=Decimal(0))
    return int(100 * by_month.get(month, Decimal(0)) / largest) if largest else 0


def _page(template: str, t: Voice, **values: object) -> str:
    return show(template, t, TEXTS, **values)
