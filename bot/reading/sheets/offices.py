"""Which organisation a title names, and whether it is the place that figures are told for."""

import re
from collections.abc import Iterable

from bot.people import Place

_OWNER = re.compile(
    r"(?:(?<=\s)ของ\s+|(?:ชื่อ)?(?:หน่วยงาน|สำนักงาน|องค์กร)\s*[:：]\s*)(?P<name>[^\n:]{3,80})"
)
_OFFICE = re.compile(
    r"องค์การ|เทศบาล|อบต|อบจ|สำนักงาน|มหาวิทยาลัย|วิทยาลัย|โรงเรียน|โรงพยาบาล|กรม|ศูนย์|สถานี|บริษัท|จังหวัด|อำเภอ|^(?:ทต|ทม|ทน|สอต|สนง)\."
)
_LOCAL = re.compile(
    r"(?P<name>(?:องค์การบริหารส่วน(?:ตำบล|จังหวัด)|เทศบาล(?:ตำบล|เมือง|นคร)|อบต\.?|อบจ\.?|ทต\.|ทม\.|ทน\.)"
    r"\s*[ก-๎]{2,40})"
)
_SHORT = {
    "องค์การบริหารส่วนตำบล": "อบต",
    "องค์การบริหารส่วนจังหวัด": "อบจ",
    "เทศบาลตำบล": "ทต",
    "เทศบาลเมือง": "ทม",
    "เทศบาลนคร": "ทน",
}
_WHERE = re.compile(r"(?:อำเภอ|อ\.|จังหวัด|จ\.).*$")
_GAPS = re.compile(r"[\s.]+")
_YEARS = re.compile(r"(?:ประจำ)?(?:ปี|พ\.ศ\.).*$")


def office_in(texts: Iterable[str]) -> str:
    """The organisation that titles name; empty where none does, or several do."""
    names = dict.fromkeys(
        _YEARS.sub("", found["name"]).strip(" .-")
        for text in texts
        if (found := _OWNER.search(text) or _LOCAL.search(text))
    )
    named = [name for name in names if _OFFICE.search(name)]
    return named[0] if len(named) == 1 else ""


def is_of(office: str, place: Place) -> bool:
    """Whether the name in a file is the place's own, however it is shortened."""
    named, own = _core(office), _core(place.name_th)
    return named == own or office.strip().casefold() == place.name_en.casefold()


def _core(name: str) -> str:
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    return _GAPS.sub("", _WHERE.sub("", name)) or _GAPS.sub("", name)
