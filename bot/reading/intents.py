"""Whole messages that are not figures: none, later, same, don't know, cancel, stop."""

import re

from bot.reading.shapes import Outcome

_PHRASES: dict[Outcome, tuple[str, ...]] = {
    Outcome.NOTHING: (
        "ไม่มี", "ไม่ได้ใช้", "ไม่มีค่ะ", "ไม่ใช้", "ไม่มีการใช้", "ศูนย์", "0", "0.0", "ไม่มีเลย",
        "none", "nothing", "zero", "no use", "not used", "nil",
    ),
    Outcome.UNKNOWN: (
        "ไม่ทราบ", "ไม่รู้", "ไม่แน่ใจ", "ไม่มีข้อมูล", "หาไม่เจอ", "ไม่เกิดในพื้นที่", "ไม่มีในพื้นที่",
        "don't know", "dont know", "do not know", "unknown", "no data", "not available", "n/a",
        "not applicable", "does not occur",
    ),
    Outcome.LATER: (
        "ไว้ก่อน", "ไว้ทีหลัง", "ทีหลัง", "เดี๋ยวส่ง", "เดี๋ยวก่อน", "ยังไม่มีข้อมูล", "ยังไม่ได้บิล",
        "ยังไม่มา", "รอบิล", "ขอเวลา", "พรุ่งนี้", "later", "not yet", "wait", "tomorrow",
    ),
    Outcome.SAME: (
        "เท่าเดิม", "เหมือนเดิม", "เท่าเดือนก่อน", "เท่าเดือนที่แล้ว", "เหมือนเดือนก่อน",
        "เหมือนเดือนที่แล้ว", "เท่ากับเดือนก่อน", "เท่ากับเดือนที่แล้ว", "same", "same as last month",
        "same as before", "unchanged",
    ),
    Outcome.SKIP: ("ข้าม", "ข้ามไปก่อน", "ข้อต่อไป", "ต่อไป", "skip", "next"),
    Outcome.CANCEL: ("ยกเลิก", "cancel", "พอก่อน"),
    Outcome.STOP: ("หยุดเตือน", "ไม่ต้องเตือน", "เลิกเตือน", "stop", "stop reminders", "unsubscribe"),
}  # fmt: skip
_OUTCOMES = {phrase: outcome for outcome, phrases in _PHRASES.items() for phrase in phrases}
_POLITE = re.compile(
    r"[\s.,!]*(?:นะ|น่ะ)?(?:ครับผม|ครับ|คับ|ค่ะ|คะ|ค่า|จ้า|จ้ะ|จ๊ะ|ฮะ|please|thanks|thank you)[\s.,!]*$",
    re.IGNORECASE,
)
_TRIM = " \t\n.,!?~…😊🙏"
_CORRECTION = re.compile(
    r"(?:ขอ)?(?:แก้ไข|แก้)(?:ตัวเลข|ข้อมูล|ค่า)?(?:ของ)?\s*|(?:correct|correction|change|fix)[: ]\s*",
    re.IGNORECASE,
)

NOTHING_WORDS = re.compile(r"(?:ไม่มี(?!ข้อมูล|ใน)|ไม่ได้ใช้|none|nothing)", re.IGNORECASE)


def without_courtesy(text: str) -> str:
    """The message without polite endings; nothing else is touched."""
    return _POLITE.sub("", text.strip(_TRIM)).strip(_TRIM)


def intent_of(text: str) -> Outcome | None:
    """The outcome of a message that is one of the known phrases and nothing else."""
    said = re.sub(r"\s+", " ", without_courtesy(text)).casefold()
    return _OUTCOMES.get(said)


def correction_in(text: str) -> str | None:
    """What follows `แก้ …`, `correct …`; None when the message is not a correction."""
    found = _CORRECTION.match(text)
    return text[found.end() :] if found and found.end() < len(text) else None
