"""Reading back: what was read is shown with unit and month, and saved only on a yes.

The step holds the figures until they are saved or dropped on purpose: more can be told meanwhile,
one of them told anew, help asked for, a month gone by.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.drafts import Draft, drafts_in, name_words, short_name
from bot.flows.doubts import fix_label
from bot.flows.record.echo import said_words
from bot.messages import Button, Card
from bot.text import mark
from bot.turn import Turn

READ_ONE = mark("Read as:")
READ_MANY = mark("Read as %(count)s figures:")
WAS = mark("now kept: %(quantity)s")
RIGHT = mark("Is this right?")
NEXT = mark("Asked about after this: %(text)s")
LEFT_OVER = mark("Not understood, and not saved: %(text)s")
YES = mark("Correct, save")
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
) -> None:
    """Open the step that waits for the yes. `pending` is the question that comes after it."""
    data = {
        "drafts": [draft.to_json() for draft in drafts],
        "left_over": list(left_over),
        "pending": dict(pending) if pending else None,
    }
    again(turn, data)


def again(turn: Turn, data: Mapping[str, Any]) -> None:
    step = turn.open("record", "confirm", data)
    t, drafts = turn.t, drafts_in(step)
    lines = [t(READ_ONE) if len(drafts) == 1 else t(READ_MANY, count=len(drafts))]
    if len(drafts) == 1:
        lines += [_line(turn, drafts[0]), drafts[0].note]
    else:
        lines += _notes(turn, drafts)
    if data.get("pending"):
        lines.append(t(NEXT, text=data["pending"]["said"]))
    if data.get("left_over"):
        lines.append(t(LEFT_OVER, text=" · ".join(data["left_over"])))
    lines.append(t(RIGHT))
    turn.say("\n".join(filter(None, lines)), _buttons(turn, drafts), _card(turn, drafts))


def ask_which_wrong(turn: Turn, data: Mapping[str, Any]) -> None:
    """Of several figures one is wrong: the others wait."""
    step = turn.open("record", "amend", data)
    labels = [short_name(turn.t, turn.situation, draft) for draft in drafts_in(step)]
    buttons = [
        turn.choice(label, "amend", str(index)) for index, label in enumerate(labels[:MOST_BUTTONS])
    ]
    t = turn.t
    turn.say(
        t(WHICH_WRONG), [*buttons, turn.choice(t(BACK), "back"), turn.menu(t(CANCEL), "cancel")]
    )


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


def _buttons(turn: Turn, drafts: Sequence[Draft]) -> list[Button]:
    t, catalogue = turn.t, turn.situation.catalogue
    fixes: list[Button] = []
    if len(drafts) == 1:
        activity = catalogue.activities[drafts[0].activity]
        fixes = [
            turn.choice(fix_label(t, quantity, activity, catalogue), "fix", str(index))
            for index, quantity in enumerate(drafts[0].fixes[:MOST_FIXES])
        ]
    return [
        turn.choice(t(YES), "yes"),
        *fixes,
        turn.choice(t(NO), "no"),
        turn.menu(t(CANCEL), "cancel"),
    ]


def _card(turn: Turn, drafts: Sequence[Draft]) -> Card | None:
    if len(drafts) == 1:
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
