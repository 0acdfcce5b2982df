"""A place's month: every figure with who told it when, and the evidence behind it."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, abort, request

from bot.catalogue import Catalogue
from bot.months import Month
from bot.ordered import BY_ORDER, order_in
from bot.policy import Action, can
from bot.text import Voice, mark
from handlers.console.access import signed_in
from handlers.console.refusing import denied
from handlers.console.showing import show, voice_for
from handlers.files.store import SUFFIXES
from handlers.service import Service
from storage import attachments, evidence, people, totals
from storage.evidence import Exhibit
from storage.people import UnknownPlace
from storage.totals import FigureRow

TEXTS = {
    "overview": mark("Overview"),
    "sign_out": mark("Sign out"),
    "needed": mark("Please sign in: type console in the chat to get a link."),
    "item": mark("Item"),
    "figure": mark("Figure"),
    "told_at": mark("Told"),
    "revision": mark("Revision"),
    "evidence": mark("Evidence"),
    "no_evidence": mark("none"),
    "earlier": mark("sent for revision %(version)s"),
    "by_order": BY_ORDER,
    "on_its_way": mark("on its way"),
    "deleted": mark("deleted"),
    "picture": mark("Picture"),
    "document": mark("PDF"),
    "table": mark("Table file"),
    "hash": mark("SHA-256 of the kept file"),
    "nothing": mark("Nothing is told for this month."),
    "before": mark("Month before"),
    "after": mark("Month after"),
    "evidence_of": mark("Evidence of %(item)s"),
}
LARGEST_ID = 2**63 - 1  # beyond it no database looks
KINDS = {"image/jpeg": "picture", "image/png": "picture", "application/pdf": "document"}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the page shows it."""

    item: str
    figure: str
    told_at: datetime
    version: int
    told_version: int  # after a recalculation still the revision that somebody told
    order: str  # of the recalculation that made this revision; empty: somebody told it
    exhibits: list[Exhibit]


def place_routes(blueprint: Blueprint, service: Service) -> None:
    @blueprint.get("/place/<place_id>")
    def place(place_id: str) -> tuple[str, int]:
        who = signed_in(service, request)
        t = voice_for(who)
        if who is None:
            return show("message.html", t, TEXTS, message="needed"), 401
        month = _month(request.args.get("month"), service)
        with service.database.begin() as tx:
            try:
                here = people.get_place(tx, place_id)
            except UnknownPlace:
                abort(404)
            allowed = can(who.actor, Action.SUMMARISE, here)
            told = list(totals.figure_rows(tx, here, month, month))
            exhibits = evidence.of_place(tx, here.id, month, month)
        if not allowed:
            denied(service, who, Action.SUMMARISE, here.id)
            abort(404)  # not yours looks like not there
        told = [row for row in told if row.place.id == here.id]
        rows = [_row(t, service, row, exhibits) for row in told]
        return show(
            "place.html",
            t,
            TEXTS,
            place=here.name(t),
            place_id=here.id,
            month=t.month_long(month),
            this=str(month),
            before=str(month - 1),
            after=str(month + 1),
            rows=rows,
            kinds=KINDS,
        ), 200

    @blueprint.get(f"/evidence/<int(max={LARGEST_ID}):attachment>")
    def kept(attachment: int) -> Response:
        """The kept bytes; never opened in the page's own name, so nothing in them can act."""
        who = signed_in(service, request)
        if who is None:
            abort(401)
        with service.database.begin() as tx:
            exhibits = evidence.of_attachment(tx, attachment)
            seen = [
                exhibit
                for exhibit in exhibits
                if can(who.actor, Action.SUMMARISE, people.get_place(tx, exhibit.key.place))
            ]
        if exhibits and not seen:
            denied(service, who, Action.SUMMARISE, exhibits[0].key.place)
        if not seen or seen[0].state != attachments.KEPT or not seen[0].path:
            abort(404)
        exhibit = seen[0]
        if not service.files.has(exhibit.path):
            abort(404)  # a restored backup may lack it
        name = f"evidence_{attachment}.{SUFFIXES[exhibit.media_type]}"
        return Response(
            service.files.read(exhibit.path),
            mimetype=exhibit.media_type,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Content-Security-Policy": "sandbox; default-src 'none'",
                "Cache-Control": "private, max-age=300",
            },
        )


def _month(asked: str | None, service: Service) -> Month:
    try:
        return Month.parse(asked or "")
    except ValueError:
        return Month.of(service.clock.now().date()) - 1


def _row(t: Voice, service: Service, row: FigureRow, exhibits: list[Exhibit]) -> Row:
    values, catalogue = row.values, service.catalogue
    cell = (values["activity"], values["kind"])
    return Row(
        item=_item(t, catalogue, *cell),
        figure=_figure(t, catalogue, row),
        told_at=row.told.at.astimezone(service.settings.timezone),
        version=values["version"],
        told_version=row.told.version,
        order=order_in(row.reason),
        exhibits=[one for one in exhibits if (one.key.activity, one.key.kind) == cell],
    )


def _item(t: Voice, catalogue: Catalogue, code: str, kind: str) -> str:
    activity = catalogue.activities.get(code)
    if activity is None:
        return code
    found = next((one for one in activity.kinds if one.code == kind), None)
    return f"{t(activity.label)}, {t(found.label)}" if found else t(activity.label)


def _figure(t: Voice, catalogue: Catalogue, row: FigureRow) -> str:
    activity = catalogue.activities.get(row.values["activity"])
    quantity, status = row.values["quantity"], row.values["status"]
    if quantity is None or activity is None:
        return str(status)
    unit = t(catalogue.units[activity.unit].label)
    return f"{t.number(quantity)} {unit}"
