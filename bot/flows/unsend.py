"""Unsend: a message was taken back on the platform. What it saved is asked about, never guessed."""

from bot.changes import EvidenceWithdrawn, MessageForgotten
from bot.drafts import Draft, drafts_in, name_words
from bot.flows import record, undo
from bot.flows.base import Flow
from bot.flows.record import yes_or_no
from bot.messages import Message
from bot.situation import Cell, CellKey, Referred, Step
from bot.text import mark
from bot.turn import Turn

ASK = mark("An unsent message had saved: %(figures)s\nShall this be taken back too?")
FILE_DELETED = mark("The unsent file is deleted and is evidence of nothing any more.")
TAKE_BACK = mark("Take back")
KEEP = mark("Keep it")
KEPT = mark("The figures stay as they are.")
STILL_WAITING = mark("That message was unsent. What was read from it is not saved yet:")
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


def _is_answer(text: str) -> bool:
    return text.strip(" .!").casefold() in _YES | _NO or yes_or_no.is_said(text)


def leave(turn: Turn, message: Message) -> None:
    """Whatever does not answer the open question is about something else: the figures stay."""
    step = turn.situation.step
    if step is None or step.flow != "unsend":
        return
    pressed = message.action.startswith(f"unsend:{step.id}:")
    if not pressed and not _is_answer(message.text):
        _restore(turn)


def _typed(turn: Turn, message: Message) -> None:
    said = message.text.strip(" .!").casefold()
    yes = said in _YES or bool(yes_or_no.said(message.text).yes)
    press(turn, "yes" if yes and said not in _NO else "no", "")


def press(turn: Turn, verb: str, argument: str) -> None:
    referred = turn.situation.referred
    if verb == "yes" and referred:
        undo.take_back(turn, referred.figures)
        keys: tuple[CellKey, ...] = tuple(one.now.key for one in referred.figures)
        for attachment in referred.attachments:
            turn.make(EvidenceWithdrawn(attachment, keys))
        turn.make(MessageForgotten(referred.event, referred.attachments))
    else:
        turn.say(turn.t(KEPT))
    _restore(turn)
    if turn.situation.step:
        record.ask_again(turn)


def _restore(turn: Turn) -> None:
    """The step that was open before the question."""
    step = turn.situation.step
    before = step.data.get("before") if step else None
    turn.close()
    if before:
        turn.open(before["flow"], before["name"], before["data"])


FLOW = Flow("unsend", {}, lambda turn, argument: None, {"ask": _typed}, press, {"ask": _is_answer})
