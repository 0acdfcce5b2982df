"""Courtesy: polite words, pictures and the heads of forwarded messages, which say no figure."""

import re

_POLITE = re.compile(
    r"(?:นะ|น่ะ|น่า)?(?:ครับผม|ครับพี่|ค่ะพี่|คะพี่|ครับ|คับ|ค้าบ|ฮับ|ค่ะ|คะ|จ้าา|จ้า|จ้ะ|จ๊ะ|ฮะ)(?![ก-๎])"
    r"|ขอบ(?:พระ)?คุณ(?:มาก)?ๆ?(?:ครับ|คับ|ค่ะ|คะ)?"
    r"|(?:(?<!สถา)นะ|ค่า|อ่ะ|เด้อ)(?=$|[\s,.!])"
    r"|(?<=[0-9A-Za-z] )na(?=[\s.!]*$)"
    r"|\b(?:please|pls|plz|thanks|thank you|sir|madam|kh?r[ua][bp]|kub|kha?|ka|na ka|na kha)\b",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u26ff\u2700-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff]+"
)
_BETWEEN_NUMBERS = re.compile(rf"(?<=[0-9])\s?{_PICTURES.pattern}\s?(?=[0-9])")
_CLOCK = r"[0-9]{1,2}[:.][0-9]{2}(?:\s?[AP]M|\s?น\.)?"
_HEAD_OF_A_CHAT = re.compile(
    rf"^\s*(?:\[[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{2,4}})?,? {_CLOCK}\]\s?[^:\n0-9]{{1,40}}:"
    rf"|{_CLOCK}\t[^\t\n0-9]{{1,40}}\t)",
    re.IGNORECASE | re.MULTILINE,
)


def without_courtesy(text: str) -> str:
    """The message without polite words, pictures and `[3/8 09:15] สมศรี:`; the rest untouched."""
    bare = _HEAD_OF_A_CHAT.sub("", text)
    # between two numbers a picture parts them: 138 ❌ 183 ✅
    bare = _BETWEEN_NUMBERS.sub(" , ", bare)
    bare = _POLITE.sub(" ", _PICTURES.sub(" ", bare))
    return re.sub(" {2,}", " ", bare).strip(" \n")
