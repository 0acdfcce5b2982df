"""Figures from a file: what it leaves open is asked, then it goes the way of everything told."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.attachments import Sheet
from bot.drafts import Draft, drafts_in, pending_in
from bot.flows.doubts import doubt_words
from bot.flows.record import questions, read_back
from bot.flows.record.differences import FIRST, Differences, summary, troubles
from bot.flows.record.past import history
from bot.flows.record.saving import settle
from bot.messages import Button
from bot.months import Month
from bot.reading.sheets import (
    SKIP,
    Asked,
    Found,
    SheetQuestion,
    SheetReading,
    find_tables,
    read_found,
)
from bot.reading.sheets.years import month_cell, stated_in
from bot.text import mark
from bot.turn import Turn

NOTHING_FOUND = mark(
    "No figures were found in this file. A table with months and items can be read, "
    "or the template: type template to get one."
)
ALL_KEPT = mark("Everything in this file is kept already; there is nothing to save.")
FOREIGN = mark(
    "This template was made for another place (%(place)s), so nothing was read. "
    "Type template to get the one of this place."
)
WHOSE = mark("This file names %(office)s, but figures are told here for %(place)s. Use it here?")
WHICH_YEAR = mark("Which months are in this file? No year is certain (sheet %(sheet)s).")
WHICH_MONTH = mark("Of which month are the figures in this file?")
WHICH_ITEM = mark("Row “%(row)s” (sheet %(sheet)s): which item is it?")
USE = mark("Yes, use it")
LEAVE = mark("No, leave it")
NONE_OF_THEM = mark("None of these")
CANCEL = mark("Cancel")
TEMPLATE = mark("Get the template")
LEFT = mark("The file was left; nothing of it is saved.")
SPAN = mark("%(first)s – %(last)s")
LONGEST_NAME = 60


def start(turn: Turn, name: str, sheets: Sequence[Sheet]) -> None:
    """Read a file that has just arrived."""
    situation = turn.situation
    found = find_tables(sheets, situation.catalogue, situation.today)
    _go_on(turn, name[:LONGEST_NAME], _read(turn, found, {}), {})


def ask_again(turn: Turn, data: Mapping[str, Any]) -> None:
    """The open question of a file once more."""
    file = data["file"]
    _with(turn, file, file["answers"])


def choose(turn: Turn, index: int) -> None:
    """A button of the file's question; beyond the choices of whose file it is: not this place's."""
    file, question = _open(turn)
    if question is None or index >= len(question.choices):
        leaves = question is not None and question.asked is Asked.PLACE
        return _leave(turn) if leaves else _again(turn)
    return _with(turn, file, {**file["answers"], question.key: question.choices[index]})


def say_yes(turn: Turn) -> None:
    _, question = _open(turn)
    if question is not None and question.asked is Asked.PLACE:
        return choose(turn, 0)
    return _again(turn)


def say_no(turn: Turn) -> None:
    """Not this place's file; of a row: none of the items offered."""
    _, question = _open(turn)
    if question is not None and question.asked is Asked.PLACE:
        return _leave(turn)
    if question is not None and question.asked is Asked.ROW:
        return choose(turn, question.choices.index(SKIP))
    return _again(turn)


def take_text(turn: Turn, text: str) -> None:
    """An answer in words: a year, a month, an item's name."""
    file, question = _open(turn)
    said = _said(turn, question, " ".join(text.split())) if question else None
    if question is None or said is None:
        return _again(turn)
    return _with(turn, file, {**file["answers"], question.key: said})


# --- what was asked, and what was answered --------------------------------------------------------


def _with(turn: Turn, file: Mapping[str, Any], answers: Mapping[str, str]) -> None:
    """Go on with one more answer; the figures still come from the file that arrived before."""
    turn.evidence = tuple(file.get("evidence", ()))
    reading = _read(turn, Found.from_json(file["found"]), answers)
    _go_on(turn, file["name"], reading, answers)


def _read(turn: Turn, found: Found, answers: Mapping[str, str]) -> SheetReading:
    situation = turn.situation
    return read_found(
        found,
        catalogue=situation.catalogue,
        today=situation.today,
        place=situation.place,
        history=lambda activity, kind, month: history(turn, activity, kind, month),
        peers=situation.peers,
        known_from=situation.known_from,
        answers=answers,
    )


def _open(turn: Turn) -> tuple[Mapping[str, Any], SheetQuestion | None]:
    step = turn.situation.step
    file = step.data["file"] if step and step.name == "file" else {"answers": {}}
    if "found" not in file:
        return file, None
    return file, _read(turn, Found.from_json(file["found"]), file["answers"]).question


def _again(turn: Turn) -> None:
    if turn.situation.step is not None:
        ask_again(turn, turn.situation.step.data)


def _said(turn: Turn, question: SheetQuestion, text: str) -> str | None:
    if question.asked is Asked.YEAR:
        return _said_year(question, text, turn.situation.today)
    if question.asked is Asked.MONTH:
        return _said_month(text, turn.situation.today)
    if question.asked is Asked.ROW:
        labels = {
            label.casefold(): choice
            for choice in question.choices
            for label in _names(turn, choice)
        }
        return labels.get(text.casefold())
    return None


