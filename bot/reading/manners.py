"""The manner of a message that tells nothing: it asks, greets or thanks."""

import re

from bot.reading.shapes import Manner

_ASKS = re.compile(
    r"[?？]|ไหม(?!้)|มั้ย|(?<!ส)มัย|หรือ(?:เปล่า|ยัง|ไม่)|รึ(?:เปล่า|ยัง)|อย่างไร|ยังไง|เมื่อไหร่|เมื่อไร|(?:วัน"
    r"|อัน|ตัว|แบบ|ที่|ช่อง|เดือน|ข้อ|ใบ)ไหน|ทำไม|(?<!ไม่มี)อะไร|ยัง\s*$|"
    r"เท่าไหร่|เท่าไร|(?<!เ)กี่|(?<!ไม่มี)ใคร|\b(?:what|when|why|how|who|where|which|can i|do i"
    r"|should i|is it)\b",
    re.IGNORECASE,
)
_PERMISSION = re.compile(
    r"ได้(?:ไหม|มั้ย|มัย|หรือเปล่า|รึเปล่า|ป่าว)|\b(?:can|may|could) (?:i|we)\b", re.IGNORECASE
)
_CONTENT = re.compile(
    r"อย่างไร|ยังไง|เมื่อไหร่|เมื่อไร|(?:วัน|อัน|ตัว|แบบ|ที่|ช่อง|เดือน|ข้อ|ใบ)ไหน|ทำไม|อะไร|ยัง\s*$|เท่าไหร่"
    r"|เท่าไร|(?<!เ)กี่|ต้อง"
    r"|\b(?:what|when|why|how|who|where|which|do i|should)\b",
    re.IGNORECASE,
)

_GREETS = re.compile(
    r"สวัสดี|หวัดดี|ดีค่ะ|ดีครับ|อรุณสวัสดิ์|\b(?:hello|hi|hey|good (?:morning|afternoon|evening)|dear)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"ขอบคุณ|ขอบพระคุณ|ขอบใจ|รับทราบ|ทราบแล้ว|โอเค|ตกลง|ได้เลย|เรียบร้อย|เยี่ยม|[🙏👍👌🙂😊☺❤]"
    r"|\b(?:thanks?|thank you|thx|ok|okay|noted|great|good|done)\b"
    r"|^(?:ครับ|คับ|ค่ะ|คะ|จ้า|ครับผม|ได้)[\s.!]*$",
    re.IGNORECASE,
)


def manner_of(text: str) -> Manner | None:
    """Whether a message without figures greets, thanks or asks."""
    if asks(text):
        return Manner.QUESTION
    if _GREETS.search(text):
        return Manner.GREETING
    return Manner.THANKS if _THANKS.search(text) else None


def asks(text: str) -> bool:
    """Whether the message is a question rather than an answer."""
    return bool(_ASKS.search(text))


def asks_leave(text: str) -> bool:
    """`พรุ่งนี้ได้ไหมคะ`: a question only in form; what it asks leave for is the answer."""
    return bool(_PERMISSION.search(text)) and not _CONTENT.search(text)


def asks_for_facts(text: str) -> bool:
    """`1 รีมหนักเท่าไหร่`: a question with a content, not `is 320 right?`."""
    return bool(_CONTENT.search(text))
