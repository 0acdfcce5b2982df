"""What is typed while a step is open: its own words first, then whatever the reader makes of it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.drafts import Draft, drafts_in, kindless, pending_in
from bot.flows.base import Answer
from bot.flows.of_month import month_said
from bot.flows.record import from_file, leaving, presses, questions, read_back, yes_or_no
from bot.flows.record.again import ask_again
from bot.flows.record.dropping import dropping_in
from bot.flows.record.hearing import activity_named, holds_figures, open_question, repeats
from bot.flows.record.taking import take, take_reason, take_text
from bot.messages import Kind, Message
from bot.reading import OpenQuestion
from bot.reading.cleaning import folded
from bot.text import mark
from bot.turn import Turn

IS_SAVED = mark("Yes, it is saved. Now the next one:")
NOTHING_TO_CONFIRM = mark("There is nothing to confirm yet.")
NO_SUCH_KIND = mark("This kind is not known. Please press one of these, or type its name.")
_CLEAR = frozenset(
    {
        "เฉพาะที่ชัดเจน",
        "บันทึกเฉพาะที่ชัดเจน",
        "เฉพาะที่ชัด",
        "only the clear ones",
        "only clear ones",
        "the clear ones",
        "clear ones",
    }
)
_BAHT = frozenset(
    {
        "บาท",
        "เป็นบาท",
        "เป็นเงิน",
        "เป็นเงินบาท",
        "นั่นคือบาท",
        "เป็นค่าไฟ",
        "that is baht",
        "baht",
        "it is baht",
    }
)
_RESTORE = frozenset(
    {"เอากลับมา", "ย้อนกลับ", "เอาคืน", "ไม่ทิ้ง", "take it back in", "undo", "bring back"}
)


_BRINGS_BACK = re.compile(r"เอากลับ|เอาคืน|\bback in\b|\bbring (?:it|them) back\b|\brestore\b")
_ITS_MONTH = re.compile(
    r"\s*(?:ต้อง)?(?:เป็น|คือ)?\s*(?:ของ)?\s*|(?:it was|it is|it's|for)\s+", re.IGNORECASE
)


def is_claimed(text: str) -> bool:
    return yes_or_no.is_said(text) or yes_or_no.bare(text) in _CLEAR


def is_restoring(text: str) -> bool:
    return yes_or_no.bare(text) in _RESTORE


def _typed_at_confirm(turn: Turn, message: Message) -> None:
    """Yes, no, or one of them left out; anything else is read as the figure typed anew."""
    step = turn.situation.step
    if step is None or message.kind is Kind.EDITED:
        return take(turn, message)
    if message.kind is Kind.STICKER:  # a smile is a yes, but not to a doubt
        doubted = any(draft.note for draft in read_back.in_hand(step))
        return ask_again(turn) if doubted else presses.yes(turn, "")
    if yes_or_no.bare(message.text) in _CLEAR:
        return presses.clear(turn, "")
    if yes_or_no.bare(message.text) in _BAHT:
        return presses.baht(turn, "")
    said = yes_or_no.said(message.text)
    if said.yes is not None and not said.rest:
        return presses.yes(turn, "") if said.yes else presses.no(turn, "")
    dropping = dropping_in(message.text, lambda name: activity_named(turn, name))
    if dropping:
        return presses.drop_named(turn, dropping)
    month = month_said(turn.situation, _ITS_MONTH.sub("", said.rest, count=1))
    if month:
        return presses.move(turn, month)
    if said.yes and repeats(turn, said.rest, read_back.in_hand(step)):
        return presses.yes(turn, "")
    if said.yes is False and not holds_figures(turn, said.rest):
        return presses.no(turn, "")  # what is wrong is said in other words: which one?
    return take(turn, replace(message, text=said.rest))


def _typed_at_amend(turn: Turn, message: Message) -> None:
    """The wrong one of several is named, left out, or told anew."""
    dropping = dropping_in(message.text, lambda name: activity_named(turn, name))
    if dropping:
        return presses.drop_named(turn, dropping)
    named = activity_named(turn, message.text)
    drafts = drafts_in(turn.situation.step)
    same = [at for at, draft in enumerate(drafts) if draft.activity == named]
    doubtful = [at for at in same if drafts[at].note]
    chosen = same if len(same) == 1 else doubtful
    if len(chosen) == 1:
        return presses.amend(turn, str(chosen[0]))
    return ask_again(turn) if same else take(turn, message)


def _typed_at_ask(turn: Turn, message: Message) -> None:
    """A button's own words, `it is saved?` said as a yes, or an answer."""
    if message.kind is not Kind.TEXT:
        return take(turn, message)
    said = yes_or_no.bare(message.text)
    for button in questions.answers(turn):
        if button.label.casefold() == said and button.action.startswith("record:"):
            verb, _, argument = button.action.split(":", 2)[2].partition(":")
            return presses.press(turn, verb, argument)
    answer = yes_or_no.said(message.text)
    saved = [Draft.of_cell(one.now) for one in turn.situation.undoable]
    confirms = answer.yes and (not answer.rest or repeats(turn, answer.rest, saved))
    waiting = drafts_in(turn.situation.step)
    if confirms and waiting:
        return read_back.ask(turn, waiting, pending=pending_in(turn.situation.step))
    if confirms:
        turn.say(turn.t(IS_SAVED if saved else NOTHING_TO_CONFIRM))
        return ask_again(turn)
    if answer.yes is False and answer.rest and len(saved) == 1:  # `no, 330`: of what was saved
        last = OpenQuestion(saved[0].activity, saved[0].month, saved[0].kind)
        return take_text(turn, answer.rest, last, doubted=True)
    return take(turn, message)


