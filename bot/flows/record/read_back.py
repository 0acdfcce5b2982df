"""Reading back: what was read is shown with unit and month, and saved only on a yes.

The step holds the figures until they are saved or dropped on purpose: more can be told meanwhile,
one of them told anew, help asked for, a month gone by.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.drafts import Draft, drafts_in, name_words, pending_texts, short_name
from bot.flows.doubts import fix_label
from bot.flows.record import many
from bot.flows.record.echo import said_words
from bot.messages import Button, Card
from bot.situation import Step
from bot.text import mark
from bot.turn import Turn

READ_ONE = mark("Read as:")
READ_MANY = mark("Read as %(count)s figures:")
WAS = mark("now kept: %(quantity)s")
AS_REQUEST = mark("The month is closed: with a yes this goes to the coordinator as a request.")
RIGHT = mark("Is this right?")
NEXT = mark("Asked about after this: %(text)s")
LEFT_OVER = mark("Not understood, and not saved: %(text)s")
YES = mark("Correct, save")
SAVE_ALL = mark("Save all")
SAME_IS_RIGHT = mark("Same as last month")
THAT_IS_BAHT = mark("That is baht")
MAYBE_BAHT = frozenset({"baht", "maybe_baht"})
ONLY_CLEAR = mark("Only the clear ones")
BEHIND = mark("After this: %(count)s more to check")
NO = mark("No, change it")
CANCEL = mark("Cancel")
WHICH_WRONG = mark(
    "Which one is wrong? Press it, or type it anew, for example: diesel 320 litres. "
    "The others stay as read; nothing is saved yet."
)
BACK = mark("Show all again")
MOST_BUTTONS = 11  # LINE shows thirteen quick replies; the last two lead back and out
MOST_FIXES = 4


def ask(
    turn: Turn,
    drafts: Sequence[Draft],
    left_over: Sequence[str] = (),
    pending: Mapping[str, Any] | None = None,
    from_file: bool = False,
) -> None:
    """Open the step that waits for the yes. `pending` is the question that comes after it;
    figures `from_file` may be saved in part, the clear ones first."""
    before = turn.situation.step.data if turn.situation.step else {}
    data = {
        "drafts": [draft.to_json() for draft in drafts],
        "left_over": list(left_over),
        "pending": dict(pending) if pending else None,
        "from_file": from_file,
        "asked": before.get("activity") or before.get("asked"),  # where the month goes on
        "walk": before.get("walk") or "",
    }
    again(turn, data)


def one_by_one(drafts: Sequence[Draft], pending: Mapping[str, Any] | None) -> dict[str, Any]:
    """The read-back that asks about the first figure only; the others wait behind it."""
    return {
        "drafts": [draft.to_json() for draft in drafts],
        "pending": dict(pending) if pending else None,
        "one_by_one": True,
    }


def in_hand(step: Step) -> list[Draft]:
    """The figures a yes is about: all that wait, or the first when they go one by one."""
    drafts = drafts_in(step)
    return drafts[:1] if step.data.get("one_by_one") else drafts


def again(turn: Turn, data: Mapping[str, Any]) -> None:
    step = turn.open("record", "confirm", data)
    t, drafts = turn.t, in_hand(step)
    lines = [t(READ_ONE) if len(drafts) == 1 else t(READ_MANY, count=len(drafts))]
    if len(drafts) == 1:
        lines += [_line(turn, drafts[0]), drafts[0].note]
    elif len(drafts) > many.MANY:
        lines += many.read_back_lines(turn, drafts)
    else:
        lines += _notes(turn, drafts)
    if behind := drafts_in(step)[len(drafts) :]:
        lines.append(t(BEHIND, count=len(behind)))
    if data.get("pending"):
        lines.append(t(NEXT, text=" · ".join(pending_texts(data["pending"]))))
    if data.get("left_over"):
        lines.append(t(LEFT_OVER, text=" · ".join(data["left_over"])))
    if any(turn.situation.month_of(draft.month).is_closed for draft in drafts):
        lines.append(t(AS_REQUEST))
    lines.append(t(RIGHT))
    in_parts = bool(data.get("from_file")) and 0 < len(doubtful(drafts)) < len(drafts)
    buttons = _buttons(turn, drafts, in_parts)
    turn.say("\n".join(filter(None, lines)), buttons, _card(turn, drafts))


def doubtful(drafts: Sequence[Draft]) -> list[Draft]:
    """Those that something is said about."""
    return [draft for draft in drafts if draft.note]


def ask_which_wrong(turn: Turn, data: Mapping[str, Any]) -> None:
    """Of several figures one is wrong: the others wait."""
    step = turn.open("record", "amend", data)
    t, drafts = turn.t, drafts_in(step)
    several = len({draft.month for draft in drafts}) > 1
    order = sorted(range(len(drafts)), key=lambda index: not drafts[index].note)
    buttons = [
        turn.choice(_label(turn, drafts[index], several), "amend", str(index))
        for index in order[:MOST_BUTTONS]
    ]
    turn.say(
        t(WHICH_WRONG), [*buttons, turn.choice(t(BACK), "back"), turn.menu(t(CANCEL), "cancel")]
    )


def _label(turn: Turn, draft: Draft, with_month: bool) -> str:
    name = short_name(turn.t, turn.situation, draft)
    return f"{turn.t.month(draft.month).rpartition(' ')[0]} {name}" if with_month else name


def _notes(turn: Turn, drafts: Sequence[Draft]) -> list[str]:
    """What is doubtful, each doubt once, with the items it is about."""
    about: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.note:
            about.setdefault(draft.note, []).append(short_name(turn.t, turn.situation, draft))
    return [
        note if len(names) == len(drafts) else f"{', '.join(dict.fromkeys(names))}: {note}"
        for note, names in about.items()
    ]


def _line(turn: Turn, draft: Draft) -> str:
    name = name_words(turn.t, turn.situation, draft)
    return f"{name}: {_said_and_was(turn, draft)} · {turn.t.month(draft.month)}"


def _said_and_was(turn: Turn, draft: Draft) -> str:
    """What is read, and what it would replace."""
    t, said = turn.t, said_words(turn.t, turn, draft)
    before = draft.before(turn.situation)
    if before and before.status.answered and before.quantity is not None:
        said += f" ({t(WAS, quantity=t.number(before.quantity))})"
    return said


def _buttons(turn: Turn, drafts: Sequence[Draft], in_parts: bool) -> list[Button]:
    t, catalogue = turn.t, turn.situation.catalogue
    fixes: list[Button] = []
    if len(drafts) == 1:
        activity = catalogue.activities[drafts[0].activity]
        fixes = [
            turn.choice(fix_label(t, quantity, activity, catalogue), "fix", str(index))
            for index, quantity in enumerate(drafts[0].fixes[:MOST_FIXES])
        ]
        if MAYBE_BAHT.intersection(drafts[0].doubts):
            fixes.append(turn.choice(t(THAT_IS_BAHT), "baht"))
    parts = [turn.choice(t(ONLY_CLEAR), "clear")] if in_parts else []
    repeated = len(drafts) == 1 and "repeat" in drafts[0].doubts
    return [
        turn.choice(t(SAVE_ALL if in_parts else SAME_IS_RIGHT if repeated else YES), "yes"),
        *parts,
        *fixes,
        turn.choice(t(NO), "no"),
        turn.menu(t(CANCEL), "cancel"),
    ]


def _card(turn: Turn, drafts: Sequence[Draft]) -> Card | None:
    if len(drafts) == 1 or len(drafts) > many.MANY:
        return None
    t = turn.t
    rows = tuple(
        (
            f"{name_words(t, turn.situation, draft)} · {t.month(draft.month)}",
            _said_and_was(turn, draft),
        )
        for draft in drafts
    )
    return Card(t(READ_MANY, count=len(drafts)), rows)
