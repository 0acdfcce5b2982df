"""Lengths as the platforms count them, and cuts that part no Thai letter from its marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.channels.graphemes import clusters, cut, split, utf16_length


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("น้ำ", 1), ("ที่นี่", 2), ("กู้", 1), ("เก่ง", 3), ("e\u0301a", 2), ("👨‍👩‍👧a", 2)],
)
def test_letter_with_its_marks_is_one(text: str, count: int) -> None:
    assert len(list(clusters(text))) == count


@given(st.text())
def test_utf16_length_is_what_python_encodes(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text("กำ้ีน่😀a", max_size=40), st.integers(2, 20))
def test_cut_keeps_whole_letters(text: str, most: int) -> None:
    short = cut(text, most)
    assert len(list(clusters(short))) <= most
    if short != text:
        kept = list(clusters(short.removesuffix("…")))
        assert kept == list(clusters(text))[: len(kept)]


@given(st.text("กำ้ีน่😀a \n"), st.integers(2, 30))
def test_pieces_fit_and_lose_only_line_ends(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(piece.strip() and utf16_length(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_pieces_end_at_blank_lines() -> None:
    assert split("one\ntwo\n\nthree\nfour\n\nfive", 21) == ["one\ntwo\n\nthree\nfour", "five"]
    assert split("\n\nน้ำ", 4) == ["น้ำ"]


@given(st.integers(8, 30))
def test_long_line_is_parted_between_letters(most: int) -> None:
    line = "ที่นี่น้ำ" * 20
    assert [one for piece in split(line, most) for one in clusters(piece)] == list(clusters(line))
