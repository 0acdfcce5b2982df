"""Whole messages that are not figures: none, later, same, don't know, cancel, stop."""

import re
from dataclasses import dataclass

from bot.reading.shapes import Manner, Notation, Outcome

_PHRASES: dict[Outcome, tuple[str, ...]] = {
    Outcome.NOTHING: (
        "ไม่มี", "ไม่ได้ใช้", "ไม่ใช้", "ไม่มีการใช้",
        "ไม่มีการใช้งาน", "ไม่มีเลย", "ไม่ได้ใช้เลย", "ศูนย์",
        "เดือนนี้ไม่มี", "ไม่มีเดือนนี้", "เดือนนี้ไม่ได้ใช้",
        "ไม่มีการเบิก", "ไม่ได้เติม", "ไม่ได้ซื้อ",
        "0", "0.0", "0.00", "none", "nothing", "zero", "no use", "not used", "nil", "nothing used",
        "none this month", "nothing this month", "did not use any", "we used none", "-0-",
    ),
    Outcome.UNKNOWN: (
        "ไม่ทราบ", "ไม่รู้", "ไม่แน่ใจ",
        "ไม่ทราบเหมือนกัน", "ไม่รู้เหมือนกัน",
        "จำไม่ได้",
        "don't know", "dont know", "do not know", "i don't know", "i dont know", "unknown",
        "no idea", "not sure", "idk",
    ),
    Outcome.LATER: (
        "ไว้ก่อน", "ไว้ทีหลัง", "ทีหลัง", "เดี๋ยวส่ง",
        "เดี๋ยวก่อน", "เดี๋ยวส่งให้", "เดี๋ยวมาส่ง", "เดี๋ยวบอก",
        "ยังไม่มี", "ยังไม่มีข้อมูล", "ยังไม่ได้บิล", "ยังไม่มีบิล",
        "บิลยังไม่มา", "ยังไม่มา", "รอบิล", "รอก่อน",
        "ขอเวลา", "ขอเวลาหน่อย", "แป๊บ", "แป๊บนึง", "สักครู่", "ขอเวลาก่อน",
        "ขอเช็คก่อน", "ขอตรวจสอบก่อน", "พรุ่งนี้", "พรุ่งนี้ส่ง", "ส่งทีหลัง", "ยังไม่ได้รับ",
        "ยังไม่พร้อม", "สัปดาห์หน้า", "อาทิตย์หน้า", "ขอส่งทีหลัง", "ไว้วันหลัง",
        "later", "not yet", "wait", "tomorrow", "next week", "will send later", "i will send later",
        "send later", "no bill yet", "bill not here yet",
    ),
    Outcome.SAME: (
        "เท่าเดิม", "เหมือนเดิม", "เท่าเดือนก่อน",
        "เท่าเดือนที่แล้ว", "เหมือนเดือนก่อน", "เหมือนเดือนที่แล้ว",
        "เท่ากับเดือนก่อน", "เท่ากับเดือนที่แล้ว",
        "เหมือนกับเดือนก่อน", "เหมือนกับเดือนที่แล้ว", "ไม่เปลี่ยน",
        "ไม่เปลี่ยนแปลง", "คงเดิม", "เท่าเก่า", "ตามเดิม", "ใช้ตัวเลขเดิม", "เดือนนี้เท่าเดิม",
        "same", "same as last month", "same as before", "unchanged", "as before", "no change",
        "the same", "same again", "as last month",
    ),
    Outcome.SKIP: (
        "ข้าม", "ข้ามไปก่อน", "ข้ามไป", "ข้ามข้อนี้", "ข้ามก่อน", "ข้อต่อไป", "ไปข้อต่อไป", "ต่อไป", "ขอข้าม",
        "skip", "next", "skip this", "pass",
    ),
    Outcome.CANCEL: (
        "ยกเลิก", "ขอยกเลิก", "พอก่อน", "พอแล้ว", "เลิก", "ออก", "ไม่ทำแล้ว",
        "cancel", "quit", "exit", "never mind",
    ),
    Outcome.STOP: (
        "หยุดเตือน", "ไม่ต้องเตือน", "เลิกเตือน",
        "หยุดแจ้งเตือน", "ปิดการแจ้งเตือน", "ปิดแจ้งเตือน",
        "ไม่ต้องเตือนแล้ว", "ไม่ต้องส่งเตือน", "หยุดส่งข้อความ", "ยกเลิกการแจ้งเตือน", "อย่าเตือน",
        "stop", "stop reminders", "unsubscribe", "stop reminding me", "no more reminders",
        "stop messages",
    ),
}  # fmt: skip
_NOTATIONS: dict[Notation, tuple[str, ...]] = {
    Notation.NOT_OCCURRING: (
        "ไม่เกิดในพื้นที่", "ไม่มีในพื้นที่", "ในพื้นที่ไม่มี", "ไม่เกี่ยวข้อง", "ไม่เกี่ยว", "ที่นี่ไม่มี", "ที่นี่ไม่มีกิจกรรมนี้",
        "ไม่มีกิจกรรมนี้", "ไม่มีกิจกรรม", "ไม่ได้ดำเนินการ", "ไม่มีกิจกรรมนี้ในพื้นที่", "ไม่เคยมี", "พื้นที่เราไม่มี",
        "does not occur", "does not occur here", "doesn't occur here", "not here", "not applicable",
        "we don't have this here", "no such activity",
    ),
    Notation.NOT_AVAILABLE: (
        "ไม่มีข้อมูล", "ข้อมูลไม่มี", "ไม่มีข้อมูลเลย", "ไม่มีข้อมูลเดือนนี้", "หาไม่เจอ", "หาข้อมูลไม่ได้",
        "ข้อมูลหาย", "ไม่มีบิล", "ไม่มีใบเสร็จ", "บิลหาย", "ใบแจ้งหนี้หาย", "มิเตอร์เสีย", "มิเตอร์พัง",
        "มิเตอร์ชำรุด", "ไม่มีมิเตอร์", "ไม่ได้เก็บข้อมูล",
        "ไม่ได้จด", "ไม่ได้บันทึก", "ไม่ได้ชั่ง", "ไม่มีเครื่องชั่ง",
        "no data", "not available", "n/a", "na", "n.a", "no record", "no records", "not recorded",
        "not measured", "bill lost", "meter broken", "no meter",
    ),
}  # fmt: skip
_NOTATION_OF = {phrase: key for key, phrases in _NOTATIONS.items() for phrase in phrases}
_BY_NOTATION = {
    Notation.NOT_OCCURRING: Outcome.NOTHING,
    Notation.NOT_AVAILABLE: Outcome.UNKNOWN,
}
_OUTCOMES = {phrase: outcome for outcome, phrases in _PHRASES.items() for phrase in phrases}
# The same in free words: nothing else may stand in the message.
_PATTERNS = {
    Outcome.LATER: re.compile(
        r"(?:ขอ)?(?:ยังไม่(?:ได้รับ|ได้|มี|มา|พร้อม|ออก|ทราบ|เห็น)?|รอ|เดี๋ยว|ค่อย|ไว้|พรุ่งนี้|วันหลัง|อาทิตย์หน้า|"
        r"สัปดาห์หน้า|ทีหลัง|ก่อน|บิล|ใบแจ้งหนี้|ใบแจ้ง|ใบเสร็จ|ข้อมูล|เอกสาร|ยอด|ตัวเลข|ไฟฟ้า|จากการไฟฟ้า|ส่ง|แจ้ง|"
        r"บอก|ตอบ|กรอก|ให้|มา|จะ|อีกที|เลย|จด|ตรวจสอบ|เช็ค|ถาม|กองคลัง|กองช่าง|แล้ว|\s)+"
        r"|(?:i |we |i'll |will |let me |can i |send|tell|answer|it|you|do|later|tomorrow|not yet|"
        r"next week|waiting for|the|bill|wait|yet|still|please|\s|,)+",
        re.IGNORECASE,
    ),
    Outcome.SAME: re.compile(
        r"(?:ใช้|ยัง|ก็|เดือนนี้|ยอด|ตัวเลข|\s)*(?:เท่า|เหมือน|ตาม)(?:กับ|กัน)?(?:ๆ)?\s*(?:ของ)?(?:เดิม|เก่า|"
        r"เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา)|ครั้งก่อน|ครั้งที่แล้ว)(?:เลย|\s)*"
        r"|(?:it's |it is |the |still |exactly )*same(?: as| like)?(?: the)?"
        r"(?: last month| last time| before| previous month| again)?",
        re.IGNORECASE,
    ),
    Outcome.NOTHING: re.compile(
        r"(?:เดือนนี้|เดือนที่แล้ว|เรา|ที่นี่|\s)*(?:ไม่(?:ได้)?(?:มี|ใช้|เบิก|เติม|ซื้อ|เกิด|เผา|ปลูก|เลี้ยง)(?:การ)?"
        r"(?:ใช้งาน|ใช้|เบิก|เติม|เผา|ปลูก|เลี้ยง)?)"
        r"(?:เลย|เดือนนี้|สักหน่วย|สักลิตร|\s)*"
        r"|(?:we |i )?(?:have |had |used |did not use |didn't use )?(?:none|nothing|not used|any)"
        r"(?: used| at all| this month| last month)*",
        re.IGNORECASE,
    ),
}  # fmt: skip
_STOP = re.compile(
    r"(?:ขอ)?(?:หยุด|เลิก|งด|ปิด|อย่า|ไม่ต้อง)(?:การ)?(?:แจ้งเตือน|เตือน|ส่งข้อความ|ส่ง|แจ้ง)(?:มา|อีก|แล้ว|เลย|\s)*"
    r"|stop (?:sending|messaging|reminding|reminders|messages)(?: me| these| messages| reminders)*",
    re.IGNORECASE,
)
_LATER_SAYS_WHEN = re.compile(
    r"ยังไม่|รอ|เดี๋ยว|ค่อย|ไว้|พรุ่งนี้|วันหลัง|หน้า|ทีหลัง|later|tomorrow|yet|wait|next week", re.IGNORECASE
)
_POLITE = re.compile(
    r"(?:นะ|น่ะ|น่า)?(?:ครับผม|ครับ|คับ|ค้าบ|ฮับ|ค่ะ|คะ|จ้า|จ้ะ|จ๊ะ|จ้าา|ฮะ)(?![ก-๎])|ขอบ(?:พระ)?คุณ(?:มาก)?ๆ?(?:ครับ|คับ|ค่ะ|คะ)?"
    r"|(?:นะ|ค่า)$|\b(?:please|thanks|thank you|sir|madam)\b",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u26ff\u2700-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff]+"
)
LONGEST_INTENT = 60  # letters; a longer message says more than one thing
_TRIM = " \t\n.,!?~…^_*\"'"
_CORRECTION = re.compile(
    r"(?:ผิด(?:ครับ|ค่ะ|คะ)?\s*)?(?:ขอ)?(?:แก้(?!ว)(?:ไข)?|เปลี่ยน(?=เป็น|จาก)|ต้อง(?=เป็น)"
    r"|ที่ถูก(?:ต้อง)?(?=คือ|เป็น))"
    r"(?:ตัวเลข|ข้อมูล|ค่า|ยอด|เลข)?(?:ของ)?\s*"
    r"|^(?:please |pls )?(?:correction|correct|change|edit|update|fix)\b[: ]*(?:to\b)?\s*"
    r"|\b(?:should be|i meant|it is actually)\b[: ]*",
    re.IGNORECASE,
)
_NEW_VALUE = re.compile(r"(?:เป็น|คือ|>|\bto\b)", re.IGNORECASE)
_ASKS = re.compile(
    r"[?？]|ไหม|มั้ย|มัย|หรือเปล่า|รึเปล่า|หรือยัง|อย่างไร|ยังไง|เมื่อไหร่|เมื่อไร|วันไหน|ทำไม|อะไร|เท่าไหร่|เท่าไร|กี่|ใคร|"
    r"\b(?:what|when|why|how|who|where|which|can i|do i|should i|is it)\b",
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

_LACKS_PAPERS = "ข้อมูล|ใน|บิล|ใบ|เอกสาร|หลักฐาน|เวลา|ใคร|ตัวเลข|เลข|คน|ปัญหา|อะไร|ทาง"
NOTHING_WORDS = re.compile(
    rf"(?<!ยัง)(?:ไม่มี(?!{_LACKS_PAPERS})|ไม่ได้ใช้|ไม่ได้เติม|ไม่ใช้|\bnone\b|\bnothing\b|\bnil\b)",
    re.IGNORECASE,
)


def without_courtesy(text: str) -> str:
    """The message without polite words and pictures; nothing else is touched."""
    bare = _POLITE.sub(" ", _PICTURES.sub(" ", text))
    return re.sub(" {2,}", " ", bare).strip(" \n")


@dataclass(frozen=True, slots=True)
class Intent:
    """What a whole message wants. `notation` tells two kinds of nothing and unknown apart."""

    outcome: Outcome
    notation: Notation | None = None


def intent_of(text: str) -> Intent | None:
    """The intent of a message that is one of the known phrases and nothing else."""
    said = re.sub(r"\s+", " ", without_courtesy(text)).strip(_TRIM).casefold()
    if said in _NOTATION_OF:
        notation = _NOTATION_OF[said]
        return Intent(_BY_NOTATION[notation], notation)
    if said in _OUTCOMES:
        return Intent(_OUTCOMES[said])
    if len(said) > LONGEST_INTENT:
        return None
    if _STOP.fullmatch(said):
        return Intent(Outcome.STOP)
    free = (outcome for outcome, pattern in _PATTERNS.items() if pattern.fullmatch(said))
    outcome = next(free, None)
    puts_off = outcome is not Outcome.LATER or _LATER_SAYS_WHEN.search(said)
    return Intent(outcome) if outcome and puts_off else None


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
