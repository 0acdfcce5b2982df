"""Answers without a number inside a message: ดีเซลเท่าเดิม, น้ำ รอบิล, paper: no data, แก๊สไม่ได้ใช้."""

import re
from dataclasses import dataclass

from bot.reading.shapes import Notation, Outcome

_PAPER = "บิล|ใบแจ้งหนี้|ใบแจ้ง|ใบเสร็จ|ข้อมูล|เอกสาร|หนังสือ|ยอด|ตัวเลข|หลักฐาน"
_WHEN = (
    "พรุ่งนี้|มะรืน|วันหลัง|ทีหลัง|สัปดาห์หน้า|อาทิตย์หน้า|เดือนหน้า|บ่ายนี้|เย็นนี้|บ่ายๆ|เย็นๆ|สิ้นเดือน|ต้นเดือน"
    "|วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์)"
)
_SAME = (
    r"(?:ใช้)?(?:เท่า|เหมือน|ตาม)(?:ๆ)?(?:กับ|กัน)?(?:ของ)?(?:เดิม|เก่า|เดือน(?:ที่แล้ว|ก่อน|ที่ผ่านมา)"
    r"|ครั้ง(?:ก่อน|ที่แล้ว))|คงเดิม"
    r"|(?:ใช้)?(?:ยอด|ตัวเลข|ค่า)เดิม|ไม่เปลี่ยน(?:แปลง)?|\b(?:the )?same(?: as (?:last month"
    r"|before))?\b|\bunchanged\b"
)
_LATER = (
    rf"(?:{_PAPER})?ยัง(?:หา)?ไม่(?:สะดวก|ว่าง|มา|ออก|ได้รับ|ได้|มี|พร้อม|ถึง|เจอ|ครบ|เสร็จ|สรุป)(?:{_PAPER})?"
    rf"|(?<![ก-๎])(?:แป๊บ|แป๊ป|แปป|แปบ)(?:นึง|หนึ่ง|เดียว|ๆ)?(?=$|\s)"
    rf"|ติด(?:ประชุม|งาน|ภารกิจ)(?:อยู่)?|ประชุมอยู่|(?:ตอนนี้)?อยู่(?:ข้างนอก|นอกสถานที่|นอกพื้นที่)"
    rf"|ยัง[ก-๎]{{1,8}}?ไม่(?:เสร็จ|ครบ)|(?:ตอนนี้)?ไม่ว่าง|(?:ขอ|ต้อง)?รอ(?!บ(?!ิล))(?:แป๊บ|สักครู่|(?:{_PAPER}"
    rf"|ก่อน)(?:ก่อน)?|[ก-๎]{{1,24}}?(?:ก่อน|อยู่|มา(?=$|\s)))"
    rf"|(?:ขอ)?(?:ไว้|เดี๋ยว)(?:ก่อน|{_WHEN})|เดี๋ยว[ก-๎]{{0,24}}?(?:ส่ง|บอก|แจ้ง|ถาม|ดู|เช็ค|เช็ก|หา|ตอบ"
    rf"|กรอก|ตาม)(?:ให้|มา|อีกที|ก่อน)*"
    rf"|(?:ขอ|จะ)?ส่ง(?:{_PAPER})?(?:ให้)?(?:{_WHEN})|(?:{_WHEN})(?:เช้า|บ่าย|เย็น)?(?:จะ|ค่อย|ขอ"
    rf"|ถึงจะ)?(?:ส่ง|แจ้ง"
    rf"|บอก|ตอบ|ได้)(?:ให้|มา)?"
    r"|(?:ขอ)?(?:ไป)?ถาม[ก-๎]{1,24}?ก่อน|ขอ(?:ไป)?(?:หา|เช็ค|เช็ก|ตรวจสอบ|ถาม|ดู"
    r"|รวบรวม)[ก-๎]{0,24}?ก่อน|ขอเวลา(?:หน่อย|ก่อน|อีก)?"
    r"|(?:อยู่ระหว่าง|กำลัง)(?:รวบรวม|ตรวจสอบ|ตรวจ|จัดทำ|ทำ|หา|รอ|สรุป)(?:ข้อมูล|เอกสาร|ตัวเลข|บิล)?"
    r"|\b(?:i |we )?(?:don't|do not|haven't|have not) (?:have|got|received?)[a-z ]{0,20} yet\b"
    r"|\b(?:(?:i'll|we'll|will|can i|i can) (?:send|tell|check|ask|give)(?: it| you| this)*"
    r"(?: later| tomorrow| soon| next week| on [a-z]+day)?|let me (?:check|see|ask"
    r"|find out)(?: first)?|ask me (?:later|tomorrow|next week)|in a meeting"
    r"|(?:don't|do not) have it with me|get back to you|later|not yet|no bill yet"
    r"|(?:the )?bill(?:s)? (?:is not|isn't|has not|hasn't|not|have not|haven't) (?:here|come"
    r"|arrived|received)(?: yet)?|waiting for(?: the)? [a-z]+)\b"
)
_NOT_HERE = (
    r"ไม่(?:มี|เกิด)(?:ขึ้น)?(?:เลย)?ใน(?:พื้นที่|เขต|ตำบล)(?:เรา|นี้)?|ไม่มีกิจกรรม(?:นี้|ดังกล่าว)?|ไม่เกี่ยวข้อง"
    r"|\b(?:does not|doesn't) occur(?: here)?\b|\bnot applicable\b"
)
_NOT_AVAILABLE = (
    rf"ไม่มี(?:{_PAPER}|มิเตอร์|เครื่องชั่ง|คนจด|ใครจด|การ(?:จด|ชั่ง|เก็บข้อมูล|บันทึก))(?:เลย|ไว้)?"
    rf"|หา(?:{_PAPER})ไม่(?:เจอ|พบ)|(?:{_PAPER}|สมุด|ใบเบิก)(?:[ก-๎]{{0,8}}?หาย(?:ไป)?|หาไม่(?:เจอ"
    rf"|พบ)|ไม่มี)"
    r"|มิเตอร์(?:เสีย|พัง|ชำรุด)|ไม่(?:ได้|เคย)(?:จด|เก็บ|บันทึก|ชั่ง|วัด)(?:บันทึก|ข้อมูล|น้ำหนัก|ไว้|เลย)*"
    r"|\bno (?:data|records?)\b(?: of this one| of this| for this)?|\bnot (?:available"
    r"|recorded|measured|weighed)\b|\bn/a\b"
    r"|\b(?:don't|do not|didn't|did not) (?:keep|have)(?: any)? (?:records?|data)\b"
    r"|\b(?:bill|record|receipt)s? (?:is |are |was |were )?lost\b|\bmeter (?:is )?broken\b"
)
_UNKNOWN = (
    r"ไม่(?:ค่อย)?ทราบ(?!ประเภท|ชนิด)|ไม่(?:มีใคร|ค่อย)?รู้|ไม่แน่ใจ|จำไม่ได้"
    r"|(?:ข้อมูล|บิล|เอกสาร)?อยู่(?:ที่|กับ)(?:กอง|สำนัก|ฝ่าย|งาน)?(?:การเงิน|พัสดุ|กองคลัง|กองช่าง|หัวหน้า|ปลัด)"
    r"|(?:ข้อมูล|บิล|เอกสาร)?อยู่(?:ที่|กับ)(?:กอง|สำนัก|ฝ่าย|งาน)(?:คลัง|ช่าง|ปลัด|พัสดุ|การเงิน|สาธารณสุข|[ก-๎]{1,16}(?=$|\s))"
    r"|ไม่ใช่(?:หน้าที่|งาน)(?:ของ)?(?:หนู|ผม|เรา|ฉัน|พี่|กอง[ก-๎]{1,12})?|ไม่ได้(?:รับผิดชอบ|ดูแล)(?:เรื่องนี้|ส่วนนี้|ข้อนี้)?(?=$|\s)"
    r"|\bnot my (?:job|duty|department)\b"
    r"|\bunknown\b|\b(?:don'?t|do not) know\b|\bno idea\b|\bnot sure\b"
)
_SKIP = (
    r"(?:ข้อนี้)?(?:ขอ)?ผ่าน(?:ไปก่อน|ก่อน)|(?:ขอ)?ข้าม(?:ไปก่อน|ไป|ก่อน)?"
    r"|(?:ขอ)?เว้น(?:ข้อนี้|ไว้ก่อน)|(?:ข้อนี้)ไม่ตอบ|ไม่ตอบข้อนี้|\bskip\b"
)
_ANSWERS = (
    (_SAME, Outcome.SAME, None),
    (_LATER, Outcome.LATER, None),
    (_NOT_HERE, Outcome.NOTHING, Notation.NOT_OCCURRING),
    (_NOT_AVAILABLE, Outcome.UNKNOWN, Notation.NOT_AVAILABLE),
    (_UNKNOWN, Outcome.UNKNOWN, None),
    (_SKIP, Outcome.SKIP, None),
)
_ANY = re.compile("|".join(f"({pattern})" for pattern, _, _ in _ANSWERS), re.IGNORECASE)
# Of several in one message the first of these counts: `ไม่ทราบค่ะ เดี๋ยวถามให้` is later.
_WEIGHT = {
    Outcome.LATER: 0,
    Outcome.SKIP: 1,
    Outcome.NOTHING: 2,
    Outcome.SAME: 3,
    Outcome.UNKNOWN: 4,
}

