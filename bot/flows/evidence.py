"""Evidence: a picture or PDF stands behind the figure it follows, or waits for the next one.

It belongs to figures that wait for a yes, else to those just saved, else to the open question;
where there is none of these, the person says which item it is of. A caption decides.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.attachments import Attachment, Trouble
from bot.cells import Cell
from bot.changes import EvidenceAttached, EvidenceWithdrawn
from bot.drafts import Draft, drafts_in, evidence_in
from bot.flows import record
from bot.flows.base import Flow, typed
from bot.flows.record import questions
from bot.messages import Button, Kind, Message, Reply
from bot.months import Month
from bot.text import mark, voice
from bot.turn import Turn

ASKING = frozenset({"ask", "which", "unknown", "why"})  # steps about one figure
FOLLOWS_WITHIN = timedelta(hours=1)  # a bill sent later than that is rarely of the figure before
MOST_BUTTONS = 11  # LINE shows thirteen quick replies

ATTACHED = mark("Kept as evidence of: %(items)s")
WILL_ATTACH = mark("Kept as evidence of %(items)s, once the figures are saved.")
ASKED_FOR = mark(
    "The picture is kept as evidence of %(item)s. "
    "Figures are not read from pictures: please type the number."
)
ON_ITS_WAY = mark("It is still on its way and is kept as soon as it arrives.")
ONLY = mark("Only %(item)s")
OF_NEXT = mark("Of %(item)s")
TAKE_OUT = mark("Take it out")
TAKE_OUT_ALL = "out"
IS_OUT = mark("The last picture or file is taken out; it is evidence of nothing.")
TAKEN_OUT = mark("The file is evidence of these no more: %(items)s")
GONE = mark("That file is not here any more. Please send it again.")
TROUBLES = {
    Trouble.GONE: mark("The file could not be fetched. Please send it again."),
    Trouble.TOO_LARGE: mark("The file is too large. Please send one of at most 10 MB."),
    Trouble.KIND: mark(
        "This kind of file cannot be kept. Please send a photo, a PDF, or a table as XLSX or CSV."
    ),
    Trouble.BROKEN: mark(
        "The file cannot be opened: it may be damaged or locked by a password. "
        "Please save it anew and send it again, or send a photo."
    ),
    Trouble.TOO_MUCH: mark(
        "The file holds more than can be read at once. Please send a smaller one."
    ),
}


def trouble_reply(locale: str, trouble: Trouble) -> Reply:
    """Said by itself when a file comes to nothing after its message was answered."""
    return Reply(voice(locale)(TROUBLES[trouble]))


def take(turn: Turn, attachment: Attachment | None, message: Message) -> None:
    """A picture or PDF has come; its caption may hold the figures it is of."""
    if turn.situation.seat is None:
        return turn.say(turn.t(record.NO_SEAT))
    if trouble := _trouble(attachment, message):
        turn.say(turn.t(TROUBLES[trouble]))
        return _ask_again(turn)
    if attachment is None:
        return _ask_again(turn)
    if message.text and record.holds_figures(turn, message.text):
        turn.evidence = (attachment.id,)
        return record.take_text(turn, message.text, None)
    step = turn.situation.step
    named = record.activity_named(turn, message.text) if message.text else None
    waiting = {draft.activity for draft in drafts_in(step)}
    if step and waiting and (named is None or named in waiting):
        return _to_waiting(turn, attachment, named)
    told = turn.situation.cells_of(named, turn.situation.report_month) if named else ()
    if answered := [cell for cell in told if cell.status.answered]:  # `บิลค่าน้ำ` under it
        return _to_saved(turn, attachment, answered)
    if named and not waiting:  # its figure is not told yet: it is asked for
        questions.ask(turn, named, turn.situation.report_month)
        turn.replies.pop()
        return _to_question(turn, attachment)
    unclear = step is not None and step.flow == "record" and step.name == "which"
    if (just_saved := _just_saved(turn)) and not named and not unclear:
        return _to_saved(turn, attachment, just_saved)
    if step and step.flow == "record" and step.name in ASKING:
        return _to_question(turn, attachment)
    before = evidence_in(step) if step and step.flow == "record" else ()
    return questions.ask_evidence(turn, (*before, attachment.id))


def _trouble(attachment: Attachment | None, message: Message) -> Trouble | None:
    """Why nothing can be done with it. A file that is late may be a table: it is sent again."""
    if attachment is None:
        return Trouble.KIND
    if attachment.on_its_way and message.kind is Kind.FILE:
        return Trouble.GONE
    return attachment.trouble


def _to_waiting(turn: Turn, attachment: Attachment, named: str | None) -> None:
    """To the figures that are read but not saved: it is saved with them."""
    step = turn.situation.step
    if step is None:
        return
    data: dict[str, Any] = dict(step.data)
    of_it = [draft for draft in drafts_in(step) if named in (None, draft.activity)]
    drafts = [draft.with_evidence([attachment.id]) for draft in of_it]
    kept = [draft for draft in drafts_in(step) if draft not in of_it]
    data["drafts"] = [draft.to_json() for draft in (*kept, *drafts)]
    turn.open(step.flow, step.name, data)
    turn.say(_with_state(turn, turn.t(WILL_ATTACH, items=_names(turn, drafts)), attachment))
    _ask_again(turn)


def _to_saved(turn: Turn, attachment: Attachment, cells: Sequence[Cell]) -> None:
    for cell in cells:
        turn.make(EvidenceAttached(attachment.id, cell.key, cell.version))
    t = turn.t
    buttons = []
    if len(cells) > 1:
        buttons += [
            _press(turn, t(ONLY, item=_short(turn, cell)), "only", attachment, str(index))
            for index, cell in enumerate(cells[: MOST_BUTTONS - 2])
        ]
    step = turn.situation.step
    if step and step.flow == "record" and step.name == "ask":
        asked = turn.situation.catalogue.activities[step.data["activity"]]
        label = t(OF_NEXT, item=t(asked.short_label))
        buttons.append(_press(turn, label, "next", attachment))
    buttons.append(_press(turn, t(TAKE_OUT), "drop", attachment))
    items = ", ".join(_named(turn, cell) for cell in cells)
    turn.say(_with_state(turn, t(ATTACHED, items=items), attachment), buttons)


def _to_question(turn: Turn, attachment: Attachment) -> None:
    """To the figure that is being asked for: it waits for the answer."""
    step = turn.situation.step
    if step is None:
        return
    waiting = [*evidence_in(step), attachment.id]
    turn.open(step.flow, step.name, {**step.data, "evidence": waiting})
    month = turn.t.month(Month.parse(step.data["month"]))
    activity = turn.situation.catalogue.activities.get(step.data.get("activity", ""))
    item = turn.t(activity.label) if activity else step.data.get("said", "")
    turn.say(_with_state(turn, turn.t(ASKED_FOR, item=f"{item} ({month})"), attachment))
    _ask_again(turn)


def start(turn: Turn, argument: str) -> None:
    """The buttons under a file that was attached to what was just saved."""
    verb, _, rest = argument.partition(":")
    _, _, index = rest.partition(":")
    attachment, cells = turn.situation.attachment, _last_saved(turn)
    handler = BUTTONS.get(verb)
    if attachment and verb == TAKE_OUT_ALL:
        return _take_out(turn, attachment)
    if attachment is None or handler is None or not cells:
        turn.say(turn.t(GONE))
        return _ask_again(turn)
    return handler(turn, attachment, cells, index)


def _take_out(turn: Turn, attachment: Attachment) -> None:
    """The last picture is evidence of nothing any more, and waits for no figure."""
    turn.make(EvidenceWithdrawn(attachment.id, None))
    step = turn.situation.step
    if step and step.flow == "record":
        left = [one for one in evidence_in(step) if one != attachment.id]
        drafts = [draft.without_evidence(attachment.id) for draft in drafts_in(step)]
        data = {**step.data, "evidence": left, "drafts": [draft.to_json() for draft in drafts]}
        turn.open(step.flow, step.name, data)
    turn.say(turn.t(IS_OUT))
    _ask_again(turn)


def _only(turn: Turn, attachment: Attachment, cells: Sequence[Cell], index: str) -> None:
    if not index.isdigit() or int(index) >= len(cells):
        return _ask_again(turn)
    kept = cells[int(index)]
    others = tuple(cell.key for cell in cells if cell is not kept)
    turn.make(EvidenceWithdrawn(attachment.id, others))
    turn.say(turn.t(ATTACHED, items=_named(turn, kept)))
    return _ask_again(turn)


def _drop(turn: Turn, attachment: Attachment, cells: Sequence[Cell], index: str) -> None:
    turn.make(EvidenceWithdrawn(attachment.id, tuple(cell.key for cell in cells)))
    items = ", ".join(_named(turn, cell) for cell in cells)
    turn.say(turn.t(TAKEN_OUT, items=items))
    _ask_again(turn)


def _next(turn: Turn, attachment: Attachment, cells: Sequence[Cell], index: str) -> None:
    step = turn.situation.step
    if step is None or step.flow != "record" or step.name != "ask":
        return _ask_again(turn)
    turn.make(EvidenceWithdrawn(attachment.id, tuple(cell.key for cell in cells)))
    return _to_question(turn, attachment)


BUTTONS: Mapping[str, Callable[[Turn, Attachment, Sequence[Cell], str], None]] = {
    "only": _only,
    "drop": _drop,
    "next": _next,
}


def _press(turn: Turn, label: str, verb: str, attachment: Attachment, argument: str = "") -> Button:
    words = (verb, str(attachment.id), argument)
    return turn.menu(label, "evidence", ":".join(filter(None, words)))


def _just_saved(turn: Turn) -> list[Cell]:
    """What the person's last message saved, when that was a moment ago."""
    now = turn.situation.now
    return [
        one.now
        for one in turn.situation.undoable
        if one.recorded_at is not None and now - one.recorded_at <= FOLLOWS_WITHIN
    ]


