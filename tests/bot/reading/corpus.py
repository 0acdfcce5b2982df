"""The corpus: what officials type and what a careful Thai clerk understands, and its grading.

`tests/conversations/messages/THEME.jsonl` holds one message a line, read on 3 August 2026 at a
tambon that is asked for July. `asked` is the open question, `meant` the figures
(`ORG_REFRIG/R32 ~2 2026-06`: kind, estimate and another month where there are any), `answer` what
a message without figures says, `said` the same of a named activity (`ORG_WATER later`). The lines
go through the door of `bokcarbon read`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.catalogue import catalogue
from bot.read_lines import read_line

FOLDER = Path(__file__).resolve().parents[2] / "conversations" / "messages"
TODAY = date(2026, 8, 3)
JULY = "2026-07"
HARMLESS_ANSWERS = ("greeting", "thanks", "question", "other", "ask")
ANSWERS = frozenset(
    {"later", "nothing", "not_here", "no_data", "unknown", "same", "skip", "cancel", "stop"}
).union(HARMLESS_ANSWERS)
# Nothing is stored and nothing is done: the bot answers and the question stays open.
FIGURES = frozenset({"save", "confirm", "correct", "nothing"})
POLITE = frozenset({"greeting", "thanks", "other"})
HARMLESS = frozenset(HARMLESS_ANSWERS)
FIELDS = frozenset({"text", "asked", "history", "meant", "answer", "said", "must_check", "why"})


class Grade(StrEnum):
    """Right at once; asked back, with nothing wrong read; wrong."""

    RIGHT = "right"
    ASKED = "asked"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """One message. `must_check`: it may not be saved without a read-back."""

    theme: str
    text: str
    asked: str = ""
    history: Any = None
    meant: tuple[str, ...] = ()
    answer: str = ""
    said: tuple[str, ...] = ()
    must_check: bool = False

    @property
    def is_plain(self) -> bool:
        """One clear figure for the very cell that is asked: it is saved without a question."""
        if self.must_check or len(self.meant) != 1 or self.said:
            return False
        name, quantity, month = self.meant[0].split()
        return name.split("/")[0] == self.asked and month == JULY and quantity[0] != "~"


def corpus() -> list[Line]:
    """Every line of every theme."""
    return [line for path in sorted(FOLDER.glob("*.jsonl")) for line in lines_of(path)]


def lines_of(path: Path) -> list[Line]:
    return [
        line_of(path.stem, json.loads(text, parse_float=str, parse_int=str))
        for text in path.read_text("utf-8").splitlines()
        if text.strip()
    ]


def line_of(theme: str, record: Mapping[str, Any]) -> Line:
    unknown = record.keys() - FIELDS
    if unknown or not isinstance(record.get("text"), str):
        raise ValueError(f"{theme}: {record}: unknown {sorted(unknown)}")
    answer = record.get("answer") or ""
    if answer and answer not in ANSWERS:
        raise ValueError(f"{theme}: {record}: answer {answer!r}")
    said = list(record.get("said") or ())
    none = [one for one in said if one.split()[1] == "nothing"]  # a zero that was said
    meant = [*(record.get("meant") or ()), *(one.replace("nothing", "0") for one in none)]
    return Line(
        theme,
        record["text"],
        record.get("asked") or "",
        record.get("history"),
        tuple(map(_meant, meant)),
        answer,
        tuple(one for one in said if one not in none),
        bool(record.get("must_check")),
    )


def play(line: Line) -> dict[str, Any]:
    """What `bokcarbon read` answers to the line."""
    record = {
        "text": line.text,
        "now": f"{TODAY}T09:00:00+07:00",
        "place": "tambon",
        "open_question": line.asked or None,
        "history": line.history,
    }
    body = json.loads(read_line(json.dumps(record), catalogue(), TODAY), parse_float=str)
    assert isinstance(body, dict)
    return body


def grade(line: Line, body: Mapping[str, Any]) -> Grade:
    """How the answer `body` compares with what was meant."""
    read = {_shown(item) for item in body["items"]}
    said = {_said(one) for one in body["said"]} - {f"{line.asked} {line.answer}"}
    meant = set(line.meant)
    if line.answer == "nothing" and line.asked and not meant:
        meant = {_meant(f"{line.asked} 0")}
    if read - meant or said - set(line.said):
        return Grade.WRONG
    if line.must_check and body["outcome"] == "save":
        return Grade.WRONG
    if not (meant or line.said) or line.answer == "nothing":
        return _graded_answer(line.answer or "ask", body)
    return _graded_figures(line, body, complete=read == meant and said == set(line.said))


def _graded_answer(meant: str, body: Mapping[str, Any]) -> Grade:
    told = answer_of(body)
    if told == meant or {told, meant} <= POLITE or (meant == "nothing" and body["items"]):
        return Grade.RIGHT
    if (meant, told) == ("ask", "other"):  # both ask for a number
        return Grade.RIGHT
    return Grade.ASKED if told in HARMLESS else Grade.WRONG


def _graded_figures(line: Line, body: Mapping[str, Any], complete: bool) -> Grade:
    told, asks = answer_of(body), bool(body["asks"])
    if told not in HARMLESS and told not in FIGURES and not line.said:
        return Grade.WRONG
    if complete:
        needless = line.is_plain and told not in ("save", "nothing")
        return Grade.ASKED if needless or (asks and line.answer != "ask") else Grade.RIGHT
    named = asks or body["left_over"] or told in HARMLESS
    return Grade.ASKED if named else Grade.WRONG  # a figure may not be lost without a word


def answer_of(body: Mapping[str, Any]) -> str:
    """The outcome in the corpus's words."""
    outcome, notation = body["outcome"], body["notation"]
    if outcome == "nothing" and notation == "NO":
        return "not_here"
    if outcome == "unknown" and notation == "NE":
        return "no_data"
    if outcome == "other":
        return body["manner"] or "other"
    return str(outcome)


