"""Saving: what was clear or confirmed becomes a change; then the month goes on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.cells import Status
from bot.changes import EvidenceAttached
from bot.drafts import (
    Draft,
    chained,
    drafts_in,
    evidence_in,
    kindless,
    merged,
    pending_in,
    recorded,
)
from bot.flows import copy_texts
from bot.flows.of_month import month_in
from bot.flows.record import echo, late, many, questions, read_back
from bot.months import Month
from bot.reading import OpenQuestion
from bot.text import mark
from bot.turn import Turn

TOLD = "told"
TOO_LARGE = mark("This number is too large to keep. Please check it and type it again.")
NO_LAST_MONTH = mark("There is no figure for %(month)s to repeat. Please type the number.")
ALL_TOLD = mark("All %(total)s items for %(month)s are told. Thank you.")
STAYS = mark("The figure that is kept stays as it is.")
WAITING = mark("Still open for %(month)s: %(items)s. Type start when the figures are there.")
UNDO = mark("Undo")
TOTALS = mark("Totals")
CORRECT = mark("Correct")


def settle(
    turn: Turn,
    drafts: Sequence[Draft],
    left_over: Sequence[str] = (),
    pending: Mapping[str, Any] | None = None,
    clear: bool = False,
    from_file: bool = False,
) -> None:
    """Save what is `clear`; read back what is not, together with what already waits for a yes."""
    all_kept = drafts_in(turn.situation.step)
    kept = _without_amended(turn, all_kept)
    waiting = merged(kept, [_with_what_came(turn, draft) for draft in drafts])
    if len(kept) < len(all_kept):  # what is told stands where the wrong one stood
        at = next(at for at, draft in enumerate(all_kept) if draft not in kept)
        waiting = [*waiting[:at], *waiting[len(kept) :], *waiting[at : len(kept)]]
    pending = chained(pending, pending_in(turn.situation.step))
    step = turn.situation.step
    from_file = from_file or bool(kept and step and step.data.get("from_file"))
    missing = kindless(turn.situation, waiting)
    if missing:
        others = [draft for draft in waiting if draft is not missing]
        return questions.ask_kind(turn, missing, others, left_over, pending)
    if clear and not kept and not any(answered(turn, draft) for draft in waiting):
        return save(turn, waiting, then=pending)
    return read_back.ask(turn, waiting, left_over, pending, from_file)


def _without_amended(turn: Turn, kept: Sequence[Draft]) -> list[Draft]:
    """What waits, less the figure that is being told anew; its files go to what is told."""
    step = turn.situation.step
    amending = step.data.get("amending") if step else None
    if not amending:
        return list(kept)
    gone = [one for one in kept if [one.activity, one.kind, str(one.month)] == amending]
    turn.evidence = (*turn.evidence, *(file for one in gone for file in one.evidence))
    return [one for one in kept if one not in gone]


def _with_what_came(turn: Turn, draft: Draft) -> Draft:
    """The figure with the picture it came with, or that was sent while it was asked for."""
    step = turn.situation.step
    sent = evidence_in(step)
    asked = step.data if step and "activity" in step.data else None
    if asked and (draft.activity, str(draft.month)) != (asked["activity"], asked["month"]):
        sent = ()
    told = replace(draft, event=draft.event or turn.situation.event)
    return told.with_evidence((*turn.evidence, *sent))


def save(
    turn: Turn,
    drafts: Sequence[Draft],
    reason: str = TOLD,
    then: Mapping[str, Any] | None = None,
) -> None:
    """Save, say what it adds up to, and go on: with what is still to be asked, or the month."""
    large = next((draft for draft in drafts if draft.too_large()), None)
    if large:
        turn.say(turn.t(TOO_LARGE))
        others = [draft for draft in drafts if draft is not large]
        return questions.ask(turn, large.activity, large.month, large.kind, others)
    too_late = [draft for draft in drafts if late.is_closed(turn, draft.month)]
    if too_late:
        late.ask_above(turn, too_late)
        drafts = [draft for draft in drafts if draft not in too_late]
    if not drafts:
        return _after_saving(turn, then, lambda: turn.close())
    changes = [recorded(turn.situation, draft, draft.reason or reason) for draft in drafts]
    for draft, change in zip(drafts, changes, strict=True):
        turn.make(change)
        for attachment in draft.evidence:
            turn.make(EvidenceAttached(attachment, change.cell.key, change.cell.version))
    if len(drafts) > many.MANY:
        words = "\n".join(many.saved_lines(turn, drafts, changes))
    else:
        words = echo.saved_words(turn, drafts, changes)
    turn.say(words, [turn.menu(turn.t(UNDO), "undo", str(turn.situation.event or ""))])
    last = drafts[-1]
    return _after_saving(turn, then, lambda: go_on(turn, last.month, asked=last.activity))


def _after_saving(turn: Turn, then: Mapping[str, Any] | None, go_on: Callable[[], None]) -> None:
    """What is still to be asked comes first; else on with the month."""
    if then and "drafts" in then:
        return read_back.again(turn, then)
    if then:
        turn.close()  # nothing waits any more
        return questions.which_again(turn, then)
    return go_on()


def go_on(turn: Turn, month: Month, asked: str = "") -> None:
    """The next open item of the month gone through (after `asked`), or that month's end.

    A figure of another month was told in between: the talk is back where it was.
    """
    step = turn.situation.step
    walked = month_in(questions.walking(step))
    now = walked or turn.situation.report_month
    waiting = open_items(turn, now)
    if waiting:
        order = turn.situation.expected_in(now)
        if month != now:
            asked = ""
        after = order.index(asked) if asked in order else -1
        later = [item for item in waiting if order.index(item) > after]
        was_open = step.data.get("asked") if step and month != now else None
        return questions.ask(turn, was_open if was_open in waiting else (later or waiting)[0], now)
    turn.close()
    if month == now:
        return finish(turn, month)
    return None


def save_same(turn: Turn, question: OpenQuestion) -> None:
    """`Same as last month`: said on purpose, so the repeat is not doubted."""
    draft = same_draft(turn, question)
    if draft is None:
        month = turn.t.month(question.month - 1)
        turn.say(turn.t(NO_LAST_MONTH, month=month))
        kept = drafts_in(turn.situation.step)
        return questions.ask(turn, question.activity, question.month, question.kind, kept)
    return settle(turn, [draft], clear=True)


def mark_status(
    turn: Turn, question: OpenQuestion, status: Status, reason: str = "", doubted: bool = False
) -> None:
    """Write a cell that holds no quantity: later, no data, does not occur here."""
    if late.is_closed(turn, question.month) and status is Status.LATER:
        return late.say_closed(turn, question.month)
    draft = Draft(question.activity, question.month, status, kind=question.kind, reason=reason)
    if status is Status.LATER and answered(turn, draft):
        turn.say(turn.t(STAYS))
        return go_on(turn, question.month, asked=question.activity)
    waits = bool(drafts_in(turn.situation.step))
    if status is not Status.LATER or waits or doubted or answered(turn, draft):
        return settle(turn, [draft], clear=not doubted)
    turn.make(recorded(turn.situation, draft, reason or TOLD))
    return go_on(turn, question.month, asked=question.activity)


def none_draft(turn: Turn, question: OpenQuestion) -> Draft:
    unit = turn.situation.catalogue.activities[question.activity].unit
    zero = Decimal(0)
    return Draft(question.activity, question.month, Status.NOTHING, zero, zero, unit, question.kind)


def same_draft(turn: Turn, question: OpenQuestion) -> Draft | None:
    """Last month's figure for this month; None when there is none."""
    last = turn.situation.cell(question.activity, question.month - 1, question.kind)
    if last is None or last.quantity is None:
        return None
    return Draft(
        activity=question.activity,
        month=question.month,
        status=last.status,
        quantity=last.quantity,
        told_quantity=last.told_quantity,
        told_unit=last.told_unit,
        kind=question.kind,
    )


