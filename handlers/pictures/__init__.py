"""Pictures drawn here, for chats: one file a picture, each the dressing of a whole text."""

import io
import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from PIL import Image

from bot.messages import Picture
from handlers.pictures.progress import draw_progress
from handlers.pictures.wedge import draw_wedge

DRAWINGS: dict[str, Callable[[Mapping[str, Any]], Image.Image]] = {
    "progress": draw_progress,
    "wedge": draw_wedge,
}
COLOURS = 64  # enough for smooth letters on a few plain colours, and a third of the bytes
KEPT = 16  # drawn pictures, at most 200 kB each: one is looked at several times in a minute


def png(picture: Picture) -> bytes:
    """The drawn picture; the same bytes for the same description."""
    return _png(picture.kind, json.dumps(dict(picture.data), sort_keys=True))


@lru_cache(maxsize=KEPT)
def _png(kind: str, data: str) -> bytes:
    drawn = DRAWINGS[kind](json.loads(data))
    few = drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG")
    return out.getvalue()
