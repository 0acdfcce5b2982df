"""The `read` command's lines: one JSON object in, one out. Numbers are written exactly."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.catalogue import Catalogue, PlaceKind
from bot.flows.doubts import question_words
from bot.months import Month
from bot.reading import History, Item, OpenQuestion, Reading, Said, history_at, read
from bot.text import DEFAULT_LOCALE, voice

YEARS = range(1950, 2151)  # Common Era: years in which a month may lie
MOST_QUANTITY = Decimal(10) ** 18
HISTORY = "history must be a list of {activity, month, quantity} with activity codes"


class BadRecord(ValueError):
    """The record cannot be taken; the text says which field and what to write."""


def read_line(line: str, catalogue: Catalogue, today: date) -> str:
    """Read one line of JSON; a record that cannot be taken gives `{"error": …}`."""
    try:
        record = json.loads(line, parse_float=Decimal, parse_int=Decimal)
        if not isinstance(record, dict):
            raise BadRecord('write one JSON object a line, such as {"text": "12,345"}')
        return _json(read_record(record, catalogue, today))
    except (json.JSONDecodeError, RecursionError):
        return _json({"error": 'this line is not JSON; write {"text": "12,345"}'})
    except BadRecord as error:
        return _json({"error": str(error)})


def read_record(record: Mapping[str, Any], catalogue: Catalogue, today: date) -> dict[str, Any]:
    """`outcome`, `items` and `question` for one record; see docs for its fields."""
    text = record.get("text")
    if not isinstance(text, str):
        raise BadRecord("text is missing; write the message as text")
    now = _today(record.get("now"), today)
    default_month = Month.of(now) - 1
    question = _question(record.get("open_question"), catalogue, default_month)
    place_kind = _place_kind(record.get("place"), catalogue)
    past = _history(record.get("history"), catalogue)
    reading = read(
        text,
        catalogue=catalogue,
        today=now,
        default_month=question.month if question else default_month,
        open_question=question,
        place_kind=place_kind,
        expected=catalogue.asked_of(place_kind) if place_kind else (),
        history=lambda activity, kind, month: _past(past, activity, month),
    )
    return _shown(reading, catalogue, str(record.get("locale") or DEFAULT_LOCALE))


def _shown(reading: Reading, catalogue: Catalogue, locale: str) -> dict[str, Any]:
    question = reading.question
    return {
        "outcome": reading.outcome.value,
        "items": [_item(item) for item in reading.items if item.base_quantity is not None],
        "question": question_words(voice(locale), question, catalogue) if question else None,
        "left_over": list(reading.left_over),
        "said": [_said(said) for said in reading.said],
        "notation": reading.notation,
        "manner": reading.manner,
    }


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
    }


def _today(value: object, today: date) -> date:
    if value is None:
        return today
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise BadRecord(f"now is {value!r}; write it as 2026-08-03 or 2026-08-03T09:00")
    return moment.date()


def _question(value: object, catalogue: Catalogue, month: Month) -> OpenQuestion | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = {"activity": value}
    if not isinstance(value, dict) or value.get("activity") not in catalogue.activities:
        raise BadRecord(f"open_question is {value!r}; write an activity code such as ORG_ELEC")
    asked = _month(value["month"], "open_question.month") if value.get("month") else month
    return OpenQuestion(value["activity"], asked, str(value.get("kind") or ""))


def _month(value: object, field: str) -> Month:
    try:
        month = Month.parse(str(value))
    except ValueError as error:
        raise BadRecord(f"{field}: {error}") from None
    if month.year not in YEARS:
        raise BadRecord(f"{field}: {month} is not a month of our time; write it as 2026-07")
    return month


def _place_kind(value: object, catalogue: Catalogue) -> PlaceKind | None:
    if value is None:
        return None
    if str(value) in catalogue.places:
        return catalogue.places[str(value)].kind
    try:
        return PlaceKind(str(value))
    except ValueError:
        raise BadRecord(f"place is {value!r}; write a place id or tambon, city, province") from None


Past = dict[tuple[str, Month], Decimal]


def _history(value: object, catalogue: Catalogue) -> Past:
    """`[{"activity": …, "month": …, "quantity": …}]` or `{activity: {month: quantity}}`.

    Quantities are in base units.
    """
    if value is None:
        return {}
    if isinstance(value, dict):
        months_of = [(code, months) for code, months in value.items() if isinstance(months, dict)]
        if len(months_of) != len(value):
            raise BadRecord(HISTORY)
        told = [(code, month, each) for code, months in months_of for month, each in months.items()]
    elif isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        told = [(each.get("activity"), each.get("month"), each.get("quantity")) for each in value]
    else:
        raise BadRecord(HISTORY)
    past: Past = {}
    for activity, month, quantity in told:
        if not isinstance(activity, str) or activity not in catalogue.activities:
            raise BadRecord(HISTORY)
        past[activity, _month(month, "history.month")] = _quantity(quantity)
    return past


def _quantity(value: object) -> Decimal:
    try:
        quantity = Decimal(str(value))
    except InvalidOperation:
        raise BadRecord(f"history.quantity is {value!r}; write a number") from None
    if not quantity.is_finite() or not 0 <= quantity < MOST_QUANTITY:
        raise BadRecord(f"history.quantity is {value!r}; write a number from 0 to 10^18")
    return quantity


def _past(past: Past, activity: str, month: Month) -> History:
    return history_at(month, lambda told: past.get((activity, told)))


def _json(body: Mapping[str, Any]) -> str:
    """JSON with Decimals written digit for digit, never through a float."""
    if body.get("items"):
        body = {**body, "items": [_exact(item) for item in body["items"]]}
    written = json.dumps(body, ensure_ascii=False)
    return written.replace('"\\u0000', "").replace('\\u0000"', "")


def _exact(item: Mapping[str, Any]) -> dict[str, Any]:
    """Decimals marked so that `_json` can drop the quotes around them."""
    return {
        key: f"\x00{value:f}\x00" if isinstance(value, Decimal) else value
        for key, value in item.items()
    }
