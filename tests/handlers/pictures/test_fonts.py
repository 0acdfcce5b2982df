"""Thai on pictures: marks stand over their letters and above each other, and nothing is a box."""

from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont, features

from handlers.pictures import fonts
from handlers.pictures.fonts import CannotShape, draw_text, fitted, font, text_width

Box = tuple[int, int, int, int]
WEIGHTS = pytest.mark.parametrize("bold", [False, True])
SHORT_LETTERS, TALL_LETTERS = "กนทม", "ปฝฟ"


def _ink(text: str, bold: bool = False, layout: Any = None) -> Box:
    """Where the drawn text has ink."""
    picture = Image.new("L", (900, 200), 255)
    draw = ImageDraw.Draw(picture)
    if layout is None:
        draw_text(draw, (60, 130), text, 64, bold, "black")
    else:
        path = fonts.FOLDER / "Sarabun-Regular.ttf"
        other = ImageFont.truetype(str(path), 64, layout_engine=layout)
        draw.text((60, 130), text, fill="black", font=other, anchor="ls")
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return box


@WEIGHTS
@pytest.mark.parametrize("letter", SHORT_LETTERS + TALL_LETTERS)
@pytest.mark.parametrize("marks", ["่", "ี", "ี่", "ู", "ู่", "ั้", "์"])
def test_marks_take_no_room_of_their_own(letter: str, marks: str, bold: bool) -> None:
    assert text_width(letter + marks, 64, bold) == text_width(letter, 64, bold)


@WEIGHTS
@pytest.mark.parametrize("letter", SHORT_LETTERS + TALL_LETTERS)
@pytest.mark.parametrize("vowel", ["ี", "ิ", "ั", "ื"])
def test_tone_stands_above_the_vowel(letter: str, vowel: str, bold: bool) -> None:
    """Without shaping both are drawn at the same height, one through the other."""
    assert _ink(letter + vowel + "้", bold)[1] <= _ink(letter + vowel, bold)[1] - 8


@pytest.mark.parametrize("letter", SHORT_LETTERS)
def test_tone_alone_stands_lower_than_above_a_vowel(letter: str) -> None:
    assert _ink(letter + "่")[1] >= _ink(letter + "ี่")[1] + 8


@WEIGHTS
@pytest.mark.parametrize("letter", SHORT_LETTERS)
def test_tone_stands_above_the_ring_of_am(letter: str, bold: bool) -> None:
    """น้ำ: the ring belongs over the letter, the tone over the ring."""
    assert _ink(letter + "้ำ", bold)[1] <= _ink(letter + "ำ", bold)[1] - 8
    assert text_width(letter + "้ำ", 64, bold) == text_width(letter + "ำ", 64, bold)


@pytest.mark.parametrize(("letter", "bare"), [("ญ", "ญู"), ("ฐ", "ฐู")])
def test_letters_lose_their_foot_before_a_vowel_below(letter: str, bare: str) -> None:
    foot, vowel = _ink(letter)[3], _ink("กู")[3]
    assert foot > _ink("ก")[3]
    assert abs(_ink(bare)[3] - vowel) <= 3  # not pushed below the foot


@pytest.mark.parametrize("letter", TALL_LETTERS)
def test_marks_step_aside_for_a_tall_stem(letter: str) -> None:
    """ปี: over its stem the mark would not be read."""
    assert _ink(letter + "ี")[2] <= _ink(letter)[2]


def test_the_reference_is_not_what_pillow_draws_without_raqm() -> None:
    """That the checks above can fail: the plain layout draws the tone through the vowel."""
    plain = ImageFont.Layout.BASIC
    assert _ink("นี้", layout=plain)[1] > _ink("นี้")[1] + 8


@WEIGHTS
def test_no_letter_we_say_is_a_box(bold: bool) -> None:
    said = {chr(code) for code in range(0x0E01, 0x0E3B)} | {chr(c) for c in range(0x0E3F, 0x0E5A)}
    said |= {chr(code) for code in range(0x20, 0x7F)} | set("·–…“”×₂")
    box = font(64, bold).getmask("\U0010ffff").getbbox(), text_width("\U0010ffff", 64, bold)
    boxes = [
        sign
        for sign in sorted(said)
        if (font(64, bold).getmask(sign).getbbox(), text_width(sign, 64, bold)) == box
    ]
    assert not boxes


@pytest.mark.parametrize("most", range(40, 700, 37))
def test_long_name_is_cut_between_syllables(most: int) -> None:
    name = "องค์การบริหารส่วนตำบลสำนักทอง"
    cut = fitted(name, 40, most)
    assert text_width(cut, 40) <= most
    kept = cut.removesuffix("…")
    assert name.startswith(kept)
    assert name == kept or name[len(kept)] not in "์่ำั"


def test_pillow_that_cannot_shape_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda name: name != "raqm")
    font.cache_clear()
    with pytest.raises(CannotShape, match="raqm"):
        font(40)
