"""Corrections: `แก้ … เป็น …` of something kept, as one message."""

import re
from dataclasses import dataclass

_CORRECTION = re.compile(
    r"(?:ผิด(?:ครับ|ค่ะ|คะ)?\s*)?(?:ขอ)?(?:แก้(?!ว)(?:ไข)?|เปลี่ยน(?=เป็น|จาก)|ต้อง(?=เป็น)"
    r"|ที่ถูก(?:ต้อง)?(?=คือ|เป็น))"
    r"(?:ตัวเลข|ข้อมูล|ค่า|ยอด|เลข)?(?:ของ)?\s*"
    r"|^(?:please |pls )?(?:correction|correct|change|edit|update|fix)\b[: ]*(?:to\b)?\s*"
    r"|\b(?:should be|i meant|it is actually)\b[: ]*",
    re.IGNORECASE,
)
_NEW_VALUE = re.compile(r"(?:เป็น|คือ|>|\bto\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Correction:
    """`แก้ <about> เป็น <value>`: figures in `about` are old ones; it may be empty."""

    about: str
    value: str


def correction_in(text: str) -> Correction | None:
    """The cell and its new value; None when the message is no correction."""
    found = _CORRECTION.search(text)
    if found is None:
        return None
    before, after = text[: found.start()], text[found.end() :]
    new = list(_NEW_VALUE.finditer(after))
    if not new:
        rest = f"{before} {after}".strip()
        return Correction("", rest) if rest else None
    about, value = f"{before} {after[: new[-1].start()]}", after[new[-1].end() :]
    return Correction(about.strip(), value.strip())
