"""Cleaning: one spelling for what looks the same, without changing what was meant.

NFC, never NFKC: the compatibility form splits ำ in two. Digits of every script become 0–9 and
invisible characters go; what could have changed a number on its way is reported as a doubt.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 3000  # characters; a table of 14 items and three months takes about 1,000

_COMMON_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９", "01234567890123456789")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2007\u2008\u2009\u202f\u3000", " "),
        **dict.fromkeys("\u2028\u2029\x85\x0b\x0c", "\n"),
        **dict.fromkeys("‐‑‒–—―−－", "-"),
        **dict.fromkeys("→⇒➜➔➡⟶", ">"),
        **dict.fromkeys("‘’′`´", "'"),
        "，": ",",
        "．": ".",
        "：": ":",
        "％": "%",
        "／": "/",
        "＝": "=",
        "＋": "+",
        "（": "(",
        "）": ")",
        "•": " - ",
        "·": " ",
    }
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_OVERRIDDEN = re.compile("[\u202d\u202e]")  # what was seen is not what was sent
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\ufe00-\ufe0f]")
_HIDDEN_INSIDE = re.compile("\\d[.,]?[\u200b-\u200d\u2060\ufeff\u00ad]+[.,]?\\d")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")  # and halves of characters
_OTHER_DIGITS = re.compile(r"[^\x00-\x7f๐-๙０-９]", re.UNICODE)
_TWO_SCRIPTS = re.compile("[0-9][.,]?[๐-๙０-９]|[๐-๙][.,]?[0-9０-９]|[０-９][.,]?[0-9๐-๙]")
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # นิคหิต + า
_MARK_AFTER_SARA_AM = re.compile("\u0e33([\u0e48-\u0e4b])")
_TONE_BEFORE_VOWEL = re.compile("([\u0e48-\u0e4b])([\u0e31\u0e34-\u0e39])")
_TWICE_THE_MARK = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
_DRAWN_OUT = re.compile("([คนบมยรวอะาๆ])\\1{2,}")  # ค่าาา, หน่วยยย; never ก: หก กก.
_SPACES = re.compile("[ ]{2,}")
_ARROW = re.compile(r"[ ]*(?:[-=]+>|>+)[ ]*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`doubts` are codes: `overridden`, `reordered`, `hidden`, `scripts`."""

    text: str
    doubts: tuple[str, ...]
    too_long: bool


def clean(text: str) -> Cleaned:
    """The text as the reader wants it: tabs and line breaks stay, they part cells and lines."""
    too_long = len(text) > LONGEST
    text = text[:LONGEST]
    doubts = []
    if _OVERRIDDEN.search(text):
        doubts.append("overridden")
    elif _DIRECTION.search(text):
        doubts.append("reordered")
    if _HIDDEN_INSIDE.search(text):
        doubts.append("hidden")
    text = _DIRECTION.sub("", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    plain = _OTHER_DIGITS.sub(_as_ascii, text)
    if plain != text or _TWO_SCRIPTS.search(text):
        doubts.append("scripts")
    text = plain.translate(_COMMON_DIGITS).translate(_ALIKE)
    text = _thai_order(text)
    text = _ARROW.sub(" > ", text)
    # a tab at the beginning is an empty cell
    return Cleaned(_SPACES.sub(" ", text).strip(" \n"), tuple(doubts), too_long)


def _as_ascii(found: re.Match[str]) -> str:
    """Digits of scripts nobody here types by habit (Lao, Khmer, Arabic …) become 0–9."""
    digit = unicodedata.decimal(found[0], None)
    return found[0] if digit is None else str(digit)


def _thai_order(text: str) -> str:
    """The one order of Thai marks: นํ้า → น้ำ, เเ → แ, tone after vowel, no mark twice."""
    text = text.replace("เเ", "แ")
    text = _SARA_AM.sub(lambda found: f"{found[1] or found[2]}\u0e33", text)
    text = _MARK_AFTER_SARA_AM.sub("\\1\u0e33", text)
    text = _TONE_BEFORE_VOWEL.sub(r"\2\1", text)
    return _DRAWN_OUT.sub(r"\1", _TWICE_THE_MARK.sub(r"\1", text))


def folded(text: str) -> str:
    """For comparing names: lower case, no spaces, no dots or dashes."""
    return re.sub(r"[\s.\-_/()]+", "", text.casefold())
