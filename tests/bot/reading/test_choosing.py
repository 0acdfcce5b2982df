"""What is offered for an unclear figure, and that equal names mean the same."""

import pytest

from bot.catalogue import PlaceKind, catalogue
from tests.bot.reading.reader import read_here, shown


@pytest.mark.parametrize("text", ["รถ 320 ลิตร", "รถดับเพลิง 45 ลิตร", "ปุ๋ย 45 กก.", "เพิ่มขยะ 60 ตัน"])
def test_what_is_asked_of_such_a_place_is_offered_first(text: str) -> None:
    question = read_here(text).question
    assert question is not None
    assert question.candidates[0] in catalogue().asked_of(PlaceKind.TAMBON)


def test_waste_alone_is_offered_as_all_waste_first() -> None:
    question = read_here("เพิ่มขยะ 60 ตัน", "ORG_WATER").question
    assert question is not None
    assert question.candidates[:2] == ("WASTE_GENERATED", "WASTE_LANDFILL_OUT")


@pytest.mark.parametrize("place", [PlaceKind.TAMBON, PlaceKind.CITY, PlaceKind.PROVINCE])
def test_a_fuel_s_short_and_long_names_mean_the_same(place: PlaceKind) -> None:
    asked = tuple(catalogue().asked_of(place))
    short = read_here("เบนซิน 20 ลิตร", expected=asked)
    long = read_here("น้ำมันเบนซิน 20 ลิตร", expected=asked)
    assert short.outcome is long.outcome
    assert [*map(shown, short.items)] == [*map(shown, long.items)]
