"""Spans longer than a month: a year's, a quarter's or several months' figure is not one month's."""

import re

SEVERAL_MONTHS = re.compile(
    r"(?<![0-9.,])(?:[2-9]|1[0-2])\s?(?:เดือน(?!ก่อน|ที่|\s?[0-9]{1,2}(?![0-9,.]))|months\b(?! ago))",
    re.IGNORECASE,
)
_LONGER = re.compile(
    r"(?:ทั้ง|ตลอด|ราย|ต่อ|รวม)ปี|รวม(?:ของ|ยอด)?เดือน(?:ก่อน|ที่แล้ว|ที่ผ่านมา)"
    r"|รวม(?:ของ|ยอด|เดือน|\s)*(?:(?:เม|มี|มิ|[ก-ฮ])\.?[คพย]\.?|[ก-๎]{3,8}(?:คม|ยน|พันธ์))\s*ด้วย|ปีละ|ครึ่งปี|ไตรมาส|\bQ[1-4]\b"
    r"|\b(?:annual|yearly|per year|whole year|quarter(?:ly)?)\b",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(
    r"(?:^|(?<=[\s(]))(?:ปี(?:งบประมาณ|งบ)?|พ\.?ศ\.?|year|fiscal year)"
    r"\s*(?:พ\.?ศ\.?\s*)?(?:2[0-9]{3}|[0-9]{2})(?![0-9])"
    r"|(?:^|(?<=[\s(])|ของ)ปี(?:ที่แล้ว|ก่อน)(?=$|\s)",
    re.IGNORECASE,
)


def says_longer_period(text: str) -> bool:
    """Whether the text speaks of more than one month: ไตรมาส, ทั้งปี, 3 เดือน."""
    return bool(_LONGER.search(text) or SEVERAL_MONTHS.search(text))


def says_year_alone(text: str) -> bool:
    """Whether a year is named as the period itself; beside a month it is only the month's year."""
    return bool(_YEAR_ALONE.search(text))
