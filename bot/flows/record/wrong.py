"""Saying that one figure is wrong: ไฟผิด, ดีเซลผิดค่ะ 230, น้ำไม่ถูก เป็น 136, the paper is wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.reading import without_courtesy

_WRONG = re.compile(
    r"(?P<name>.{2,60}?)\s*(?:(?:ที่ส่งไป|เมื่อกี้)\s*)?(?:พิมพ์|ส่ง|กรอก)?"
    r"(?:ผิด|ไม่ถูก(?:ต้อง)?|\bis wrong\b|\bwas wrong\b)"
    r"(?:ไป|แล้ว|,|\s)*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_IT_IS = re.compile(
    r"\s*(?:(?:ที่ถูก|จริงๆ|ต้อง)?\s*(?:เป็น|คือ)|it is|it's|should be|make it)\s*", re.IGNORECASE
)
LONGEST = 120  # letters


@dataclass(frozen=True, slots=True)
class Wrong:
    """The activity that is wrong, and the new figure in the person's words (may be empty)."""

    activity: str
    name: str
    rest: str


def wrong_in(text: str, named: Callable[[str], str | None]) -> Wrong | None:
    """Which figure a message says is wrong; `named` gives the activity a name means."""
    bare = without_courtesy(text)
    found = _WRONG.fullmatch(bare) if len(bare) <= LONGEST else None
    if found is None or any(letter.isdigit() for letter in found["name"]):
        return None
    activity = named(found["name"])
    rest = _IT_IS.sub("", found["rest"], count=1).strip()
    return Wrong(activity, found["name"].strip(), rest) if activity else None