def answered(turn: Turn, draft: Draft) -> bool:
    before = draft.before(turn.situation)
    return bool(before and before.status.answered)


def open_items(turn: Turn, month: Month) -> list[str]:
    """Expected activities nobody has answered or put off."""
    situation = turn.situation
    return [
        activity
        for activity in situation.expected_in(month)
        if not situation.answered(activity, month) and not situation.postponed(activity, month)
    ]


def postponed_items(turn: Turn, month: Month) -> list[str]:
    situation = turn.situation
    return [
        activity
        for activity in situation.expected_in(month)
        if not situation.answered(activity, month) and situation.postponed(activity, month)
    ]


def finish(turn: Turn, month: Month) -> None:
    """The month's end: what waits, or thanks, the totals, and the lines other forms ask for."""
    t, situation = turn.t, turn.situation
    waiting = postponed_items(turn, month)
    if waiting:
        items = ", ".join(t(situation.catalogue.activities[code].short_label) for code in waiting)
        return turn.say(t(WAITING, month=t.month(month), items=items))
    title = t(ALL_TOLD, total=len(situation.expected_in(month)), month=t.month(month))
    turn.say(
        title,
        [turn.menu(t(TOTALS), "totals"), turn.menu(t(CORRECT), "correct")],
        echo.totals_card(turn, month, t.month_long(month)),
    )
    return copy_texts.offer(turn, month)
