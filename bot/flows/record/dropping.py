"""Dropping one figure of a read-back: ลบดีเซลออก, ไม่เอาน้ำ, เอาแค่ไฟ, without diesel."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_ONLY = re.compile(
    r"(?:ขอ)?(?:เอา|บันทึก)?(?:แค่|เฉพาะ|แต่)(?!ที่)\s*(?P<name>.+?)(?:\s*(?:ก็)?(?:พอ|เท่านั้น|อย่างเดียว))?"
    r"|(?:only|just)\s+(?:the\s+)?(?P<english>.+)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"(?:ขอ)?(?:ลบ|ตัด|ไม่เอา|ไม่ต้องบันทึก|เอา(?=.+ออก))(?:รายการ)?\s*(?P<name>.+?)(?:\s*(?:ออก|ทิ้ง)(?:ไป)?(?:ก่อน|เลย)?)?"
    r"|(?:without|remove|delete|drop|leave out)\s+(?:the\s+)?(?P<english>.+)",
    re.IGNORECASE,
)
LONGEST = 80  # letters


@dataclass(frozen=True, slots=True)
class Dropping:
    """The activity named, and whether it is the one that goes or the only one that stays."""

    activity: str
    only: bool


def dropping_in(text: str, named: Callable[[str], str | None]) -> Dropping | None:
    """What a message wants left out; `named` gives the activity a name means."""
    if len(text) > LONGEST or any(letter.isdigit() for letter in text):
        return None
    for only, pattern in ((False, _WITHOUT), (True, _ONLY)):
        found = pattern.fullmatch(text.strip())
        activity = named(found["name"] or found["english"]) if found else None
        if activity:
            return Dropping(activity, only)
    return None
