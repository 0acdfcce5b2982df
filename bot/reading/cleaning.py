"""Cleaning: one spelling for what looks the same, without changing what was meant.

NFC, never NFKC: the compatibility form splits ำ in two. Digits of every script in use become
0–9; invisible characters go; what changed the order of the letters is reported as a doubt.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 1000

_DIGITS = str.maketrans(
    "๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９",
    "01234567890123456789",
)
_ALIKE = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "，": ",",
        "．": ".",
        "：": ":",
        "％": "%",
        "／": "/",
        "＝": "=",
        "（": "(",
        "）": ")",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "－": "-",
        "→": ">",
        "⇒": ">",
        "➜": ">",
    }
)
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\ufe00-\ufe0f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")  # นิคหิต + า
_SPACES = re.compile("[ ]{2,}")
_ARROW = re.compile(r"\s*(?:[-=]+>|>+)\s*")


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: str
    reordered: bool  # held marks that change the order digits are shown in
    too_long: bool


def clean(text: str) -> Cleaned:
    """The text as the reader wants it: tabs and line breaks stay, they part cells and lines."""
    too_long = len(text) > LONGEST
    text = text[:LONGEST]
    reordered = bool(_DIRECTION.search(text))
    text = _DIRECTION.sub("", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_DIGITS).translate(_ALIKE)
    text = text.replace("เเ", "แ")
    text = _SARA_AM.sub(lambda found: f"{found[1] or found[2]}\u0e33", text)
    text = re.sub("\u0e33([\u0e48-\u0e4b])", "\\1\u0e33", text)  # mark typed after ำ
    text = _ARROW.sub(" > ", text)
    return Cleaned(_SPACES.sub(" ", text).strip(), reordered, too_long)


def folded(text: str) -> str:
    """For comparing names: lower case, no spaces, no dots or dashes."""
    return re.sub(r"[\s.\-_/()]+", "", text.casefold())
