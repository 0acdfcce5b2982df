"""Pictures as descriptions: what they say stands in the text too, and the outbox keeps them."""

import json
from decimal import Decimal

import pytest

from bot.messages import Button, Card, Picture, Reply
from bot.months import Month
from bot.people import Role, Seat
from bot.pictures import MOST_ROWS, Counted, progress_picture, progress_rows
from bot.summaries import summary
from bot.text import voice, voices
from tests.handlers.pictures.sample import progress

LOCALES = pytest.mark.parametrize("locale", list(voices()))


def _summary(locale: str, scope: str) -> Reply:
    place, rows = progress(scope)
    return summary(voice(locale), Seat(1, place, Role.COORDINATOR), rows, Month(2026, 7))


@LOCALES
@pytest.mark.parametrize("scope", ["20", "21", "24", "2101", "2103"])
def test_text_says_all_the_picture_says(locale: str, scope: str) -> None:
    reply = _summary(locale, scope)
    assert reply.picture is not None
    said, data = reply.whole_text.split("\n"), reply.picture.data
    assert data["title"] == said[0]
    for row in data["rows"]:
        assert f"{row['name']}: {row['received']} / {row['expected']}" in said
    counts = [block["count"] for block in data["blocks"]]
    assert any(line.endswith(f": {counts[0]} / {_asked(scope)}") for line in said)
    silent = [line for line in said if line.startswith(("Nothing yet (", "ยังไม่ส่ง ("))]
    assert f"({counts[1]})" in silent[0]
    assert any(line.endswith(f"): {counts[2]}") for line in said)


def _asked(scope: str) -> int:
    return sum(bool(row.expected) for row in progress(scope)[1])


def test_province_is_shown_by_district_and_what_is_in_none_comes_last() -> None:
    place, rows = progress("21")
    shown, counted = progress_rows(voice("th"), place, rows)
    assert counted is Counted.PLACES
    assert [name for name, _, _ in shown][:2] == ["อำเภอเมืองระยอง", "อำเภอบ้านฉาง"]
    assert shown[-1][0] == "ระดับจังหวัด"  # the province itself, and its own organisation
    assert shown[-1][2] == 2
    assert sum(expected for _, _, expected in shown) == _asked("21") == 69
    complete = [row for row in rows if row.expected and row.is_complete]
    assert sum(received for _, received, _ in shown) == len(complete)


def test_district_is_shown_by_place_and_its_items() -> None:
    place, rows = progress("2101")
    shown, counted = progress_rows(voice("th"), place, rows)
    assert counted is Counted.ITEMS
    assert len(shown) == 15
    assert {expected for _, _, expected in shown} == {14, 18}
    assert [(a, b) for _, a, b in shown] == [(r.answered, r.expected) for r in rows if r.expected]


@pytest.mark.parametrize(("given", "shown"), [(1, 1), (30, 30), (31, 30), (77, 30)])
def test_more_rows_than_fit_are_summed_up(given: int, shown: int) -> None:
    rows = [(f"อำเภอที่ {number}", number, 99) for number in range(given)]
    data = progress_picture(voice("th"), "ไทย", rows, 1, 2, 3).data
    assert len(data["rows"]) == shown <= MOST_ROWS
    assert sum(row["received"] for row in data["rows"]) == sum(range(given))
    assert sum(row["expected"] for row in data["rows"]) == 99 * given
    if given > shown:
        last = data["rows"][-1]
        assert last["name"] == f"อีก {given - 29} แห่ง"
        assert last["count"] == f"{last['received']}/{last['expected']} แห่ง"


@LOCALES
def test_alt_says_what_it_shows_in_a_line(locale: str) -> None:
    picture = _summary(locale, "21").picture
    assert picture is not None
    assert "\n" not in picture.alt
    assert len(picture.alt) <= 120
    assert picture.data["title"] in picture.alt
    assert picture.data["total"] in picture.alt


def test_reply_with_a_picture_comes_back_from_the_outbox_as_it_was() -> None:
    picture = _summary("th", "21").picture
    whole = Reply("ก", (Button("ไป", "go"),), Card("ข", (("ค", "1"),)), picture)
    kept = json.loads(json.dumps(whole.to_json()))
    assert Reply.from_json(kept) == whole
    assert "picture" not in Reply("ก").to_json()
    assert Reply.from_json(Reply("ก").to_json()) == Reply("ก")


def test_picture_holds_words_and_whole_numbers_only() -> None:
    def kinds(value: object) -> set[type]:
        if isinstance(value, dict):
            return {kind for one in value.values() for kind in kinds(one)}
        if isinstance(value, list):
            return {kind for one in value for kind in kinds(one)}
        return {type(value)}

    picture = _summary("th", "21").picture
    assert isinstance(picture, Picture)
    assert kinds(dict(picture.data)) == {str, int}
    assert Decimal not in kinds(dict(picture.data))