def _said_year(question: SheetQuestion, text: str, today: date) -> str | None:
    stated = stated_in([text, f"ปี {text}"], today)
    fitting = [
        choice
        for choice in question.choices
        if any(choice == f"{'f' if stated.fiscal else ''}{year}" for year in stated.years)
    ]
    if len(set(stated.years)) == 1 and not fitting:
        return str(stated.years[0])
    return fitting[0] if len(fitting) == 1 else None


def _said_month(text: str, today: date) -> str | None:
    cell = month_cell(text, today)
    if cell is None:
        return None
    month = Month(cell.year or today.year, cell.number)
    latest = Month.of(today)
    if cell.year is None and month > latest:
        month -= 12
    return str(month) if month <= latest else None


def _names(turn: Turn, choice: str) -> list[str]:
    """Every way a choice of a row can be typed."""
    if choice == SKIP:
        return [turn.t(NONE_OF_THEM)]
    code, _, kind = choice.partition("/")
    activity = turn.situation.catalogue.activities[code]
    kinds = [one for one in activity.kinds if one.code == kind]
    if kinds:
        return [kind, turn.t(kinds[0].label), kinds[0].label, *kinds[0].aliases]
    labels = (activity.label, activity.short_label)
    return [code, *labels, *map(turn.t, labels), *activity.aliases]


# --- what comes of it -----------------------------------------------------------------------------


def _go_on(turn: Turn, name: str, reading: SheetReading, answers: Mapping[str, str]) -> None:
    if reading.foreign:
        words = turn.t(FOREIGN, place=reading.found.place[:LONGEST_NAME])
        turn.say(words, [turn.menu(turn.t(TEMPLATE), "template")])
        return _close(turn)
    if reading.question:
        return _ask(turn, name, reading, answers)
    return _tell(turn, name, reading)


def _ask(turn: Turn, name: str, reading: SheetReading, answers: Mapping[str, str]) -> None:
    question = reading.question
    if question is None:
        return
    file = {
        "name": name,
        "found": reading.found.to_json(),
        "answers": dict(answers),
        "evidence": list(turn.evidence),
    }
    kept = questions.waiting(turn, drafts_in(turn.situation.step))
    turn.open("record", "file", {**kept, "file": file})
    turn.say(_question_words(turn, question), _buttons(turn, question))


def _question_words(turn: Turn, question: SheetQuestion) -> str:
    t = turn.t
    if question.asked is Asked.PLACE:
        return t(WHOSE, office=question.text, place=turn.situation.place.name(t))
    if question.asked is Asked.YEAR:
        return t(WHICH_YEAR, sheet=question.sheet or FIRST)
    if question.asked is Asked.MONTH:
        return t(WHICH_MONTH)
    return t(WHICH_ITEM, row=question.text, sheet=question.sheet or FIRST)


def _buttons(turn: Turn, question: SheetQuestion) -> list[Button]:
    t = turn.t
    if question.asked is Asked.PLACE:
        labels = [t(USE), t(LEAVE)]
    elif question.asked is Asked.YEAR:
        labels = [t(SPAN, first=t.month(a), last=t.month(b)) for a, b in question.spans]
    elif question.asked is Asked.MONTH:
        labels = [t.month(Month.parse(choice)) for choice in question.choices]
    else:
        labels = [_item_label(turn, choice) for choice in question.choices]
    buttons = [turn.choice(label, "file", str(index)) for index, label in enumerate(labels)]
    return [*buttons, turn.menu(t(CANCEL), "cancel")]


def _item_label(turn: Turn, choice: str) -> str:
    if choice == SKIP:
        return turn.t(NONE_OF_THEM)
    code, _, kind = choice.partition("/")
    activity = turn.situation.catalogue.activities[code]
    named = next((one for one in activity.kinds if one.code == kind), None)
    return turn.t(named.label if named else activity.short_label)


def _tell(turn: Turn, name: str, reading: SheetReading) -> None:
    """Show how the file differs from what is kept; what differs is read back."""
    if not reading.items:
        lines = [turn.t(NOTHING_FOUND), *troubles(turn, reading.troubles)]
        turn.say("\n".join(lines), [turn.menu(turn.t(TEMPLATE), "template")])
        return _close(turn)
    month = turn.situation.report_month
    drafts = [Draft.of(item, month, doubt_words(turn.t, item)) for item in reading.items]
    differences = Differences.of(turn, drafts)
    words = summary(turn, name, reading, differences)
    if not differences.to_save:
        turn.say(f"{words}\n{turn.t(ALL_KEPT)}")
        return _close(turn)
    turn.say(words)
    to_save = sorted(differences.to_save, key=lambda draft: draft.month)
    return settle(turn, to_save, from_file=True)


def _leave(turn: Turn) -> None:
    turn.say(turn.t(LEFT))
    _close(turn)


def _close(turn: Turn) -> None:
    """Nothing comes of the file: what waited before goes on waiting."""
    step = turn.situation.step
    waiting = drafts_in(step)
    if waiting:
        return read_back.ask(turn, waiting, pending=pending_in(step))
    if step is not None and step.name == "file":
        turn.close()
    return None