def _shown(item: Mapping[str, Any]) -> str:
    kind = f"/{item['kind']}" if item["kind"] else ""
    about = "~" if item["estimated"] else ""
    quantity = f"{Decimal(str(item['base_quantity'])).normalize():f}"
    return f"{item['activity']}{kind} {about}{quantity} {item['month']}"


def _said(said: Mapping[str, Any]) -> str:
    told = answer_of({**said, "manner": None})
    month = "" if said["month"] == JULY else f" {said['month']}"
    kind = f"/{said['kind']}" if said["kind"] else ""
    return f"{said['activity']}{kind} {told}{month}"


def _meant(text: str) -> str:
    """`ORG_REFRIG/R32 ~2` as `_shown` writes it: the kind's code, the plain number, the month."""
    name, quantity, *month = text.split()
    code, _, kind = name.partition("/")
    activity = catalogue().activities[code]
    known = {alias.casefold(): one.code for one in activity.kinds for alias in one.aliases}
    kind = f"/{known.get(kind.casefold(), kind)}" if kind else ""
    about = "~" if quantity.startswith("~") else ""
    number = f"{Decimal(quantity.lstrip('~').replace(',', '')).normalize():f}"
    return f"{code}{kind} {about}{number} {month[0] if month else JULY}"


def counted(lines: Sequence[Line]) -> dict[str, dict[Grade, int]]:
    """How many lines of each theme are right, asked back and wrong."""
    counts: dict[str, dict[Grade, int]] = {}
    for line in lines:
        of_theme = counts.setdefault(line.theme, dict.fromkeys(Grade, 0))
        of_theme[grade(line, play(line))] += 1
    return counts


def table(counts: Mapping[str, Mapping[Grade, int]]) -> str:
    """The counts as the README shows them."""
    rows = [(theme, [count[grade] for grade in Grade]) for theme, count in sorted(counts.items())]
    total = [sum(numbers[at] for _, numbers in rows) for at in range(len(Grade))]
    lines = [
        "| theme | messages | read right at once | asked back | wrong |",
        "|---|--:|--:|--:|--:|",
    ]
    for theme, numbers in [*rows, ("**all**", total)]:
        cells = [theme.replace("_", " "), str(sum(numbers)), *map(str, numbers)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
