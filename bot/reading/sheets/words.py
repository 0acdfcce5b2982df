"""The words of table headings: what a column holds, which rows are totals, what is reckoned."""

import re

_FLAGS = re.IGNORECASE

# Columns that hold no quantity of ours: money, footprints, standards, shares, counts of people.
NO_QUANTITY = re.compile(
    r"\bCF\b|\bEF\b|CO2|คาร์บอน|ก๊าซเรือนกระจก|มาตรฐาน|เป้าหมาย|ร้อยละ|%|ประหยัด|ผลต่าง|เฉลี่ย|เพิ่มขึ้น|ลดลง"
    r"|บาท|จำนวนเงิน|ค่าใช้จ่าย|ราคา|/ ?คน|ต่อคน|จำนวนคน|ต่อหน่วย|ต่อตาราง|/ ?ตร"
    r"|ระยะทาง|\bkm\b|กิโลเมตร|หมายเหตุ|ผู้รับผิดชอบ|เลขที่|ข้อมูล ?[12]"
    r"|\b(?:target|standard|percent|average|baht|cost|price|remarks?|notes?)\b",
    _FLAGS,
)
TOTAL = re.compile(
    r"[\W\d]*(?:รวม|ทั้งหมด|ทั้งสิ้น|ผลรวม|ยอดรวม|เฉลี่ย|ค่าเฉลี่ย|ร้อยละ|%|สรุป"
    r"|\b(?:grand total|sub-?total|total|sum|average)\b)",
    _FLAGS,
)
TOTAL_OF = re.compile(r"รวม\s*([0-9]{1,2})\s*เดือน", _FLAGS)
SUM = re.compile(
    r"\s*(?:รวม|ผลรวม|ยอดรวม|รวมทั้งหมด|รวมทั้งสิ้น|รวมทั้งปี|grand total|total|sum)\s*[:=]?\s*", _FLAGS
)
REMARK = re.compile(r"\s*(?:หมายเหตุ|remarks?\b|notes?\b)", _FLAGS)
# What the account reckons itself, so a sheet's result of it is no figure to be told.
COMPUTED = re.compile(r"มีเทน|methane|CH4|CO2e|ก๊าซเรือนกระจก|คาร์บอนฟุตพริ้นท์", _FLAGS)
QUANTITY = re.compile(
    r"ปริมาณ|จำนวน|ตัวเลข|ใช้จริง|หน่วยที่ใช้|\b(?:quantity|amount|value|figure)\b", _FLAGS
)
ITEM = re.compile(
    r"รายการ|กิจกรรม|ชนิด|ประเภท|แหล่ง|รายละเอียด|\b(?:items?|activity|activities|source|name)\b",
    _FLAGS,
)
UNIT = re.compile(r"หน่วย|\bunits?\b", _FLAGS)
UNIT_OF_DATA = re.compile(r"หน่วย ?(?:การ)?เก็บ", _FLAGS)
MONTH = re.compile(r"[\W\d]*(?:เดือน|งวด|รอบบิล|months?\b|period\b)", _FLAGS)
ORDINAL = re.compile(r"\s*(?:ลำดับ(?:ที่)?|ที่|ข้อ|no\.?|#)\s*", _FLAGS)
SCOPE = re.compile(r"ขอบเขต|\bscope\b", _FLAGS)
FACTOR = re.compile(r"\s*(?:EF\b|ค่าการปล่อย|ค่าสัมประสิทธิ์|emission factor)", _FLAGS)
BRACKETED = re.compile(r"[(\[]\s*([^()\[\]]{1,40}?)\s*[)\]]")
# A table of emission factors looks like a list of figures and is none.
OF_FACTORS = re.compile(r"\bEF\b|\bGWP|emission factor|ค่าการปล่อย|ค่าสัมประสิทธิ์|kg ?CO2", _FLAGS)
