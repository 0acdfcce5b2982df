"""Asides: what holds digits and is no quantity: numbers of things, papers, addresses, times."""

import re

# Words that number a thing, whatever follows: หมู่ 5, ชั้น 2, วันที่ 20, วาระ 3.2, สมัยที่ 3.
_NUMBERED = re.compile(
    r"(?:(?<![ก-๎])(?:หมู่|ม\.|ชั้น|ห้อง|ข้อ|วาระ|มาตรา|แผ่นที่|หน้า|ตอน|แบบ)(?:ที่)?"
    r"|(?:สมัย|ครั้ง|ลำดับ|รุ่น|สัปดาห์|ฉบับ)ที่|\b(?:room|page|item) (?=[0-9]{1,3}\b))"
    r"\s*[0-9]{1,3}(?:\.[0-9]{1,2})?(?:/[0-9]{2,4})?(?:st|nd|rd"
    r"|th)?(?![0-9,.:/]*[0-9])(?!\s?-\s?[0-9])\s*[:)]?",
    re.IGNORECASE,
)
# Words that may number a thing, where another number follows: มิเตอร์ 2 300 หน่วย.
_ORDINAL = re.compile(
    r"(?:มิเตอร์|เครื่อง|คัน|ครั้ง|แห่ง|อาคาร|ตึก|หลัง|ลำดับ|สัปดาห์|อาทิตย์|จุด|สาย|โรงเรียน|ศูนย์|meter|week"
    r"|building|\bno\.|#)"
    r"(?:ที่)?\s*[0-9]{1,3}(?![0-9,.]|\s*-)\s*[:=)]?(?=[^0-9]*[0-9])",
    re.IGNORECASE,
)
# Days and hours without a month, and a paper's weight: nothing of them is a figure or a name.
_DAY = re.compile(
    r"วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)?ที่\s?[0-9]{1,2}(?![0-9,.:/-]*[0-9])"
    r"|(?:\bon the )?(?<![0-9,.])[0-9]{1,2}(?:st|nd|rd|th)\b"
    r"|(?:ตี\s?)?(?<![0-9,.])[0-9]{1,2}\s?(?:โมง|ทุ่ม|นาฬิกา)|ตี\s?[0-9](?![0-9])"
    r"|(?<![0-9,.])[0-9]{1,2}\s?(?:am|pm)\b"
    r"|(?<![0-9,.])(?:[6-9][0-9]|1[0-9]{2})\s?(?:แกรม|gsm\b)",  # what paper weighs
    re.IGNORECASE,
)
# `2 คัน รวม 698 ลิตร`: how many things the total is of.
_COUNT_OF_A_TOTAL = re.compile(
    r"(?<![0-9.,])[0-9]{1,2}\s?(?P<thing>คัน|ตัว|จุด|แห่ง|เครื่อง|มิเตอร์|หลัง|อาคาร|สาย|ลูก|ฟาร์ม|คอก)\s?"
    r"(?=(?:รวม(?:ทั้งหมด|ทั้งสิ้น|แล้ว|กัน)?|ทั้งหมด)(?:เป็น|ได้|ใช้|\s)*[0-9][0-9,.]*\s?"
    r"(?!(?P=thing))(?:หน่วย|ยูนิต|ลิตร|ล\.|kwh|กก|กิโล|ตัน|ลบ|คิว|ตัว|lit))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:(?:โทรศัพท์|โทรสาร|โทร\.?|เบอร์)[\s:.#]{0,3}[0-9][0-9 -]{2,14}[0-9](?:\s?ต่อ\s?[0-9]{1,5})?"
    r"|(?:เลขที่(?:บิล|ใบเสร็จ|ใบแจ้ง(?:หนี้)?|สัญญา)?|หมายเลข(?:มิเตอร์|เครื่อง|ผู้ใช้(?:ไฟ(?:ฟ้า)?|น้ำ)?)?"
    r"|รหัส(?:ผู้ใช้)?"
    r"|เลขมิเตอร์|เลข(?:ที่)?ผู้ใช้(?:ไฟ(?:ฟ้า)?|น้ำ)?|\btel\.?|\bref\.?(?: no\.?)?"
    r"|\binvoice(?: no\.?)?|\baccount(?: no\.?)?|\bca\.?"
    r"|\bcall cent(?:re|er))[\s:.#]{0,3}(?:[A-Z]+[/-])*[0-9][0-9/-]*"
    r"|\b[A-Z]{2,}(?:[-/][A-Z]+)*(?:[-/][0-9]{3,})+"  # PEA-RYG/2026/0712
    r"|(?<![ก-๎])[ก-ฮ]{2}\.?\s?[0-9]{4,5}(?:\.[0-9]{1,3})?/(?:ว\s?)?[0-9]{1,6}"  # รย 0023.3/ว 4512
    r"|ทะเบียน\s*[ก-ฮ0-9]{1,3}[ -]?[0-9]{1,4})(?![0-9])",
    re.IGNORECASE,
)
_PROVINCES = "รย|ชบ|ฉช|กทม|ระยอง|ชลบุรี|ฉะเชิงเทรา|กรุงเทพ"
_PLATE = re.compile(
    rf"(?<![ก-๎0-9])(?:[0-9]?[ก-ฮ]{{2}}[ -]?[0-9]{{1,4}}(?=\s*(?:{_PROVINCES})|\s*[=:]|\t|\s*$)"
    rf"|[0-9]{{2}}-[0-9]{{4}})(?![0-9])"
    rf"\s?(?:{_PROVINCES})?"
)
_NO_PLATE = re.compile(r"(?:[มกพตสธ]ค|[กมตสพ]พ|[มพก]ย|กก|ลบ|ตร|ปี)[ .-]?[0-9]")
_ADDRESS = re.compile(
    r"(?:เลขที่\s?[0-9]{1,4}(?:/[0-9]{1,4})?\s?(?:หมู่|ม\.)\s?(?:ที่\s?)?[0-9]{1,2}"
    r"|[0-9]{1,4}(?:/[0-9]{1,4})?\s?(?:หมู่|ม\.)\s?(?:ที่\s?)?[0-9]{1,2}(?=\s?(?:ต\.|ตำบล|ถ\.|ถนน"
    r"|ซ\.|บ้าน)))"
    r"(?:[^\n0-9]{1,60}[0-9]{5}(?![0-9]))?"
    r"|(?:จังหวัด|จ\.)\s?[ก-๎]{2,20}\s?[0-9]{5}(?![0-9])"
)
_YEAR_WORD = re.compile(
    r"(?:ปี(?:งบประมาณ|งบ)?|พ\.?ศ\.?|ค\.?ศ\.?|fiscal year|year)"
    r"\s*(?:พ\.?ศ\.?)?\s*(?:2[0-9]{3}|[0-9]{2})(?![0-9]|[,.][0-9])",
    re.IGNORECASE,
)
_ALWAYS = (_ADDRESS, _REFERENCE, _NUMBERED, _ORDINAL, _YEAR_WORD)


def aside_end(line: str, at: int) -> int | None:
    """Where the aside that begins at `at` ends; None when none does."""
    for pattern in _ALWAYS:
        found = pattern.match(line, at)
        if found:
            return found.end()
    plate = _PLATE.match(line, at)
    return plate.end() if plate and not _NO_PLATE.match(line, at) else None


def match_day_alone(line: str, at: int) -> int | None:
    """Where `วันที่ 20`, `10 โมง`, `the 7th` ends: it is no part of anything.

    Neither is `2 คัน` before `รวม 698 ลิตร`.
    """
    found = _DAY.match(line, at) or _COUNT_OF_A_TOTAL.match(line, at)
    return found.end() if found else None
