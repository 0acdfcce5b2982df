"""Reading back: what was read is shown with unit and month, and saved only on a yes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.drafts import Draft, name_words
from bot.flows.doubts import doubt_words, fix_label
from bot.flows.record.echo import said_words
from bot.messages import Button, Card
from bot.reading import Item, OpenQuestion
from bot.text import mark
from bot.turn import Turn

READ_ONE = mark("Read as:")
READ_MANY = mark("Read as %(count)s figures:")
WAS = mark("now kept: %(quantity)s")
RIGHT = mark("Is this right?")
LEFT_OVER = mark("Not understood, and not saved: %(text)s")
YES = mark("Correct, save")
NO = mark("No, change it")
CANCEL = mark("Cancel")


def ask(
    turn: Turn,
    drafts: Sequence[Draft],
    items: Sequence[Item],
    question: OpenQuestion | None,
    left_over: Sequence[str] = (),
) -> None:
    """Open the step that waits for the yes. `items` bring the doubts and their likely fixes."""
    catalogue = turn.situation.catalogue
    doubts = list(dict.fromkeys(filter(None, (doubt_words(turn.t, item) for item in items))))
    likely = {
        fix.base_quantity: fix_label(turn.t, fix, item, catalogue)
        for item in items
        for doubt in item.doubts
        for fix in doubt.fixes
        if len(drafts) == 1 and fix.base_quantity is not None
    }
    fixes = [{"label": label, "quantity": str(quantity)} for quantity, label in likely.items()]
    data = {
        "drafts": [draft.to_json() for draft in drafts],
        "doubts": doubts,
        "fixes": fixes[:4],
        "left_over": list(left_over),
        "asked": question.activity if question else "",
    }
    _say(turn, data)


def again(turn: Turn, data: Mapping[str, Any]) -> None:
    _say(turn, data)


def drafts_of(data: Mapping[str, Any]) -> list[Draft]:
    return [Draft.from_json(body) for body in data["drafts"]]


def _say(turn: Turn, data: Mapping[str, Any]) -> None:
    turn.open("record", "confirm", data)
    t, drafts = turn.t, drafts_of(data)
    lines = [t(READ_ONE) if len(drafts) == 1 else t(READ_MANY, count=len(drafts))]
    if len(drafts) == 1:
        lines.append(_line(turn, drafts[0]))
    lines += data["doubts"]
    if data["left_over"]:
        lines.append(t(LEFT_OVER, text=" · ".join(data["left_over"])))
    lines.append(t(RIGHT))
    turn.say("\n".join(lines), _buttons(turn, data), _card(turn, drafts))


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


def _buttons(turn: Turn, data: Mapping[str, Any]) -> list[Button]:
    t = turn.t
    fixes = [
        turn.choice(fix["label"], "fix", str(index)) for index, fix in enumerate(data["fixes"])
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
