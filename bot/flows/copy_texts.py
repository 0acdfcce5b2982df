"""The words to copy into another office's form: a message of lines, or one short line.

Digits stand without thousands commas: web forms and spreadsheets refuse them or take them for
decimals. What is copied is what is shown, with every mark: missing, estimated, to be checked.
"""

from collections.abc import Sequence
from decimal import Decimal

from bot.catalogue import Form
from bot.cells import Status
from bot.forms import Box, Part, boxes, per_day
from bot.messages import Button
from bot.months import Month
from bot.text import mark
from bot.turn import Turn

HEADING = mark("%(form)s · %(place)s · %(month)s")
LINE = mark("%(form)s %(month)s: %(boxes)s")
FIGURE = mark("%(field)s %(quantity)s %(unit)s")
EMPTY_BOX = mark("%(field)s: %(why)s")
NOT_WHOLE = mark("%(field)s, not complete: %(quantity)s %(unit)s")
DAILY = mark("%(quantity)s %(unit)s a day")
MARKED = mark("%(mark)s: %(items)s")
ESTIMATED = mark("an estimate")
DOUBTED = mark("to be checked")
NOT_HERE = mark("none of it here")
HOLES = {
    Status.MISSING: mark("not told yet"),
    Status.LATER: mark("not told yet"),
    Status.NOT_AVAILABLE: mark("no data"),
    Status.ELSEWHERE: mark("counted elsewhere"),
    Status.CONFIDENTIAL: mark("confidential"),
}
COPY_FORM = mark("Copy %(form)s")
COPY_ELSEWHERE = mark("Type once: ready to copy into the other forms.")
UNVERIFIED = mark("The boxes on the form itself may be named differently.")


def filled(turn: Turn, form: Form, month: Month) -> tuple[Box, ...]:
    """The form's boxes of the person's own place; none while no figure of them is told."""
    situation = turn.situation
    cells = [
        cell
        for key, cell in situation.cells.items()
        if key.place == situation.place.id and key.month == month
    ]
    found = boxes(situation.catalogue, form, situation.expected_in(month), cells)
    return found if any(not part.is_hole for box in found for part in box.parts) else ()


def message(turn: Turn, form: Form, month: Month, found: Sequence[Box]) -> str:
    """A heading with office and month, then a line a box."""
    t = turn.t
    place = turn.situation.place.name(t)
    heading = t(HEADING, form=t(form.short_label), place=place, month=t.month(month))
    return "\n".join([heading, *_box_words(turn, form, month, found)])


def line(turn: Turn, form: Form, month: Month, found: Sequence[Box]) -> str:
    """The same on one line."""
    joined = " · ".join(_box_words(turn, form, month, found))
    return turn.t(LINE, form=turn.t(form.short_label), month=turn.t.month(month), boxes=joined)


def copy_button(turn: Turn, form: Form, text: str) -> Button:
    return Button(turn.t(COPY_FORM, form=turn.t(form.short_label)), copy=text)


def offer(turn: Turn, month: Month) -> None:
    """At the end of a month: one message, a line a form, each with its button."""
    forms = [form for form in turn.situation.catalogue.forms.values() if form.at_finish]
    ready = [(form, found) for form in forms if (found := filled(turn, form, month))]
    if not ready:
        return
    lines = [line(turn, form, month, found) for form, found in ready]
    buttons = [copy_button(turn, form, text) for (form, _), text in zip(ready, lines, strict=True)]
    turn.say("\n".join([introduction(turn, [form for form, _ in ready]), *lines]), buttons)


def introduction(turn: Turn, forms: Sequence[Form]) -> str:
    """What the texts are for; that a form's own wording was not seen, where it was not."""
    words = turn.t(COPY_ELSEWHERE)
    if all(form.verified for form in forms):
        return words
    return f"{words} {turn.t(UNVERIFIED)}"


def plain(quantity: Decimal) -> str:
    """All digits, no commas, no needless zeros."""
    digits = f"{quantity:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


# --- one box -------------------------------------------------------------------------------------


def _box_words(turn: Turn, form: Form, month: Month, found: Sequence[Box]) -> list[str]:
    return [_words(turn, box, month if form.per_day else None) for box in found]


def _words(turn: Turn, box: Box, days_of: Month | None) -> str:
    t, field, quantity = turn.t, turn.t(box.field.label), box.quantity
    if quantity is None:
        return t(EMPTY_BOX, field=field, why=_why_empty(turn, box))
    unit = t(turn.situation.catalogue.units[box.field.unit].label)
    english = NOT_WHOLE if box.holes else FIGURE
    words = t(english, field=field, quantity=plain(quantity), unit=unit)
    notes = _notes(turn, box)
    if days_of:
        notes.insert(0, t(DAILY, quantity=plain(per_day(quantity, days_of)), unit=unit))
    return f"{words} ({', '.join(notes)})" if notes else words


def _why_empty(turn: Turn, box: Box) -> str:
    """`not told yet`; by name where the parts differ."""
    if not box.holes:
        return turn.t(NOT_HERE)
    reasons = {HOLES[part.status] for part in box.holes}
    if len(reasons) == 1:
        return turn.t(reasons.pop())
    return ", ".join(_hole_notes(turn, box))


def _notes(turn: Turn, box: Box) -> list[str]:
    """What the sum is made of, and every mark it carries."""
    marks = [
        (ESTIMATED, [part for part in box.counted if part.estimated]),
        (DOUBTED, [part for part in box.counted if part.doubted]),
    ]
    marked = [_marked(turn, box, english, parts) for english, parts in marks if parts]
    return [*_sum_note(turn, box), *marked, *_hole_notes(turn, box)]


def _sum_note(turn: Turn, box: Box) -> list[str]:
    """`vehicles 320 + refuse trucks 120`: a form that wants one of them finds it here."""
    amounts = [part for part in box.counted if part.quantity]
    if len(amounts) < 2:
        return []
    return [
        " + ".join(
            f"{_name(turn, part)} {plain(part.quantity)}"
            for part in amounts
            if part.quantity is not None
        )
    ]


def _marked(turn: Turn, box: Box, english: str, parts: Sequence[Part]) -> str:
    """`an estimate`, with the names where the box holds several figures."""
    if len(box.counted) == 1:
        return turn.t(english)
    return turn.t(MARKED, mark=turn.t(english), items=_names(turn, parts))


def _hole_notes(turn: Turn, box: Box) -> list[str]:
    by_reason: dict[str, list[Part]] = {}
    for part in box.holes:
        by_reason.setdefault(HOLES[part.status], []).append(part)
    return [
        turn.t(MARKED, mark=turn.t(reason), items=_names(turn, parts))
        for reason, parts in by_reason.items()
    ]


def _names(turn: Turn, parts: Sequence[Part]) -> str:
    return ", ".join(_name(turn, part) for part in parts)


def _name(turn: Turn, part: Part) -> str:
    return turn.t(turn.situation.catalogue.activities[part.activity].short_label)
