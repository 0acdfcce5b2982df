"""Layouts: tables whose cells are parted by spaces, and columns that hold no figures of ours."""

import re
from collections.abc import Sequence

from bot.reading.units import UnitSpellings

FEWEST_ROWS = 2  # below the header, where cells are parted by spaces only
_BAR_THAT_PARTS = re.compile(r"[^0-9|]\||\|[^0-9|]")
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_TAIL = re.compile(rf"^(?P<label>.*?)(?P<numbers>(?:(?:^|\s){_NUMBER})+)\s*$")
_HAS_DIGIT = re.compile(r"[0-9]")
_ASIDE = re.compile(
    r"เงิน|บาท|ราคา|ค่าใช้จ่าย|หมายเหตุ|เกษตรกร|เจ้าของ|ราย\)|ผู้เลี้ยง|เดือนก่อน|เดือนที่แล้ว|ปีก่อน|ปีที่แล้ว"
    r"|ผลต่าง|เพิ่ม|ลด|%|ร้อยละ"
    r"|\b(?:baht|cost|price|thb|amount due|remarks?|notes?|owners?|farmers?|last month"
    r"|last year|change)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\s*(?:ลำดับ(?:ที่)?|ที่|no\.?|#)\s*", re.IGNORECASE)


def with_bars_parted(text: str) -> str:
    """`ไฟ|3,805|หน่วย`: a bar beside a letter or a space parts cells, and is no 1 or l."""
    lines = (
        line.replace("|", " | ") if _BAR_THAT_PARTS.search(line) else line
        for line in text.split("\n")
    )
    return "\n".join(lines)


def with_cells(text: str) -> str:
    """`ไฟฟ้า น้ำ ดีเซล` over `2,450 88 320`: a table parted by spaces, with tabs in their place."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if "\t" in text or "|" in text or len(lines) < 2 or _HAS_DIGIT.search(lines[0]):
        return text
    header = lines[0].split()
    rows = [_cells_of(line) for line in lines[1:]]
    if len(header) < 2 or not all(len(row) == len(header) for row in rows):
        return text
    if all(row[0][:1].isdigit() for row in rows) or len(rows) >= FEWEST_ROWS:
        return "\n".join("\t".join(row) for row in [header, *rows])
    return text


def _cells_of(line: str) -> list[str]:
    """`โคเนื้อ 450 38`: the label, then every number."""
    found = _TAIL.match(line)
    if found is None:
        return [line]
    label = found["label"].strip()
    return [*([label] if label else []), *found["numbers"].split()]


def without_side_columns(text: str, units: UnitSpellings) -> str:
    """The table without columns of money, notes and last month; a unit over a column joins it."""
    lines = text.split("\n")
    at = next((at for at, line in enumerate(lines) if len(_row(line)) > 1), None)
    if at is None or _HAS_DIGIT.search(lines[at]):
        return text
    header = _row(lines[at])
    kept = [number for number, cell in enumerate(header) if not _is_side(cell)]
    units_of = {number: header[number] for number in kept if units.named(header[number])}
    if len(kept) == len(header) and not units_of:
        return text
    body = [
        "\t".join(_told(row, number, units_of) for number in kept)
        if len(row := _row(line)) == len(header)
        else line
        for line in lines[at + 1 :]
    ]
    return "\n".join([*lines[:at], *body])


def _told(row: Sequence[str], number: int, units_of: dict[int, str]) -> str:
    cell = row[number].strip()
    bare = bool(re.fullmatch(_NUMBER, cell))
    return f"{cell} {units_of[number].strip()}" if bare and number in units_of else cell


def _is_side(cell: str) -> bool:
    return bool(_ASIDE.search(cell) or _ORDINAL.fullmatch(cell))


def _row(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    return [cell.strip() for cell in line.strip("| ").split("|")] if line.count("|") > 1 else [line]
