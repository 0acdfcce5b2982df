"""What the buttons of the open step do; each belongs to one kind of step and to no other."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.cells import Status
from bot.changes import EvidenceAttached
from bot.drafts import Draft, drafts_in, evidence_in, kindless, pending_in, short_name
from bot.flows.doubts import question_words
from bot.flows.record import echo, from_file, leaving, questions, read_back
from bot.flows.record.again import NOT_READ, ask_again
from bot.flows.record.dropping import Dropping
from bot.flows.record.hearing import open_question, read_here
from bot.flows.record.saving import go_on, mark_status, save, save_same, settle
from bot.flows.record.taking import take_text
from bot.flows.record.unlikely import take_none, take_status
from bot.months import Month
from bot.reading import OpenQuestion, Question
from bot.turn import Turn

CONFIRMED = "confirmed"


def press(turn: Turn, verb: str, argument: str) -> None:
    """A button of the open step; `conversation` has made sure it belongs to it."""
    handler = PRESSES.get(verb)
    if handler is None:
        turn.say(turn.t(NOT_READ))
        return ask_again(turn)
    return handler(turn, argument)


def yes(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "confirm":
        return ask_again(turn)
    drafts = drafts_in(step)
    now = read_back.in_hand(step)
    return _save_some(turn, now, drafts[len(now) :])


def clear(turn: Turn, argument: str) -> None:
    """Save what nothing is said about; the doubtful ones are asked about one by one."""
    step = turn.situation.step
    if step is None or step.name != "confirm":
        return ask_again(turn)
    drafts = drafts_in(step)
    doubtful = read_back.doubtful(drafts)
    if len(doubtful) in (0, len(drafts)):
        return ask_again(turn)
    return _save_some(turn, [draft for draft in drafts if not draft.note], doubtful)


def _save_some(turn: Turn, now: Sequence[Draft], rest: Sequence[Draft]) -> None:
    """Save what was confirmed; what goes on waiting comes next."""
    step = turn.situation.step
    then = step.data.get("pending") if step else None
    if rest:
        then = read_back.one_by_one(rest, then)
    drafts = [replace(draft, doubted=False, note="", fixes=()) for draft in now]
    return save(turn, drafts, CONFIRMED, then)


def no(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name not in ("confirm", "amend"):
        return ask_again(turn)
    drafts = drafts_in(step)
    first = drafts[0]
    if len(drafts) > 1 and not step.data.get("one_by_one"):
        return read_back.ask_which_wrong(turn, step.data)
    return questions.ask(turn, first.activity, first.month, first.kind, drafts, amending=first)


def amend(turn: Turn, argument: str) -> None:
    """The wrong one of several was pressed: it is asked anew, the others wait."""
    step = turn.situation.step
    drafts = drafts_in(step)
    if step is None or step.name != "amend" or not argument.isdigit():
        return ask_again(turn)
    if int(argument) >= len(drafts):
        return ask_again(turn)
    wrong = drafts[int(argument)]
    return questions.ask(turn, wrong.activity, wrong.month, wrong.kind, drafts, amending=wrong)


def _back(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "amend":
        return ask_again(turn)
    return read_back.again(turn, step.data)


def _fix(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "confirm" or not argument.isdigit():
        return ask_again(turn)
    now = read_back.in_hand(step)
    if len(now) != 1 or int(argument) >= len(now[0].fixes):
        return ask_again(turn)
    unit = turn.situation.catalogue.activities[now[0].activity].unit
    fixed = now[0].fixed(Decimal(now[0].fixes[int(argument)]), unit)
    return _save_some(turn, [fixed], drafts_in(step)[1:])


def baht(turn: Turn, argument: str) -> None:
    """The figure is what the bill costs: the units are asked for instead."""
    step = turn.situation.step
    now = read_back.in_hand(step) if step and step.name == "confirm" else []
    if step is None or len(now) != 1:
        return ask_again(turn)
    told, catalogue = now[0], turn.situation.catalogue
    turn.say(question_words(turn.t, Question("money", candidates=(told.activity,)), catalogue))
    drafts = drafts_in(step)
    return questions.ask(turn, told.activity, told.month, told.kind, drafts, amending=told)


def kind(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    drafts = drafts_in(step)
    missing = kindless(turn.situation, drafts)
    if step is None or step.name != "kind" or missing is None:
        return ask_again(turn)
    _only_waiting(turn, [draft for draft in drafts if draft is not missing])
    left_over, pending = step.data.get("left_over", ()), step.data.get("pending")
    return settle(turn, [replace(missing, kind=argument)], left_over, pending)


def _which(turn: Turn, argument: str) -> None:
    """The activity was picked: what was said is read again as its answer."""
    step = turn.situation.step
    if step is None or step.name != "which" or argument not in step.data["candidates"]:
        return ask_again(turn)
    return which_is(turn, argument)


def which_is(turn: Turn, activity: str) -> None:
    step = turn.situation.step
    if step is None:
        return
    question = OpenQuestion(activity, Month.parse(step.data["month"]))
    _only_waiting(turn, drafts_in(step))
    return take_text(turn, step.data["said"], question)


def _only_waiting(turn: Turn, drafts: Sequence[Draft]) -> None:
    """The open question is answered; what waits behind it, and its file, go on waiting."""
    step = turn.situation.step
    data = step.data if step else {}
    kept = {key: data[key] for key in ("pending", "evidence", "asked", "walk") if key in data}
    turn.open("record", "confirm", {**kept, "drafts": [draft.to_json() for draft in drafts]})


def told_with_kind(turn: Turn, text: str, draft: Draft) -> bool:
    """Whether a text tells the figure anew, with its kind; then the one without a kind goes."""
    items = read_here(turn, text, None).items
    anew = any(item.activity == draft.activity and item.kind for item in items)
    if anew:
        _only_waiting(
            turn,
            [one for one in drafts_in(turn.situation.step) if one is not draft and one != draft],
        )
    return anew


def move(turn: Turn, month: Month) -> None:
    """What is read back is of another month."""
    step = turn.situation.step
    if step is None:
        return
    moved = [draft.cell for draft in read_back.in_hand(step)]
    drafts = [
        replace(draft, month=month) if draft.cell in moved else draft for draft in drafts_in(step)
    ]
    turn.open(step.flow, step.name, {**step.data, "drafts": [one.to_json() for one in drafts]})
    return ask_again(turn)


def _of(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "evidence":
        return ask_again(turn)
    return evidence_of(turn, argument)


def evidence_of(turn: Turn, activity: str) -> None:
    """The item was named for a file that followed no figure."""
    step, situation = turn.situation.step, turn.situation
    cells = situation.cells_of(activity, situation.report_month)
    told = [cell for cell in cells if cell.status.answered]
    if step is None or not told:
        return ask_again(turn)
    for attachment in evidence_in(step):
        for cell in told:
            turn.make(EvidenceAttached(attachment, cell.key, cell.version))
    turn.close()
    label = situation.catalogue.activities[activity].label
    return turn.say(turn.t(echo.WITH_EVIDENCE, items=turn.t(label)))


def _drop(turn: Turn, argument: str) -> None:
    """The figure that is asked anew is left out of what waits."""
    step = turn.situation.step
    question = open_question(step)
    if step is None or question is None:
        return ask_again(turn)
    asked = (question.activity, question.kind, question.month)
    return _keep_waiting(turn, [draft for draft in drafts_in(step) if draft.cell != asked])


def drop_named(turn: Turn, dropping: Dropping) -> None:
    drafts = drafts_in(turn.situation.step)
    if not any(draft.activity == dropping.activity for draft in drafts):
        return ask_again(turn)
    kept = [draft for draft in drafts if (draft.activity == dropping.activity) is dropping.only]
    return _keep_waiting(turn, kept)


def _keep_waiting(turn: Turn, kept: Sequence[Draft]) -> None:
    """Say what was left out, and read back the rest."""
    step = turn.situation.step
    gone = [draft for draft in drafts_in(step) if draft not in kept]
    names = (short_name(turn.t, turn.situation, draft) for draft in gone)
    turn.say(turn.t(leaving.DROPPED, items=", ".join(dict.fromkeys(names))))
    if kept:
        return read_back.ask(turn, kept, pending=pending_in(step))
    pending = pending_in(step)
    if pending:
        turn.close()
        return questions.which_again(turn, pending)
    return go_on(turn, turn.situation.report_month, asked=gone[-1].activity if gone else "")


def _restore(turn: Turn, argument: str) -> None:
    leaving.restore(turn)


def _none(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return take_none(turn, question) if question else ask_again(turn)


def _same(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return save_same(turn, question) if question else ask_again(turn)


def _status(status: Status) -> Callable[[Turn, str], None]:
    def press_status(turn: Turn, argument: str) -> None:
        question = open_question(turn.situation.step)
        if question is None:
            return ask_again(turn)
        return take_status(turn, question, status)

    return press_status


def _no_data(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    return questions.ask_why(turn, question) if question else ask_again(turn)


def _why(turn: Turn, argument: str) -> None:
    question = open_question(turn.situation.step)
    reasons = questions.REASONS
    if question is None or not argument.isdigit() or int(argument) >= len(reasons):
        return ask_again(turn)
    reason = turn.t(reasons[int(argument)])
    return mark_status(turn, question, Status.NOT_AVAILABLE, reason)


def _file(turn: Turn, argument: str) -> None:
    step = turn.situation.step
    if step is None or step.name != "file" or not argument.isdigit():
        return ask_again(turn)
    return from_file.choose(turn, int(argument))


PRESSES: dict[str, Callable[[Turn, str], None]] = {
    "yes": yes,
    "no": no,
    "fix": _fix,
    "kind": kind,
    "which": _which,
    "none": _none,
    "same": _same,
    "later": _status(Status.LATER),
    "no-data": _no_data,
    "why": _why,
    "amend": amend,
    "back": _back,
    "not-here": _status(Status.NOT_OCCURRING),
    "baht": baht,
    "clear": clear,
    "of": _of,
    "drop": _drop,
    "restore": _restore,
    "file": _file,
}
