"""Corrections: `แก้ … เป็น …` of something kept, as one message."""

import re
from dataclasses import dataclass

_CORRECTION = re.compile(
    r"(?:(?:พิมพ์|กรอก|ใส่|ส่ง|ตอบ|แจ้ง|เขียน|คีย์|ลง)?ผิด(?:ไป)?(?:ครับ|ค่ะ|คะ)?\s*)?"
    r"(?:ขอ)?(?:แก้(?!ว)(?:ไข)?|เปลี่ยน(?=(?!ที่ดิน)[ก-๎. ]{0,30}?(?:เป็น|จาก)\s*[0-9])"
    r"|เปลี่ยน(?=เป็น|จาก)|ต้อง(?=เป็น)"
    r"|ที่ถูก(?:ต้อง)?(?=คือ|เป็น))"
    r"(?:ตัวเลข|ข้อมูล|ค่า|ยอด|เลข)?(?:ของ)?\s*"
    r"|^(?:please |pls )?(?:correction|correct|change|edit|update|fix)\b[: ]*(?:to\b)?\s*"
    r"|\b(?:should be|i meant|it is actually)\b[: ]*",
    re.IGNORECASE,
)
_LAST_ANSWER = re.compile(
    r"(?:ข้อ|อัน|รายการ|ตัว|คำตอบ)(?:ที่แล้ว|ก่อน(?:หน้า)?|เมื่อกี้)|เมื่อกี้|เมื่อสักครู่|ตะกี้|ที่(?:เพิ่ง)?(?:ส่ง|ตอบ|กรอก)ไป"
    r"|\b(?:last|previous) (?:one|answer|question|figure|item)\b|\bjust now\b",
    re.IGNORECASE,
)
_WRONG = re.compile(r"ผิด|ไม่ใช่|\b(?:not|wrong|mistake|typo)\b", re.IGNORECASE)
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


def is_of_the_last_answer(text: str) -> bool:
    """`ข้อที่แล้วตอบผิด ต้องเป็น 1,460`: what it corrects is not what is asked now."""
    mends = _WRONG.search(text) or _CORRECTION.search(text)
    return bool(mends and _LAST_ANSWER.search(text))
