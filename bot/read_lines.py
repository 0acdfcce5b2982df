"""The `read` command's lines: one JSON object in, one out. Numbers are written exactly."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bot import exact_json
from bot.catalogue import Catalogue
from bot.flows.doubts import doubt_words, question_words
from bot.flows.record.read_back import LEFT_OVER, READ_MANY, READ_ONE, RIGHT
from bot.months import Month
from bot.read_fields import BadRecord, day_in, past_in, place_kind_in, question_in, text_in
from bot.reading import Item, Outcome, Reading, Said, history_at, read
from bot.text import DEFAULT_LOCALE, Voice, mark, voice

FIGURE = mark("%(activity)s: %(quantity)s %(unit)s · %(month)s")


def read_line(line: str, catalogue: Catalogue, today: date) -> str:
    """Read one line of JSON; a record that cannot be taken gives `{"error": …}`."""
    try:
        record = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        if not isinstance(record, dict):
            raise BadRecord('write one JSON object a line, such as {"text": "12,345"}')
        return exact_json.dumps(read_record(record, catalogue, today))
    except (json.JSONDecodeError, RecursionError):
        return exact_json.dumps({"error": 'this line is not JSON; write {"text": "12,345"}'})
    except BadRecord as error:
        return exact_json.dumps({"error": str(error)})


def read_record(record: Mapping[str, Any], catalogue: Catalogue, today: date) -> dict[str, Any]:
    """`outcome`, `items` and `question` for one record; see docs for its fields."""
    text = text_in(record)
    now = day_in(record.get("now"), today)
    default_month = Month.of(now) - 1
    question = question_in(record.get("open_question"), catalogue, default_month)
    place_kind = place_kind_in(record.get("place"), catalogue)
    past = past_in(record.get("history"), catalogue, question, default_month)
    reading = read(
        text,
        catalogue=catalogue,
        today=now,
        default_month=question.month if question else default_month,
        open_question=question,
        place_kind=place_kind,
        expected=catalogue.asked_of(place_kind) if place_kind else (),
        history=lambda activity, kind, month: history_at(
            month, lambda told: past.get((activity, told))
        ),
    )
    return _shown(reading, catalogue, str(record.get("locale") or DEFAULT_LOCALE))


def _shown(reading: Reading, catalogue: Catalogue, locale: str) -> dict[str, Any]:
    question = reading.question
    return {
        "outcome": reading.outcome.value,
        "items": [_item(item) for item in reading.items if item.base_quantity is not None],
        "question": _words(voice(locale), reading, catalogue),
        "asks": question.code if question else None,
        "candidates": list(question.candidates) if question else [],
        "left_over": list(reading.left_over),
        "said": [_said(said) for said in reading.said],
        "notation": reading.notation,
        "manner": reading.manner,
    }


def _words(t: Voice, reading: Reading, catalogue: Catalogue) -> str | None:
    """What the person is asked: the read-back with its doubts, and what could not be read."""
    items = [item for item in reading.items if item.base_quantity is not None]
    checked = reading.outcome in (Outcome.CONFIRM, Outcome.CORRECT)
    checked |= reading.outcome is Outcome.NOTHING and any(item.doubts for item in items)
    lines = []
    if checked and items:
        lines.append(t(READ_ONE) if len(items) == 1 else t(READ_MANY, count=len(items)))
        for item in items:
            lines += [_figure(t, item, catalogue), doubt_words(t, item)]
        if reading.left_over:
            lines.append(t(LEFT_OVER, text=" · ".join(reading.left_over)))
        lines.append(t(RIGHT))
    if reading.question:
        lines.append(question_words(t, reading.question, catalogue))
    return "\n".join(filter(None, lines)) or None


def _figure(t: Voice, item: Item, catalogue: Catalogue) -> str:
    """`Tap water used: 250 cubic metres · Jul 2026`."""
    activity = catalogue.activities[item.activity]
    quantity = t.number(item.base_quantity) if item.base_quantity is not None else ""
    kind = next((t(kind.label) for kind in activity.kinds if kind.code == item.kind), "")
    return t(
        FIGURE,
        activity=" ".join(filter(None, (t(activity.label), kind))),
        quantity=f"~{quantity}" if item.estimated else quantity,
        unit=t(catalogue.units[item.base_unit].label),
        month=t.month(item.month) if item.month else "",
    )


def _said(said: Said) -> dict[str, Any]:
    return {
        "activity": said.activity,
        "kind": said.kind or None,
        "month": str(said.month),
        "outcome": said.outcome.value,
        "notation": said.notation,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "activity": item.activity,
        "kind": item.kind or None,
        "quantity": item.quantity,
        "unit": item.unit,
        "base_quantity": item.base_quantity,
        "base_unit": item.base_unit,
        "month": str(item.month) if item.month else None,
        "estimated": item.estimated,
        "doubts": [doubt.code for doubt in item.doubts],
        "fixes": [
            fix.base_quantity
            for doubt in item.doubts
            for fix in doubt.fixes
            if fix.base_quantity is not None
        ],
    }
