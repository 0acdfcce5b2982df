"""Meter readings told in words: เลขครั้งก่อน 45678 ครั้งนี้ 45990 becomes 45678 > 45990."""

import re

_NUMBER = r"[0-9][0-9,]{0,14}(?:\.[0-9]+)?"
_LABEL = r"(?:เลข|หน่วย)?(?:ที่)?(?:มิเตอร์|อ่าน|จด)?(?:ได้)?(?:ครั้ง|รอบ|งวด)?"
_BEFORE = (
    rf"(?:{_LABEL}(?:ก่อน(?:หน้า)?|เดิม|ที่แล้ว|เก่า|เริ่มต้น)"
    r"|\b(?:previous|prev\.?|before|old|start)(?: reading)?)"
)
_AFTER = (
    rf"(?:{_LABEL}(?:นี้|หลัง|ใหม่|ปัจจุบัน|ล่าสุด|สิ้นสุด)"
    r"|\b(?:current|now|after|new|latest|end)(?: reading)?)"
)
_GAP = r"[\s:=,.(-]{0,4}"
_OF_A_METER = re.compile(
    r"มิเตอร์|เลข(?:ครั้ง|อ่าน|จด)|ครั้ง(?:ก่อน|นี้|หลัง|ใหม่)|\bmeters?\b|\breadings?\b|\bprevious\b",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    rf"{_BEFORE}{_GAP}(?P<before>{_NUMBER})[\s,;)]{{0,3}}{_AFTER}{_GAP}(?P<after>{_NUMBER})(?![0-9])",
    re.IGNORECASE,
)
_REVERSED = re.compile(
    rf"{_AFTER}{_GAP}(?P<after>{_NUMBER})[\s,;)]{{0,3}}{_BEFORE}{_GAP}(?P<before>{_NUMBER})(?![0-9])",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?:เลข)?(?:มิเตอร์|\bmeter(?: readings?)?|\breadings?)\s?(?:จาก|from)?\s?[:=]?"
    rf"\s?(?P<before>{_NUMBER})\s?(?:-|ถึง|ไป|to)\s?(?P<after>{_NUMBER})(?![0-9])",
    re.IGNORECASE,
)


def with_readings_joined(text: str) -> str:
    """The text with every pair of meter readings as `earlier > later`; the rest untouched."""
    if not _OF_A_METER.search(text):
        return text
    for pattern in (_IN_ORDER, _REVERSED, _SPAN):
        text = pattern.sub(lambda found: f"{found['before']} > {found['after']}", text)
    return text
