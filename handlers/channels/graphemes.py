"""Lengths as the platforms count them: UTF-16 units for texts, grapheme clusters for labels."""

import unicodedata
from collections.abc import Iterator

_JOINERS = ("\u200d",)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units: an emoji counts two."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def clusters(text: str) -> Iterator[str]:
    """Letters with the marks above and below them; enough of UAX 29 for Thai, Latin and emoji."""
    current = ""
    for character in text:
        joins = unicodedata.category(character) in ("Mn", "Me", "Mc") or character in (
            "\u0e33",  # ำ belongs to the letter before it
            *_JOINERS,
        )
        if current and not joins and not current.endswith(_JOINERS):
            yield current
            current = ""
        current += character
    if current:
        yield current


def cut(text: str, most: int) -> str:
    """At most `most` clusters, with … where something is cut off."""
    parts = list(clusters(text))
    return text if len(parts) <= most else "".join(parts[: most - 1]).rstrip() + "…"


def split(text: str, most: int) -> list[str]:
    """Pieces of at most `most` UTF-16 units, parted at blank lines, lines or wherever needed.

    No piece is blank, no letter is parted from its marks; only line ends at a cut are lost.
    """
    pieces: list[str] = []
    left = text.strip("\n")
    while utf16_length(left) > most:
        window = _beginning(left, most)
        at = max(window.rfind("\n\n"), 0) or max(window.rfind("\n"), 0) or len(window)
        pieces.append(left[:at].rstrip("\n"))
        left = left[at:].lstrip("\n")
    return [piece for piece in [*pieces, left] if piece.strip()]


def _beginning(text: str, most: int) -> str:
    """As many whole clusters as fit; a part of one that is longer than everything allowed."""
    window, units = "", 0
    for cluster in clusters(text):
        units += utf16_length(cluster)
        if units > most:
            break
        window += cluster
    return window or text[: most // 2]
