"""The wedge picture: true areas, every line and colour named, large letters, nothing on another."""

import io
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from bot.emissions.quantities import Tonnes
from bot.messages import Picture
from bot.plans.picture import MOST_WEDGES, wedge_picture
from bot.plans.wedges import scenario
from bot.text import voice, voices
from handlers.pictures import DRAWINGS, fonts, png, wedge
from handlers.pictures.wedge import BANDS, MARGIN, PAPER, REMAINING, TARGETS, WIDTH, Chart
from tests.bot.plans import sample

LOCALES = pytest.mark.parametrize("locale", list(voices()))
LONG = "การติดตั้งระบบผลิตไฟฟ้าพลังงานแสงอาทิตย์บนหลังคาอาคารของหน่วยงานราชการและโรงเรียนทั้งหมด"
LONG_EN = "installing solar power on the roofs of all public buildings, schools and hospitals"


def _crowded(locale: str) -> Picture:
    """Nine measures with long names that save more than there is, and three targets."""
    measures = [
        sample.measure(
            f"M{number}",
            name_th=LONG,
            name_en=LONG_EN,
            lines=[f"I.{number}.1"],
            potential_tco2e={"2021": 20 * number, "2024": 40 * number},
            verified=False,
        )
        for number in range(1, 10)
    ]
    target = sample.body()["targets"][0]
    targets = [{**target, "code": f"T{at}", "percent": {str(2021 + at): 20}} for at in range(3)]
    plan = sample.small(measures=measures, targets=targets)
    actuals = {2020: Tonnes(plan.base_year.total), 2022: Tonnes(plan.base_year.total * 2)}
    name = "องค์การบริหารส่วนตำบลเขาคันทรงศรีราชา" if locale == "th" else "Khao Khansong " * 4
    return wedge_picture(voice(locale), name, 12, scenario(plan, {}, actuals))


