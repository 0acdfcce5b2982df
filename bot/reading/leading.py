"""Leading words: what stands before a number and says whether it is the month's figure."""

import re

from bot.reading.tokens import Figure

ESTIMATE = re.compile(
    r"ประมาณ|โดยประมาณ|ราวๆ|ราว|คร่าวๆ|น่าจะ|เกือบ|(?<!มาก)(?<!น้อย)(?<!ต่ำ)(?<!บอ)(?<!เรีย)กว่าๆ?|เศษ(?!อาหาร)|~|≈|"
    r"\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|over|or so|est\.?)\b"
    r"|\bestimated?\b",
    re.IGNORECASE,
)
_RATE_BEFORE = re.compile(r"(?:วัน|ปี|สัปดาห์|อาทิตย์|ครั้ง|หน่วย|ลิตร|กก\.?|ตัน)ละ\s*$")
_ABOUT_BEFORE = re.compile(r"±\s*$")
_NOT_BEFORE = re.compile(r"(?:ไม่ใช่|ไม่ได้|แทน(?:ที่)?|\bnot|\binstead of)\s*$", re.IGNORECASE)
# What stands before a number and keeps it from being the month's figure.
_UNCLEAR_BEFORE = (
    (_RATE_BEFORE, "rate"),
    (
        re.compile(
            r"เฉลี่ย(?:แล้ว|เดือนละ|ต่อเดือน|ประมาณ)*\s*$|\b(?:average|avg\.?|(?<!i )mean)(?: of)?\s*$",
            re.IGNORECASE,
        ),
        "rate",
    ),
    (
        re.compile(
            r"(?:[<>≤≥]|ไม่เกิน|ไม่ถึง|ไม่ต่ำกว่า|ไม่น้อยกว่า|อย่างน้อย|อย่างมาก|มากกว่า|น้อยกว่า|ต่ำกว่า|เกิน"
            r"|\b(?:at most|at least|less than|more than|under|up to|max(?:imum)?"
            r"|min(?:imum)?))\s*$",
            re.IGNORECASE,
        ),
        "range",
    ),
    (
        re.compile(
            r"(?:เลข|จด|อ่าน|หน้าปัด|จาก|ดู)\s?(?:มิเตอร์|อ่าน|หน้าปัด|ครั้งนี้)(?:น้ำ|ไฟ(?:ฟ้า)?)?(?:ได้|ล่าสุด|ตอนนี้"
            r"|วันนี้|ปัจจุบัน|คือ|เป็น|อยู่ที่)*[\s:=]*$"
            r"|\b(?:meter reading|reading)(?: is)?[\s:=]*$",
            re.IGNORECASE,
        ),
        "meter_alone",
    ),
    (
        re.compile(r"สะสม\s*$|ตั้งแต่ต้นปี\s*$|\b(?:YTD|year to date|cumulative)[\s:]*$", re.IGNORECASE),
        "period",
    ),
    (
        re.compile(
            r"(?:สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน|โหล|หลาย)(?:กับ|และ|อีก|\s)*$|\b(?:couple|couple of|few"
            r"|several|dozen)\s*$",
            re.IGNORECASE,
        ),
        "number",
    ),
    (
        re.compile(
            r"(?:คงเหลือ|โควตา|โควต้า|ยกมา|รับเข้า|งบ(?:ประมาณ)?|วงเงิน|เป้า(?:หมาย)?"
            r"|ค้าง(?:ชำระ)?)(?:เดิม|ไว้|อีก|\s|[:=])*$"
            r"|\b(?:remaining|quota|budget|target|balance)[\s:]*$",
            re.IGNORECASE,
        ),
        "not_used",
    ),
    (
        re.compile(
            r"(?:น้ำมัน(?:เครื่อง(?!บิน|ปั่น|สูบ|ตัด|จักร)|พืช|เบรก|เกียร์|ไฮดรอลิก)|น้ำดื่ม|น้ำแข็ง"
            r"|น้ำขวด)(?:จำนวน|\s|[:=])*$"
        ),
        "which_activity",
    ),
    (_NOT_BEFORE, "number"),
)


_ORDINAL_BEFORE = re.compile(
    r"(?:ลำดับ|รายการ|งวด|รอบ|หน่วยที่|(?<!อยู่)ที่|#|\bno\.?|\bitem)\s*$", re.IGNORECASE
)
LARGEST_ORDINAL = 31  # a list's or a period's number; a larger one is more likely a figure
_COST_BEFORE = re.compile(r"(?:ค่า|ราคา)\s*$")


def mind_words_before(figure: Figure, words: str) -> None:
    """Mark the figure as an estimate, as denied, or as unclear, by the words that lead to it."""
    figure.estimated |= bool(ESTIMATE.search(words) or _ABOUT_BEFORE.search(words))
    figure.denied = bool(_NOT_BEFORE.search(words))
    figure.cost |= bool(_COST_BEFORE.search(words))
    value = figure.number.value
    small = figure.unit is None and value is not None and value <= LARGEST_ORDINAL
    if small and _ORDINAL_BEFORE.search(words) and not figure.unclear:
        figure.unclear = "number"
    for pattern, unclear in _UNCLEAR_BEFORE:
        if pattern.search(words) and not (figure.unclear or figure.nothing):
            figure.unclear = unclear