_DONE = "เปิดใช้|เปิด|ใช้งาน|ใช้|เติม|เบิก|ซื้อ|เผา|เกิด|เปลี่ยน|เดินเครื่อง|ตัด|เลี้ยง|ปลูก|ทำ"
_LACKS_PAPERS = (
    f"{_PAPER}|ใน|ใบ|เวลา|ใคร(?!{_DONE})|เลข|คน(?!{_DONE})|ปัญหา|อะไร|ทาง|เครื่องชั่ง"
    f"|มิเตอร์|การ(?:จด|ชั่ง|บันทึก)"
)
NOTHING_WORDS = re.compile(
    rf"(?<!ยัง)(?:ไม่มี(?!{_LACKS_PAPERS})(?:ใคร|คน|ผู้)?(?:การ)?(?:{_DONE})?"
    rf"|ไม่ได้(?:มี)?(?:การ)?(?:{_DONE})|ไม่ใช้|งดใช้|ไม่พบ(?:การ)?|ปลอด(?:การ)?"
    rf"|\bnone\b|\bnothing\b|\bnil\b|\bno (?:burning|use|usage|purchases?|refills?)\b|(?:we "
    rf"|i )?(?:don't|do not|didn't|did not) (?:have|use"
    rf"|buy|burn)(?: any)?\b(?! (?:the|a|bill|data|record|it)\b))"
    r"(?:เลย|แล้ว(?=\s|$)|เดือนนี้(?=\s|$)|สัก(?:ลิตร|หน่วย|ถัง|รีม|ไร่|ตัว|ตัน|ครั้ง))*",
    re.IGNORECASE,
)
NO_BEFORE_A_NAME = re.compile(r"\bno(?= [a-z])", re.IGNORECASE)
_SAYS_HERE = re.compile(
    r"(?:ตำบล|อบต\.?|เทศบาล|พื้นที่|เขต|บ้าน|หมู่บ้าน|หน่วยงาน)(?:ของ)?(?:เรา|นี้)|แถว(?:นี้|เรา|บ้าน)|ที่(?:นี่"
    r"|ตำบล|อบต)"
    r"|ทั้งตำบล|ในพื้นที่|ในเขต"
    r"|ในตำบล|ในหมู่บ้าน|ของตัวเอง|ของ(?:เรา)?เอง|\b(?:here|in (?:this|our) (?:tambon|area|town"
    r"|place))\b",
    re.IGNORECASE,
)
_SAYS_MONTH = re.compile(r"เดือน|งวด|\bmonth\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    end: int
    outcome: Outcome
    notation: Notation | None

    @property
    def weight(self) -> int:
        """Smaller counts before larger."""
        return _WEIGHT[self.outcome]


def match_answer(text: str, at: int) -> FoundAnswer | None:
    """The answer without a number that begins at `at`."""
    found = _ANY.match(text, at)
    if found is None or found.lastindex is None:
        return None
    _, outcome, notation = _ANSWERS[found.lastindex - 1]
    return FoundAnswer(found.end(), outcome, notation)


def says_never_here(text: str) -> bool:
    """`แถวนี้ไม่มีนา`: there is none at this place at all, not only none this month."""
    return bool(_SAYS_HERE.search(text)) and not _SAYS_MONTH.search(text)
