"""The progress picture: the same bytes each time, true bars, large letters, strong contrast."""

import io
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from bot.messages import Picture
from bot.pictures import MOST_ROWS, Row, progress_picture
from bot.text import voice, voices
from handlers.pictures import DRAWINGS, fonts, png, progress
from handlers.pictures.progress import BAR, INSIDE, MARGIN, PAPER, TONES, TRACK, WIDTH
from tests.handlers.pictures import sample

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("องค์การบริหารส่วนตำบลสำนักทอง", "น้ำ กำ ที่ ปู่", "Phan Thong Nong Kakha", "อำเภอแกลง")
LONGEST = "องค์การบริหารส่วนตำบลบางปะกงพรหมเทพรังสรรค์และเจ้าพระยาสุรศักดิ์" * 2


def _picture(*rows: Row, locale: str = "th", title: str = "จังหวัดระยอง · ก.ค. 2569") -> Picture:
    return progress_picture(voice(locale), title, rows, 12, 5, 3)


def _opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(png(picture))).convert("RGB")


def test_the_same_bytes_in_every_process() -> None:
    script = (
        "from hashlib import sha256\n"
        "from handlers.pictures import png\n"
        "from tests.handlers.pictures.sample import sample\n"
        "print(sha256(png(sample())).hexdigest())"
    )
    done = subprocess.run(
        (sys.executable, "-c", script), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == sha256(png(sample.sample())).hexdigest()


def test_sample_in_the_documents_is_what_is_drawn() -> None:
    """Within what another FreeType may draw otherwise: no glyph may move or go."""
    kept, drawn = Image.open(sample.FILE).convert("RGB"), _opened(sample.sample())
    assert kept.size == drawn.size
    assert ImageStat.Stat(ImageChops.difference(kept, drawn)).mean < [1.0] * 3
    assert sample.FILE.stat().st_size < 100_000


def test_what_is_kept_in_the_outbox_draws_the_same() -> None:
    picture = sample.sample()
    assert png(Picture(**picture.to_json())) == png(picture)


# --- bars ---------------------------------------------------------------------------------------


def _filled(received: int, expected: int) -> float:
    """How much of the only bar is filled, measured on the picture."""
    opened = DRAWINGS["progress"](_picture(("อำเภอแกลง", received, expected)).data)
    middle = progress.HEAD_HEIGHT + 46 + 20 + progress.BAR_HEIGHT // 2
    line = [opened.getpixel((x, middle)) for x in range(MARGIN + 2, WIDTH - MARGIN - 1)]
    return line.count(_rgb(BAR)) / len(line)


@pytest.mark.parametrize(("received", "expected"), [(1, 4), (1, 2), (11, 15), (3, 4), (13, 17)])
def test_bar_is_as_long_as_its_share(received: int, expected: int) -> None:
    assert _filled(received, expected) == pytest.approx(received / expected, abs=0.01)


def test_bar_is_empty_or_full_only_when_it_is() -> None:
    assert _filled(0, 200) == 0
    assert 0 < _filled(1, 2_000) < 0.05
    assert 0.95 < _filled(1_999, 2_000) < 1
    assert _filled(200, 200) == 1
    assert _filled(0, 0) == 0


# --- size and letters ---------------------------------------------------------------------------


@pytest.mark.parametrize("locale", list(voices()))
@pytest.mark.parametrize("rows", [1, 8, 30, 77])
def test_every_channel_takes_its_size(rows: int, locale: str) -> None:
    """LINE: 1 MB as a preview. Telegram: sides of 10,000 together, at most 20 times as long."""
    body = png(_picture(*((f"{LONGEST} {row}", row, 99) for row in range(rows)), locale=locale))
    with Image.open(io.BytesIO(body)) as opened:
        width, height = opened.size
    assert width == WIDTH
    assert height == _height(min(rows, MOST_ROWS), locale)
    assert width + height <= 10_000
    assert height <= 20 * width
    assert len(body) < 400_000


def _height(rows: int, locale: str) -> int:
    one = _opened(_picture(("อำเภอแกลง", 1, 2), locale=locale)).height
    return one + (rows - 1) * progress.ROW_HEIGHT


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every text that is drawn, with its size, colour and box."""
    seen: list[dict[str, Any]] = []
    draw_text: Callable[..., None] = fonts.draw_text

    def note(
        draw: ImageDraw.ImageDraw, xy: Any, text: str, size: int, *more: Any, **by: Any
    ) -> None:
        draw_text(draw, xy, text, size, *more, **by)
        bold, fill, anchor = (*more, *(None,) * 3)[:3]
        bold = by.get("bold", bold or False)
        anchor = by.get("anchor", anchor or "ls")
        box = draw.textbbox(xy, text, font=fonts.font(size, bold), anchor=anchor)
        seen.append(
            {"text": text, "size": size, "fill": by.get("fill", fill or fonts.INK), "box": box}
        )

    monkeypatch.setattr(progress, "draw_text", note)
    return seen


@pytest.mark.parametrize("locale", list(voices()))
@pytest.mark.parametrize("name", [*NAMES, LONGEST])
def test_letters_are_large_and_nothing_touches_the_edge_or_another(
    name: str, locale: str, written: list[dict[str, Any]]
) -> None:
    rows = [(name, 0, 14), (name, 12, 15), (name, 1_234, 5_678)]
    DRAWINGS["progress"](_picture(*rows, locale=locale, title=f"{name} · ก.ค. 2569").data)
    assert len(written) >= 2 + 2 * len(rows) + 1 + 2 * 3
    for one in written:
        assert one["size"] >= 28
        assert one["box"][0] >= MARGIN - 8
        assert one["box"][2] <= WIDTH - MARGIN + 8
    for one, other in pairwise(written[2 : 2 + 2 * len(rows)]):  # names and their numbers
        same_line = abs(one["box"][3] - other["box"][3]) < 30
        assert not same_line or one["box"][2] < other["box"][0] or other["box"][2] < one["box"][0]


def test_every_bar_and_block_has_its_number_in_letters(written: list[dict[str, Any]]) -> None:
    DRAWINGS["progress"](_picture(("อำเภอแกลง", 12, 15), ("อำเภอบ้านฉาง", 0, 5)).data)
    texts = [one["text"] for one in written]
    for wanted in ("12/15 แห่ง", "0/5 แห่ง", "ส่งครบแล้ว 12 จาก 20 แห่ง"):
        assert wanted in texts
    at = texts.index("12")
    assert texts[at:] == ["12", "ครบและตรงเวลา", "5", "ยังไม่ส่ง", "3", "มีข้อสงสัย"]


# --- contrast (WCAG 2) --------------------------------------------------------------------------


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = (value / 255 for value in _rgb(colour))
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out(written: list[dict[str, Any]]) -> None:
    DRAWINGS["progress"](_picture(("อำเภอแกลง", 12, 15)).data)
    papers = {ink: paper for ink, paper in TONES.values() if ink != fonts.INK}
    for one in written:
        assert _contrast(one["fill"], papers.get(one["fill"], PAPER)) >= 4.5, one
    for ink, paper in TONES.values():
        assert _contrast(ink, paper) >= 4.5
    assert _contrast(BAR, TRACK) >= 3
    assert INSIDE == WIDTH - 2 * MARGIN
