"""Figures told after the close: one by one, the coordinator says yes or no."""

from bot.audit import Deed
from bot.cells import Cell, CellKey
from bot.changes import Audited, EvidenceAttached, LateDecided, Noticed, Recorded
from bot.drafts import Draft, name_words, recorded_at
from bot.emissions.local import ANYWHERE, local_of
from bot.flows.base import Flow, typed
from bot.flows.record.echo import said_words
from bot.flows.review.asking import refuse
from bot.oversight import LateRequest
from bot.policy import Action, can, scopes
from bot.text import mark
from bot.turn import Turn

NONE = mark("No late figure waits.")
ONE = mark("Told after the close, %(number)s waiting:")
ABOUT = mark("%(place)s · %(month)s\n%(activity)s: %(value)s\nNow: %(now)s · told on %(day)s")
NOTHING = mark("nothing")
ACCEPT = mark("Accept")
REFUSE = mark("Refuse")
NEXT = mark("Next")
GONE = mark("That request is not waiting any more.")
ACCEPTED = mark("Accepted: %(activity)s %(value)s, %(place)s, %(month)s. The official hears of it.")
REFUSED = mark("Refused: %(activity)s %(value)s, %(place)s, %(month)s. The official hears of it.")
REASON = "late, accepted above"


def start(turn: Turn, argument: str) -> None:
    """`late` shows the next; `yes:7`, `no:7` decide; `after:7` shows the one behind."""
    if not scopes(turn.situation.seats, Action.REVIEW):
        return refuse(turn, Action.REVIEW)
    verb, _, number = argument.partition(":")
    waiting = [one for one in turn.situation.late_requests if _is_mine(turn, one)]
    if verb in ("yes", "no"):
        request = next((one for one in waiting if str(one.id) == number), None)
        if request is None:
            turn.say(turn.t(GONE))
        else:
            _decide(turn, request, accept=verb == "yes")
        waiting = [one for one in waiting if one is not request]
    elif verb == "after" and number.isascii() and number.isdigit():
        waiting = [one for one in waiting if one.id > int(number)] or waiting
    return _show(turn, waiting)


def _is_mine(turn: Turn, request: LateRequest) -> bool:
    place = next(
        (row.place for row in turn.situation.progress if row.place.id == request.place), None
    )
    return place is not None and can(turn.situation.actor, Action.REVIEW, place)


def _show(turn: Turn, waiting: list[LateRequest]) -> None:
    t = turn.t
    if not waiting:
        return turn.say(t(NONE))
    first = waiting[0]
    before = turn.situation.late_cells.get(_key(first))
    now = said_words(t, turn, Draft.of_cell(before)) if before else t(NOTHING)
    values = _values(turn, first)
    day = t.day(first.asked_at.astimezone(turn.situation.now.tzinfo).date())
    words = f"{t(ONE, number=len(waiting))}\n{t(ABOUT, now=now, day=day, **values)}"
    buttons = [
        turn.menu(t(ACCEPT), "late", f"yes:{first.id}"),
        turn.menu(t(REFUSE), "late", f"no:{first.id}"),
    ]
    if len(waiting) > 1:
        buttons.append(turn.menu(t(NEXT), "late", f"after:{first.id}"))
    return turn.say(words, buttons)


def _decide(turn: Turn, request: LateRequest, accept: bool) -> None:
    key, situation = _key(request), turn.situation
    before = situation.late_cells.get(key)
    recorded = _recorded(turn, request, key, before) if accept else None
    turn.make(LateDecided(request, recorded))
    if recorded:
        for attachment in request.draft["evidence"]:
            turn.make(EvidenceAttached(attachment, key, recorded.cell.version))
    deed = Deed.LATE_ACCEPTED if accept else Deed.LATE_REFUSED
    details = {"month": str(request.month), "activity": key.activity, "request": request.id}
    turn.make(Audited(deed, request.place, details))
    turn.make(_heard(turn, request, accept))
    turn.say(turn.t(ACCEPTED if accept else REFUSED, **_values(turn, request)))


def _heard(turn: Turn, request: LateRequest, accepted: bool) -> Noticed:
    asked_by = (request.person,) if request.person is not None else ()
    return Noticed(
        kind="late_decided",
        key=f"late_decided:{request.id}",
        details={
            "accepted": accepted,
            "month": str(request.month),
            "label": turn.situation.catalogue.activities[request.draft["activity"]].short_label,
        },
        people=asked_by,
        officials_of="" if asked_by else request.place,
    )


def _recorded(turn: Turn, request: LateRequest, key: CellKey, before: Cell | None) -> Recorded:
    """The figure as it would have been saved in time, by the factors of its own place."""
    situation = turn.situation
    place = next((one.place for one in situation.progress if one.place.id == key.place), None)
    cells = situation.late_cells.values()
    local = local_of(situation.catalogue, place, cells, key.month) if place else ANYWHERE
    draft = Draft.from_json(request.draft)
    return recorded_at(situation.catalogue, key, before, draft, REASON, local)


def _key(request: LateRequest) -> CellKey:
    draft = request.draft
    return CellKey(request.place, request.month, draft["activity"], draft["kind"])


def _values(turn: Turn, request: LateRequest) -> dict[str, str]:
    t, draft = turn.t, Draft.from_json(request.draft)
    place = next(row.place for row in turn.situation.progress if row.place.id == request.place)
    return {
        "place": place.name(t),
        "month": t.month(request.month),
        "activity": name_words(t, turn.situation, draft),
        "value": said_words(t, turn, draft),
    }


FLOW = Flow(
    "late",
    typed("late", "late figures", "requests", "คำขอ", "คำขอแก้", "คำขอแก้ไข", "ตัวเลขล่าช้า"),
    start,
)
