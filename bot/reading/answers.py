"""Answers without a number that stand beside a name: ดีเซลเท่าเดิม, น้ำ รอบิล, paper: no data."""

import re
from dataclasses import dataclass

from bot.reading.shapes import Notation, Outcome

_SAME = (
    r"(?:ใช้)?(?:เท่า|เหมือน|ตาม)(?:กับ|กัน)?(?:ของ)?(?:เดิม|เก่า|เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|ครั้ง(?:ก่อน|ที่แล้ว))|คงเดิม"
    r"|\b(?:the )?same(?: as (?:last month|before))?\b|\bunchanged\b"
)
_LATER = (
    r"(?:บิล|ใบแจ้งหนี้|ข้อมูล|เอกสาร)?ยังไม่(?:มา|ออก|ได้รับ|ได้|มี|พร้อม)(?:บิล|ใบแจ้งหนี้|ใบเสร็จ|ข้อมูล|เอกสาร|ยอด|ตัวเลข)?"
    r"|รอ(?:บิล|ใบแจ้งหนี้|ข้อมูล|เอกสาร|ยอด|ก่อน)(?:ก่อน)?|(?:ขอ)?(?:ไว้|เดี๋ยว)ก่อน|(?:เดี๋ยว|ขอ|ไว้)?ส่ง(?:ทีหลัง|พรุ่งนี้|วันหลัง)|เดี๋ยวส่ง"
    r"|\b(?:will send )?later\b|\bnot yet\b|\bno bill yet\b"
)
_NOT_HERE = (
    r"ไม่(?:มี|เกิด)(?:ขึ้น)?ในพื้นที่|ไม่มีกิจกรรม(?:นี้|ดังกล่าว)?|ไม่เกี่ยวข้อง"
    r"|\b(?:does not|doesn't) occur(?: here)?\b|\bnot applicable\b"
)
_NOT_AVAILABLE = (
    r"ไม่มี(?:ข้อมูล|บิล|ใบเสร็จ|หลักฐาน|เอกสาร|มิเตอร์|ตัวเลข)|ข้อมูล(?:หาย|ไม่มี)|บิลหาย|มิเตอร์(?:เสีย|พัง|ชำรุด)"
    r"|ไม่ได้(?:จด|เก็บข้อมูล|บันทึก)|\bno (?:data|records?)\b|\bnot available\b|\bn/a\b"
)
_UNKNOWN = r"ไม่ทราบ(?!ประเภท|ชนิด)|ไม่รู้|\bunknown\b|\bdon'?t know\b"
_ANSWERS = (
    (_SAME, Outcome.SAME, None),
    (_LATER, Outcome.LATER, None),
    (_NOT_HERE, Outcome.NOTHING, Notation.NOT_OCCURRING),
    (_NOT_AVAILABLE, Outcome.UNKNOWN, Notation.NOT_AVAILABLE),
    (_UNKNOWN, Outcome.UNKNOWN, None),
)
_ANY = re.compile("|".join(f"({pattern})" for pattern, _, _ in _ANSWERS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    end: int
    outcome: Outcome
    notation: Notation | None


def match_answer(text: str, at: int) -> FoundAnswer | None:
    """The answer without a number that begins at `at`."""
    found = _ANY.match(text, at)
    if found is None or found.lastindex is None:
        return None
    _, outcome, notation = _ANSWERS[found.lastindex - 1]
    return FoundAnswer(found.end(), outcome, notation)
