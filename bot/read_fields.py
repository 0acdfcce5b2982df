"""The fields of a record for `read`: taken in every form people write, refused with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from bot.catalogue import Catalogue, PlaceKind
from bot.months import Month
from bot.reading import OpenQuestion

BANGKOK = ZoneInfo("Asia/Bangkok")  # a moment with an offset is told by the clock on our walls
YEARS = range(1950, 2151)  # Common Era: years in which a month may lie
MOST_QUANTITY = Decimal(10) ** 18
HISTORY = (
    "history must be a list of {activity, month, quantity}, or {activity: {month: quantity}}, "
    "with activity codes and months such as 2026-06"
)
QUANTITIES = ("quantity", "base_quantity", "value")
Past = dict[tuple[str, Month], Decimal]


class BadRecord(ValueError):
    """The record cannot be taken; the text says which field and what to write."""


def text_in(record: Mapping[str, Any]) -> str:
    text = record.get("text")
    if not isinstance(text, str):
        raise BadRecord("text is missing; write the message as text")
    return text


def day_in(value: object, today: date) -> date:
    """The day of `now`, in Bangkok where it tells its offset."""
    if value is None or value == "":
        return today
    try:
        moment = datetime.fromisoformat(str(value))
        if moment.tzinfo is not None and moment.year in YEARS:
            moment = moment.astimezone(BANGKOK)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise BadRecord(f"now is {value!r}; write it as 2026-08-03 or 2026-08-03T09:00")
    return moment.date()


def question_in(value: object, catalogue: Catalogue, month: Month) -> OpenQuestion | None:
    """The open question: a code, or an object with `activity`, `month` and `kind`."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = {"activity": value}
    code = value.get("activity") if isinstance(value, dict) else None
    activity = catalogue.activities.get(code) if isinstance(code, str) else None
    if activity is None or not isinstance(value, dict):
        raise BadRecord(f"open_question is {value!r}; write an activity code such as ORG_ELEC")
    asked = month_in(value["month"], "open_question.month") if value.get("month") else month
    kind = str(value.get("kind") or "")
    if kind and kind not in [one.code for one in activity.kinds]:
        known = ", ".join(one.code for one in activity.kinds) or "none"
        raise BadRecord(f"open_question.kind is {kind!r}; {activity.code} knows {known}")
    return OpenQuestion(activity.code, asked, kind)


def place_kind_in(value: object, catalogue: Catalogue) -> PlaceKind | None:
    """The kind of a place: its id, the kind itself, or an object with either."""
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        value = value.get("id") or value.get("kind")
    if str(value) in catalogue.places:
        return catalogue.places[str(value)].kind
    try:
        return PlaceKind(str(value))
    except ValueError:
        raise BadRecord(f"place is {value!r}; write a place id or tambon, city, province") from None


def past_in(
    value: object, catalogue: Catalogue, question: OpenQuestion | None, month: Month
) -> Past:
    """Confirmed figures in base units, by activity and month.

    Where no activity is named they are the open question's; a list of bare numbers is of the
    months just before the one asked for, the oldest first.
    """
    asked = question.activity if question else None
    past: Past = {}
    for code, told_month, quantity in _told(value, asked, question.month if question else month):
        if not isinstance(code, str) or code not in catalogue.activities:
            raise BadRecord(HISTORY)
        if quantity is not None:
            past[code, month_in(told_month, "history.month")] = _quantity(quantity)
    return past


def _told(value: object, asked: str | None, month: Month) -> Iterator[tuple[Any, Any, Any]]:
    """(activity, month, quantity) of every figure, whichever way they are written."""
    if value is None:
        return
    if isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, dict | list):  # {activity: {month: quantity}}, {activity: [...]}
                yield from _told(each, key, month)
            else:
                yield asked, key, each
        return
    if not isinstance(value, list):
        raise BadRecord(HISTORY)
    if value and all(each is None or _is_number(each) for each in value):
        for back, each in enumerate(reversed(value), start=1):
            yield asked, str(month - back), each
        return
    for each in value:
        yield _entry(each, asked)


def _entry(each: object, asked: str | None) -> tuple[Any, Any, Any]:
    """`{"month": "2026-06", "quantity": 1200}` or `["2026-06", 1200]`."""
    if isinstance(each, list) and len(each) == 2:
        return asked, each[0], each[1]
    if not isinstance(each, dict):
        raise BadRecord(HISTORY)
    quantities: Sequence[object] = [each[key] for key in QUANTITIES if each.get(key) is not None]
    if not quantities and not any(key in each for key in QUANTITIES):
        raise BadRecord(HISTORY)
    return each.get("activity") or asked, each.get("month"), next(iter(quantities), None)


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal) or (
        isinstance(value, str) and value.isascii() and value.isdigit()
    )


def month_in(value: object, field: str) -> Month:
    """A month such as 2026-07; a day of it is taken too."""
    text = str(value)
    try:
        month = Month.parse(text[:7] if text[7:8] in ("-", "T") else text)
    except ValueError as error:
        raise BadRecord(f"{field}: {error}") from None
    if month.year not in YEARS:
        raise BadRecord(f"{field}: {month} is not a month of our time; write it as 2026-07")
    return month


def _quantity(value: object) -> Decimal:
    try:
        quantity = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise BadRecord(f"history.quantity is {value!r}; write a number") from None
    if not quantity.is_finite() or not 0 <= quantity < MOST_QUANTITY:
        raise BadRecord(f"history.quantity is {value!r}; write a number from 0 to 10^18")
    return quantity
