"""A file of factors: CSV or XLSX with the columns of factors.csv, every row checked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from bot.attachments import SheetCell
from bot.catalogue import Catalogue, Factor, OverlapPolicy
from bot.catalogue.adding import Known, Misfit, next_edition, overlap_words, overlapping, same_value
from bot.catalogue.factor_rows import COLUMNS, NEEDED, FactorRow, read_row
from handlers.files.opened import CannotOpen
from handlers.files.tables import open_csv, open_workbook

LONGEST_TEXT = 4_000  # letters of a source or of notes
NAMELESS = ""


@dataclass(frozen=True, slots=True)
class FactorFile:
    """What a file asks for. With any trouble nothing of it is to be used."""

    factors: tuple[Factor, ...] = ()
    policies: tuple[OverlapPolicy, ...] = ()
    unchanged: int = 0  # rows that say what is there already
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A good row with its number in the file."""

    number: int
    row: FactorRow


def read_file(path: Path, catalogue: Catalogue, places: Collection[str]) -> FactorFile:
    """The first table of a file. `catalogue` holds what was added before, none of it ended."""
    try:
        rows = _rows(path)
    except CannotOpen as error:
        return FactorFile(troubles=(f"{path.name}: cannot be opened: {error.trouble.value}",))
    header = [str(cell).strip().casefold() for cell in rows[0]] if rows else []
    if trouble := _header_trouble(header):
        return FactorFile(troubles=(f"{path.name}: row 1: {trouble}",))
    return _read(path.name, rows, header, catalogue, places)


def _rows(path: Path) -> Sequence[Sequence[SheetCell]]:
    body = path.read_bytes()
    is_workbook = body[:2] == b"PK"
    opened = (open_workbook if is_workbook else open_csv)(body, LONGEST_TEXT)
    return opened.sheets[0].rows if opened.sheets else ()


def _header_trouble(header: Sequence[str]) -> str:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        return f"the column {missing[0]} is missing; the columns are {', '.join(COLUMNS)}"
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        return f"there is no column {unknown[0]!r}; the columns are {', '.join(COLUMNS)}"
    twice = [name for name in header if name and header.count(name) > 1]
    return f"the column {twice[0]} stands twice; take one of them out" if twice else ""


def _read(
    name: str,
    rows: Sequence[Sequence[SheetCell]],
    header: Sequence[str],
    catalogue: Catalogue,
    places: Collection[str],
) -> FactorFile:
    good: list[_Numbered] = []
    troubles: list[str] = []
    known = dict(catalogue.factors)
    for number, row in enumerate(rows[1:], start=2):
        cells = _cells(row, header)
        if not any(cells.values()):
            continue
        read, wrong = read_row(cells, known, places)
        wrong = [*_misfits_of_shape(cells), *wrong]
        wrong += [] if wrong else _misfits_in_file(read, good)
        troubles += [f"{name}: row {number}: {one.column}: {one.words}" for one in wrong]
        if not wrong:
            good.append(_Numbered(number, read))
        if read.factor and not wrong:  # a later row of a new key has to fit this one
            known[read.factor.key] = (*known.get(read.factor.key, ()), read.factor)
    if troubles:
        return FactorFile(troubles=tuple(troubles))
    return _compared(name, good, catalogue)


def _cells(row: Sequence[SheetCell], header: Sequence[str]) -> dict[str, str]:
    """A row's texts by column, numbers digit for digit; under no name what has no heading."""
    texts = [_text(cell) for cell in row]
    cells = {name: text for name, text in zip(header, texts, strict=False) if name}
    named = {at for at, name in enumerate(header) if name}
    cells[NAMELESS] = "".join(text for at, text in enumerate(texts) if at not in named)
    return cells


def _misfits_of_shape(cells: Mapping[str, str]) -> Iterator[Misfit]:
    """What was lost on the way here: cells without a heading, texts that were cut."""
    if cells[NAMELESS]:
        words = "it has no heading in row 1; a comma in a text needs quotes around the text"
        yield Misfit(repr(cells[NAMELESS][:40]), words)
    for name, text in cells.items():
        if len(text) >= LONGEST_TEXT:
            yield Misfit(name, f"write it in less than {LONGEST_TEXT} letters")


def _text(cell: SheetCell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else cell.strip()


def _misfits_in_file(read: FactorRow, before: Sequence[_Numbered]) -> list[Misfit]:
    """A value or policy that stands in the file already: which of the two is meant?"""
    for one in before:
        mine, other = read.factor, one.row.factor
        if mine and other and _side(mine) == _side(other):
            words = f"the same key, scope and day stand in row {one.number}; take one of them out"
            return [Misfit("valid_from", words)]
        policy, earlier = read.policy, one.row.policy
        if policy and earlier and policy.key == earlier.key and policy.overlap != earlier.overlap:
            return [Misfit("overlap", f"row {one.number} says {earlier.overlap.value}; write one")]
    return []


def _side(one: Factor) -> tuple[object, ...]:
    return one.key, one.scope, one.gwp_set, one.valid_from


def _compared(name: str, good: Sequence[_Numbered], catalogue: Catalogue) -> FactorFile:
    """What is new of the good rows, with its edition; overlaps are refused unless a policy is."""
    new = list(_new_values(good, catalogue.factors))
    told = {one.row.policy.key: one.row.policy for one in good if one.row.policy}
    policies = {key: policy for key, policy in told.items() if _is_new(policy, catalogue)}
    ruled = {*catalogue.overlaps, *told}
    troubles = tuple(_overlap_troubles(name, new, catalogue.factors, ruled))
    if troubles:
        return FactorFile(troubles=troubles)
    fresh = {one.number for one in new}
    fresh |= {one.number for one in good if one.row.policy and one.row.policy.key in policies}
    return FactorFile(
        tuple(one.row.factor for one in new if one.row.factor),
        tuple(policies.values()),
        unchanged=len(good) - len(fresh),
    )


def _new_values(good: Sequence[_Numbered], known: Known) -> Iterator[_Numbered]:
    """The rows whose value is not there yet, each with its edition."""
    for one in good:
        factor = one.row.factor
        if factor is None or same_value(known.get(factor.key, ()), factor):
            continue
        edition = next_edition(known.get(factor.key, ()), factor)
        yield _Numbered(one.number, replace(one.row, factor=replace(factor, edition=edition)))


def _is_new(policy: OverlapPolicy, catalogue: Catalogue) -> bool:
    known = catalogue.overlaps.get(policy.key)
    return known is None or (known.overlap, known.source) != (policy.overlap, policy.source)


def _overlap_troubles(
    name: str, new: Sequence[_Numbered], known: Known, ruled: Collection[str]
) -> Iterator[str]:
    numbers = {_side(one.row.factor): one.number for one in new if one.row.factor}
    values = [one.row.factor for one in new if one.row.factor]
    for key in sorted({one.key for one in values} - set(ruled)):
        beside = [*known.get(key, ()), *(one for one in values if one.key == key)]
        for older, newer in overlapping(beside):
            is_newer = _side(newer) in numbers
            row = numbers.get(_side(newer if is_newer else older))
            column = "valid_from" if is_newer else "valid_to"
            if row:
                yield f"{name}: row {row}: {column}: {overlap_words(older, newer)}"