def _typed_at_which(turn: Turn, message: Message) -> None:
    """The item is named, whether a button offered it or not; or something else is told."""
    step = turn.situation.step
    candidates = step.data["candidates"] if step else []
    if len(candidates) == 1 and yes_or_no.is_said(message.text):
        only = candidates[0] if yes_or_no.said(message.text).yes else None
        return presses.which_is(turn, only) if only else leaving.leave(turn)
    named = activity_named(turn, message.text)
    return presses.which_is(turn, named) if named else take(turn, message)


def _typed_at_evidence(turn: Turn, message: Message) -> None:
    """The item a file is of, or the figure it belongs to."""
    named = activity_named(turn, message.text)
    if named and turn.situation.answered(named, turn.situation.report_month):
        return presses.evidence_of(turn, named)
    return take(turn, message)


def _typed_at_file(turn: Turn, message: Message) -> None:
    """An answer to what a file left open; `yes` and `no` in any of their words."""
    said = yes_or_no.said(message.text)
    if message.kind is Kind.STICKER or (said.yes and not said.rest):
        return from_file.say_yes(turn)
    if said.yes is False and not said.rest:
        return from_file.say_no(turn)
    return from_file.take_text(turn, message.text)


def _typed_at_kind(turn: Turn, message: Message) -> None:
    """The kind by code, name or alias, anywhere in the words."""
    drafts = drafts_in(turn.situation.step)
    draft = kindless(turn.situation, drafts)
    if draft is None:
        return take(turn, message)
    if presses.told_with_kind(turn, message.text, draft):
        return take(turn, message)
    said = folded(yes_or_no.bare(message.text))
    for kind in turn.situation.catalogue.activities[draft.activity].kinds:
        names = {kind.code, turn.t(kind.label), kind.label, *kind.aliases}
        if any(folded(name) and folded(name) in said for name in names):
            return presses.kind(turn, kind.code)
    if holds_figures(turn, message.text):
        return take(turn, message)
    turn.say(turn.t(NO_SUCH_KIND))
    return ask_again(turn)


def _typed_at_why(turn: Turn, message: Message) -> None:
    """The reason in the person's own words; a figure, or another answer, is what it is."""
    question = open_question(turn.situation.step)
    if question is None:
        return ask_again(turn)
    return take_reason(turn, message.text, question)


def _typed_at_dropped(turn: Turn, message: Message) -> None:
    """What was dropped comes back for a word, as long as no other figure is told."""
    bare = yes_or_no.bare(message.text)
    if bare in _RESTORE or _BRINGS_BACK.search(bare):
        return leaving.restore(turn)
    if holds_figures(turn, message.text):
        turn.close()
    return take(turn, message)


ANSWERS: Mapping[str, Answer] = {
    "ask": _typed_at_ask,
    "confirm": _typed_at_confirm,
    "amend": _typed_at_amend,
    "which": _typed_at_which,
    "kind": _typed_at_kind,
    "why": _typed_at_why,
    "file": _typed_at_file,
    "evidence": _typed_at_evidence,
    "dropped": _typed_at_dropped,
}
