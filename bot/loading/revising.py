"""A figure of a file as a revision: its emission by the place's own facts, and where it is from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.cells import Cell
from bot.changes import Recorded
from bot.drafts import Draft, recorded_at
from bot.emissions.local import local_of
from bot.loading.comparing import Compared
from bot.loading.lines import Told
from bot.loading.reading import LONGEST_NOTE
from bot.people import Place

REASON = "loaded"
FILE_LETTERS = 12  # of the SHA-256, the whole of which is in the audit log
LONGEST_REASON = 200  # letters, what the column keeps
LONGEST_WHY = 40
_LOADED = re.compile(rf"{REASON} [0-9a-f]{{{FILE_LETTERS}}} row [0-9]+(?:: )?")


@dataclass(frozen=True, slots=True)
class Source:
    """The file, and why it may write into closed months."""

    sha256: str
    why_closed: str = ""


def reason_of(source: Source, one: Compared) -> str:
    """`loaded 3f2a9c81d5e0 row 17: no scale at the site`"""
    note = one.told.note
    if len(note) > LONGEST_NOTE:
        note = f"{note[: LONGEST_NOTE - 1]}…"
    why = f"closed month: {source.why_closed}" if one.into_closed else ""
    words = "; ".join(filter(None, (note, why)))
    begin = f"{REASON} {source.sha256[:FILE_LETTERS]} row {one.told.row}"
    return f"{begin}: {words}"[:LONGEST_REASON] if words else begin


def note_in(reason: str) -> str:
    """What a revision's reason says beside the file and row it was loaded from."""
    return _LOADED.sub("", reason, count=1)


def steering_cells(
    catalogue: Catalogue, kept: Iterable[Cell], written: Sequence[Compared]
) -> list[Cell]:
    """The parameters of a place once the figures of a file are written."""
    steering = catalogue.parameters
    cells = {cell.key: cell for cell in kept if cell.key.activity in steering}
    new = [_cell(one) for one in written if one.told.key.activity in steering]
    return list((cells | {cell.key: cell for cell in new}).values())


def recorded(
    catalogue: Catalogue, place: Place, steering: Sequence[Cell], one: Compared, source: Source
) -> Recorded:
    """The change that writes it, with the emission of its month and place."""
    told = one.told
    local = local_of(catalogue, place, steering, told.key.month)
    reason = reason_of(source, one)
    return recorded_at(catalogue, told.key, one.before, _draft(one), reason, local)


def _draft(one: Compared) -> Draft:
    told: Told = one.told
    return Draft(
        activity=told.key.activity,
        month=told.key.month,
        status=told.status,
        quantity=told.quantity,
        told_quantity=told.told_quantity,
        told_unit=told.told_unit,
        kind=told.key.kind,
        doubted=bool(one.doubts),
        doubts=tuple(dict.fromkeys(doubt.code for doubt in one.doubts)),
    )


def _cell(one: Compared) -> Cell:
    version = one.before.version + 1 if one.before else 1
    return Cell(one.told.key, version, one.told.status, one.told.quantity)
