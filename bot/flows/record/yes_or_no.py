"""Yes and no as people say them to a read-back: with courtesy, in a row, before a correction."""

import re
from dataclasses import dataclass

from bot.reading import without_courtesy

_POLITE = r"(?:นะ|น่ะ)?(?:ครับผม|ครับ|คับ|ค้าบ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|ฮะ|จ๊ะ)"
_YES = (
    r"(?:ใช่|ถูก(?:ต้อง)?|ตกลง|โอเค|โอเช|เค(?![ก-๎])|ได้|บันทึก|ยืนยัน|เรียบร้อย|อือ|อืม|เออ|จริง|ครบ(?:ถ้วน)?|ตามนี้|ตามนั้น"
    r"|\b(?:yes|yep|yeah|yup|y|ok|okay|correct|right|sure|save|confirm(?:ed)?|all good|looks good"
    r"|that's right|that is right)\b|[👍👌✅🆗])"
)
_YES_MORE = (
    r"(?:แล้ว|เลย|หมด|ทั้งหมด|ทุกรายการ|ทุกอย่าง|ๆ|ให้|หน่อย|ด้วย|ไป|มาก|นะ|อ๋อ|อ่อ"
    r"|\b(?:all|please|it|thanks|everything)\b)"
)
_NO = (
    r"(?:(?:ยัง)?ไม่(?:ใช่|ถูก(?:ต้อง)?)?(?![ก-๎])|(?:ยัง)?ไม่(?:ใช่|ถูก(?:ต้อง)?)|ผิด|(?:ขอ)?แก้(?:ไข)?|"
    r"\b(?:no|nope|n|wrong|incorrect|not right|change(?: it)?|correct it)\b|[👎❌])"
)
_NO_MORE = r"(?:แล้ว|เลย|หมด|ทั้งหมด|หน่อย|ด้วย|ไป|นะ|อ่ะ|อะ|ขอ|\b(?:please|all|it)\b)"
_GAP = r"[\s,.!?~…]*"
_YES_ALONE = re.compile(
    rf"{_GAP}(?:(?:{_YES_MORE}|{_POLITE}){_GAP})*(?:{_YES}{_GAP}(?:(?:{_YES_MORE}|{_POLITE}){_GAP})*)+",
    re.IGNORECASE,
)
_NO_ALONE = re.compile(rf"{_GAP}(?:{_NO}{_GAP}(?:(?:{_NO_MORE}|{_POLITE}){_GAP})*)+", re.IGNORECASE)
_POLITE_ALONE = re.compile(rf"{_GAP}(?:{_POLITE}{_GAP})+", re.IGNORECASE)
# Before a figure: `ไม่ใช่ค่ะ 330`, `ใช่ 3,100`, `no, 330`.
_NO_FIRST = re.compile(
    rf"{_GAP}(?:(?:ยัง)?ไม่(?:ใช่|ถูก(?:ต้อง)?)|ผิด|no\b|wrong\b){_GAP}(?:(?:{_NO_MORE}|{_POLITE}){_GAP})*",
    re.IGNORECASE,
)
_YES_FIRST = re.compile(
    rf"{_GAP}(?:ใช่|ถูก(?:ต้อง)?|yes\b|ok\b){_GAP}(?:(?:{_YES_MORE}|{_POLITE}){_GAP})*(?:แต่|but\b)?{_GAP}",
    re.IGNORECASE,
)
LONGEST = 60  # letters; a longer message says more than yes or no


@dataclass(frozen=True, slots=True)
class Said:
    """`yes` is None where neither is said; `rest` is what stands behind it."""

    yes: bool | None
    rest: str = ""


def said(text: str) -> Said:
    """What a message says to a yes-or-no question."""
    whole = " ".join(text.split())
    if len(whole) <= LONGEST:
        if _NO_ALONE.fullmatch(whole):
            return Said(False)
        if _YES_ALONE.fullmatch(whole) or _POLITE_ALONE.fullmatch(whole):
            return Said(True)
    for yes, pattern in ((False, _NO_FIRST), (True, _YES_FIRST)):
        found = pattern.match(text)
        if found and found.end() < len(text.rstrip()):
            return Said(yes, text[found.end() :])
    return Said(None, text)


def is_said(text: str) -> bool:
    """Whether a message is yes or no and nothing else."""
    answer = said(text)
    return answer.yes is not None and not answer.rest


def bare(text: str) -> str:
    """A typed answer as it is compared with names and labels."""
    return " ".join(without_courtesy(text).split()).strip(" .!").casefold()
