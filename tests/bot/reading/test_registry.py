"""Every activity of the catalogue can be answered and named, in Thai and in English."""

from decimal import Decimal

import pytest

from bot.catalogue import Activity, PlaceKind, catalogue
from bot.reading import Outcome
from bot.text import voice
from tests.bot.reading.reader import read_here

ACTIVITIES = list(catalogue().activities.values())
KINDS = (PlaceKind.TAMBON, PlaceKind.CITY, PlaceKind.PROVINCE)


def ordinary(activity: Activity) -> tuple[Decimal, PlaceKind | None]:
    """A value in the middle of a plausible month, and the kind of place it is plausible for."""
    for place in KINDS:
        plausible = activity.range_for(place)
        if plausible and plausible.high > 0:
            middle = (plausible.low + plausible.high) / 2
            return (middle.to_integral_value() if middle > 10 else middle), place
    return Decimal(activity.example.replace(",", "")), None


def spelling(activity: Activity, thai: bool) -> str:
    spellings = catalogue().units[activity.unit].spellings
    return next((one for one in spellings if one[0].isascii() is not thai), "")


def first_kind(activity: Activity) -> str:
    return activity.kinds[0].code if activity.kinds else ""


@pytest.mark.parametrize(
    "activity", [one for one in ACTIVITIES if one.kinds], ids=lambda activity: activity.code
)
def test_without_its_kind_no_figure_is_saved(activity: Activity) -> None:
    reading = read_here(activity.example, activity.code)
    assert reading.outcome is Outcome.CONFIRM


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.code)
@pytest.mark.parametrize("thai", [True, False], ids=["thai", "english"])
def test_an_ordinary_value_answers_its_question(activity: Activity, thai: bool) -> None:
    value, place = ordinary(activity)
    said = f"{value:,f}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙") if thai else {})
    for text in (said, f"{said} {spelling(activity, thai)}"):
        reading = read_here(text, activity.code, first_kind(activity), place=place)
        assert reading.outcome is Outcome.SAVE, (text, reading)
        assert reading.items[0].base_quantity == value
        assert reading.items[0].base_unit == activity.unit


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.code)
def test_its_example_is_saved(activity: Activity) -> None:
    reading = read_here(activity.example, activity.code, first_kind(activity))
    assert reading.outcome is Outcome.SAVE


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.code)
def test_every_name_names_it_or_asks_with_it_among_the_choices(activity: Activity) -> None:
    value, _ = ordinary(activity)
    names = [
        *activity.aliases,
        *(
            voice(code)(text)
            for code in ("th", "en")
            for text in (activity.label, activity.short_label)
        ),
    ]
    unit = spelling(activity, thai=False)
    for name in names:
        text = f"{name}: {value:,f} {unit}"
        reading = read_here(text, expected=())
        named = {item.activity for item in reading.items}
        offered = set(reading.question.candidates) if reading.question else set()
        assert activity.code in named | offered, (text, reading)


@pytest.mark.parametrize(
    "activity", [one for one in ACTIVITIES if one.kinds], ids=lambda activity: activity.code
)
def test_every_kind_is_named_in_answer_to_the_question(activity: Activity) -> None:
    for kind in activity.kinds:
        for alias in kind.aliases:
            reading = read_here(f"{alias} 20", activity.code)
            assert [(item.activity, item.kind) for item in reading.items] == [
                (activity.code, kind.code)
            ], alias


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.code)
def test_a_unit_it_does_not_take_is_asked_about(activity: Activity) -> None:
    stranger = "ลิตร" if "litre" not in activity.conversions else "ไร่"
    reading = read_here(f"20 {stranger}", activity.code)
    assert reading.outcome is Outcome.ASK
    assert reading.question is not None
    assert reading.question.code == "unit"
