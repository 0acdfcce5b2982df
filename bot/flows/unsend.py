"""Unsend: a message was taken back on the platform. What it saved is asked about, never guessed."""

import re

from bot.cells import Cell, CellKey
from bot.changes import EvidenceWithdrawn, MessageForgotten
from bot.drafts import Draft, drafts_in, name_words
from bot.flows import record, undo
from bot.flows.base import Flow
from bot.flows.record import questions, yes_or_no
from bot.flows.record.taking import ELSEWHERE
from bot.messages import Kind, Message
from bot.situation import Referred, Step
from bot.text import mark
from bot.turn import Turn

ASK = mark("An unsent message had saved: %(figures)s\nShall this be taken back too?")
FILE_DELETED = mark("The unsent file is deleted and is evidence of nothing any more.")
TAKE_BACK = mark("Take back")
KEEP = mark("Keep it")
KEPT = mark("The figures stay as they are.")
STILL_WAITING = mark("That message was unsent. What was read from it is not saved yet:")
_MORE = re.compile(r"\s*(?:ออก|เลย|ด้วย|ไป|ทั้งหมด|ไว้|ก่อน|please|it|\s)*")
_YES = frozenset(
    {"ใช่", "เอาออก", "ลบ", "ลบออก", "ถอน", "yes", "y", "take back", "delete", "remove"}
)
_NO = frozenset({"ไม่", "ไม่ใช่", "คงไว้", "เก็บไว้", "ไม่ต้อง", "no", "n", "keep", "keep it"})


def take(turn: Turn) -> None:
    """The platform tells that a message was unsent."""
    referred = turn.situation.referred
    if referred is None or turn.situation.seat is None:
        return
    if referred.figures:
        return _ask(turn, referred, turn.situation.step)
    if any(draft.event == referred.event for draft in drafts_in(turn.situation.step)):
        turn.say(turn.t(STILL_WAITING))
        return record.ask_again(turn)
    turn.make(MessageForgotten(referred.event, referred.attachments))
    if referred.elsewhere:
        turn.say(turn.t(ELSEWHERE))
    if referred.attachments:
        turn.say(turn.t(FILE_DELETED))


def _ask(turn: Turn, referred: Referred, before: Step | None) -> None:
    """Open the question; what was open comes back after it, whatever the answer."""
    kept = before and {"flow": before.flow, "name": before.name, "data": dict(before.data)}
    turn.open("unsend", "ask", {"event": referred.event, "before": kept})
    figures = "\n".join(_words(turn, one.now) for one in referred.figures)
    turn.say(
        turn.t(ASK, figures=figures),
        [turn.choice(turn.t(TAKE_BACK), "yes"), turn.choice(turn.t(KEEP), "no")],
    )


def _words(turn: Turn, cell: Cell) -> str:
    draft = Draft.of_cell(cell)
    name = name_words(turn.t, turn.situation, draft)
    said = record.said_words(turn.t, turn, draft)
    return f"{name}: {said} · {turn.t.month(cell.key.month)}"


def _answer(text: str) -> bool | None:
    """Whether it is taken back; None where the words are about something else."""
    said = yes_or_no.said(text)
    if not said.rest:
        return said.yes
    whole, rest = _in_words(text), _in_words(said.rest)
    return whole if whole is not None else rest if said.yes else None


def _in_words(text: str) -> bool | None:
    """`take it out`, `keep it`, with `please` and the like behind."""
    bare = yes_or_no.bare(text)
    for yes, words in ((False, _NO), (True, _YES)):
        if any(_MORE.fullmatch(bare, len(one)) for one in words if bare.startswith(one)):
            return yes
    return None


def _is_answer(text: str) -> bool:
    return _answer(text) is not None


def leave(turn: Turn, message: Message) -> None:
    """Whatever does not answer the open question is about something else: the figures stay."""
    step = turn.situation.step
    if step is None or step.flow != "unsend":
        return
    pressed = message.action.startswith(f"unsend:{step.id}:")
    if pressed or _is_answer(message.text):
        return
    _restore(turn)
    referred = turn.situation.referred
    if message.kind is not Kind.TEXT or referred is None or len(referred.figures) != 1:
        return
    cell = referred.figures[0].now
    key = cell.key
    told = record.holds_figures(turn, message.text)
    if not told and record.answers_cell(turn, message.text, key):  # told anew
        cell_asked = {"activity": key.activity, "month": str(key.month), "kind": key.kind}
        turn.open("record", "ask", cell_asked)


def _typed(turn: Turn, message: Message) -> None:
    press(turn, "yes" if _answer(message.text) else "no", "")


def press(turn: Turn, verb: str, argument: str) -> None:
    referred = turn.situation.referred
    if verb == "yes" and referred and undo.says_closed(turn, referred.figures):
        return _restore(turn)
    if verb == "yes" and referred:
        undo.take_back(turn, referred.figures)
        keys: tuple[CellKey, ...] = tuple(one.now.key for one in referred.figures)
        for attachment in referred.attachments:
            turn.make(EvidenceWithdrawn(attachment, keys))
        turn.make(MessageForgotten(referred.event, referred.attachments))
        _restore(turn)
        return _go_on(turn, referred)
    turn.say(turn.t(KEPT))
    _restore(turn)
    return record.ask_again(turn) if turn.situation.step else None


def _go_on(turn: Turn, referred: Referred) -> None:
    """Back to what waits; else the item that was just emptied is asked for, as after an undo."""
    step, first = turn.situation.step, referred.figures[0]
    emptied = first.before is None or not first.before.status.answered
    if emptied and not drafts_in(step) and (step is None or step.name == "ask"):
        key = first.now.key
        return questions.ask(turn, key.activity, key.month, key.kind)
    return record.ask_again(turn) if step else None


def _restore(turn: Turn) -> None:
    """The step that was open before the question."""
    step = turn.situation.step
    before = step.data.get("before") if step else None
    turn.close()
    if before:
        turn.open(before["flow"], before["name"], before["data"])


FLOW = Flow("unsend", {}, lambda turn, argument: None, {"ask": _typed}, press, {"ask": _is_answer})