PICTURES = pytest.mark.parametrize("draw", [sample.picture, _crowded], ids=["example", "crowded"])


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every text that is drawn, with its size, colour and box."""
    seen: list[dict[str, Any]] = []
    draw_text: Callable[..., None] = fonts.draw_text

    def note(
        draw: ImageDraw.ImageDraw, xy: Any, text: str, size: int, *more: Any, **by: Any
    ) -> None:
        draw_text(draw, xy, text, size, *more, **by)
        bold, anchor = by.get("bold", *more[:1] or (False,)), by.get("anchor", "ls")
        box = draw.textbbox(xy, text, font=fonts.font(size, bold), anchor=anchor)
        seen.append({"text": text, "size": size, "fill": by.get("fill", fonts.INK), "box": box})

    monkeypatch.setattr(wedge, "draw_text", note)
    return seen


@PICTURES
@LOCALES
def test_letters_are_large_and_nothing_touches_the_edge_or_another(
    draw: Callable[[str], Picture], locale: str, written: list[dict[str, Any]]
) -> None:
    picture = DRAWINGS["wedge"](draw(locale).data)
    for one in written:
        assert one["size"] >= 32
        assert one["box"][0] >= MARGIN - 8
        assert one["box"][2] <= WIDTH - MARGIN + 8
        assert one["box"][3] <= picture.height
    for one, other in combinations(written, 2):
        a, b = one["box"], other["box"]
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 4 or b[3] <= a[1] + 4
        assert apart, (one["text"], other["text"])


@LOCALES
def test_every_thing_drawn_is_named_with_its_value(
    locale: str, written: list[dict[str, Any]]
) -> None:
    data = sample.picture(locale).data
    DRAWINGS["wedge"](data)
    texts = {one["text"] for one in written}
    kinds = ["bau", *["band"] * 4, "remaining", "target", "gap", "actual"]
    assert [row["what"] for row in data["legend"]] == kinds
    for row in data["legend"]:
        assert row["value"] in texts
    whole = " ".join(one["text"] for one in written)
    for row in data["legend"]:
        assert row["label"] in whole
    for note in data["notes"]:
        assert note in whole
    assert data["notes"]


@PICTURES
@LOCALES
def test_no_letter_is_a_box(draw: Callable[[str], Picture], locale: str) -> None:
    def boxed(sign: str) -> bool:
        return any(_looks(sign, bold) == _looks("\U0010ffff", bold) for bold in (False, True))

    data = draw(locale).data
    said = {data["title"], data["subtitle"], data["below"], *data["labels"], *data["notes"]}
    said |= {label for _, label in data["ticks"]}
    said |= {row[key] for row in data["legend"] for key in ("label", "value")}
    assert not [sign for sign in sorted(set("".join(said)) - {" "}) if boxed(sign)]


def _looks(sign: str, bold: bool) -> tuple[Any, float]:
    return fonts.font(64, bold).getmask(sign).getbbox(), fonts.text_width(sign, 64, bold)


@LOCALES
def test_alt_holds_the_facts_on_one_line(locale: str) -> None:
    picture = sample.picture(locale)
    assert "\n" not in picture.alt
    for fact in ("5,154,404", "420,000", "330,000", "360,000", "90,000", "3,954,404", "3,608,083"):
        assert fact in picture.alt
    assert "346,321" in picture.alt
    assert "4,791,000" in picture.alt
    assert "made up for this example" in picture.alt


@PICTURES
@LOCALES
def test_data_are_words_and_whole_numbers(draw: Callable[[str], Picture], locale: str) -> None:
    def kinds(value: object) -> set[type]:
        if isinstance(value, dict):
            return {kind for one in value.values() for kind in kinds(one)}
        if isinstance(value, list):
            return {kind for one in value for kind in kinds(one)}
        return {type(value)}

    picture = draw(locale)
    assert kinds(dict(picture.data)) == {str, int}
    assert png(Picture(**picture.to_json())) == png(picture)


@LOCALES
def test_every_channel_takes_its_size(locale: str) -> None:
    """LINE: 1 MB as a preview. Telegram: sides of 10,000 together, at most 20 times as long."""
    body = png(_crowded(locale))
    with Image.open(io.BytesIO(body)) as opened:
        width, height = opened.size
    assert width == WIDTH
    assert width + height <= 10_000
    assert len(body) < 400_000


def test_too_many_measures_are_summed_up_and_none_is_lost() -> None:
    data = _crowded("en").data
    assert len(data["bands"]) == MOST_WEDGES
    assert sum(band[-1] for band in data["bands"]) == sum(40_000 * n for n in range(1, 10))
    assert "4 more measures" in [row["label"] for row in data["legend"]]


def test_sample_in_the_documents_is_what_is_drawn() -> None:
    """Within what another FreeType may draw otherwise: no glyph may move or go."""
    kept = Image.open(sample.FILE).convert("RGB")
    drawn = Image.open(io.BytesIO(png(sample.picture()))).convert("RGB")
    assert kept.size == drawn.size
    assert ImageStat.Stat(ImageChops.difference(kept, drawn)).mean < [1.0] * 3
    assert sample.FILE.stat().st_size < 150_000


# --- what is drawn is true ------------------------------------------------------------------------


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_bands_are_as_high_as_what_they_save() -> None:
    """In 2023: the pixels of each colour, less the lines on its edges, measured on the picture."""
    measures = [
        sample.measure(f"M{n}", lines=[f"I.{n}.1"], potential_tco2e={"2021": 100 * n})
        for n in (1, 2, 3)
    ]
    worked = scenario(sample.small(measures=measures, targets=[]), {}, {})
    data = wedge_picture(voice("en"), "Rayong", 1, worked).data
    chart, opened = Chart(data), DRAWINGS["wedge"](data)
    x = round(chart.x(2023))
    column = [opened.getpixel((x, y)) for y in range(int(chart.top), int(chart.bottom))]
    per_tonne = (chart.bottom - chart.top) * 1000 / (chart.high - chart.low)
    for at, saved in enumerate((100, 200, 300)):
        assert column.count(_rgb(BANDS[at])) == pytest.approx(saved * per_tonne, abs=10)
    assert column.count(_rgb(REMAINING)) == pytest.approx(731 * per_tonne, abs=10)


def test_milestones_and_inventory_stand_at_their_values() -> None:
    data = sample.picture().data
    chart, opened = Chart(data), DRAWINGS["wedge"](data)
    level = dict(data["targets"][0]["points"])[2030]
    assert opened.getpixel((round(chart.x(2030)), round(chart.y(level)))) == _rgb(TARGETS[0][0])
    year, kg = data["actuals"][1]
    assert opened.getpixel((round(chart.x(year)), round(chart.y(kg)))) == _rgb(fonts.INK)


def test_years_are_parted_evenly_and_zero_is_on_the_axis() -> None:
    chart = Chart(sample.picture().data)
    steps = [chart.x(year + 1) - chart.x(year) for year in range(2025, 2035)]
    assert max(steps) - min(steps) < 0.001
    assert chart.y(0) == chart.bottom
    crowded = Chart(_crowded("th").data)
    assert crowded.low < 0
    assert crowded.top < crowded.y(0) < crowded.bottom


def test_every_text_stands_out(written: list[dict[str, Any]]) -> None:
    def luminance(colour: str) -> float:
        parts = (value / 255 for value in _rgb(colour))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    DRAWINGS["wedge"](sample.picture().data)
    for one in written:
        assert (luminance(PAPER) + 0.05) / (luminance(one["fill"]) + 0.05) >= 4.5, one