def _last_saved(turn: Turn) -> list[Cell]:
    return [one.now for one in turn.situation.undoable]


def _ask_again(turn: Turn) -> None:
    return record.ask_again(turn) if turn.situation.step else None


def _with_state(turn: Turn, words: str, attachment: Attachment) -> str:
    return f"{words}\n{turn.t(ON_ITS_WAY)}" if attachment.on_its_way else words


def _named(turn: Turn, cell: Cell) -> str:
    activity = turn.situation.catalogue.activities[cell.key.activity]
    return f"{turn.t(activity.label)} ({turn.t.month(cell.key.month)})"


def _short(turn: Turn, cell: Cell) -> str:
    return turn.t(turn.situation.catalogue.activities[cell.key.activity].short_label)


def _names(turn: Turn, drafts: Sequence[Draft]) -> str:
    activities = turn.situation.catalogue.activities
    labels = dict.fromkeys(turn.t(activities[draft.activity].label) for draft in drafts)
    return ", ".join(labels)


FLOW = Flow(
    "evidence",
    typed(
        *("ลบรูป", "เอารูปออก", "รูปผิด", "ส่งรูปผิด", "ลบไฟล์", "เอาไฟล์ออก", "ส่งไฟล์ผิด", "เอาหลักฐานออก"),
        *("wrong picture", "remove the picture", "remove picture", "wrong file", "remove the file"),
        argument=TAKE_OUT_ALL,
    ),
    start,
)
