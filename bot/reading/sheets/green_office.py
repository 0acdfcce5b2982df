"""TGO's Green Office sheet 1.5(1): its marks, and the names its rows have."""

import re

from bot.reading.sheets.grid import Grid

HEADER_ROWS = 12
_TITLE = re.compile(r"แบบฟอร์ม(?:ที่)? ?1\.5 ?\(1\)")
_SCOPE = re.compile(r"ขอบเขต(?:การ)?ดำเนินงาน")
_FACTOR = re.compile(r"EF\b")
_FUEL = re.compile(r"diesel|ดีเซล|gas ?/ ?diesel", re.IGNORECASE)
_STATIONARY = re.compile(
    r"generator|fire ?pump|เครื่องปั่นไฟ|เครื่องกำเนิด|สูบน้ำ|อาคาร|อยู่กับที่|stationary", re.IGNORECASE
)
_SEVERAL = re.compile(r"91.*(?:E ?20|E ?85)|E ?20.*E ?85", re.IGNORECASE)
# Names that are the form's own; what is not here is read as anything else is.
_NAMES = (
    (re.compile(r"gasohol.*E ?20|^E ?20\b", re.IGNORECASE), "ORG_GASOHOL_E20"),
    (re.compile(r"(?:gasohol|โซฮอล์?)[^0-9E]*(?:91|95|E ?10)", re.IGNORECASE), "ORG_GASOHOL"),
    (re.compile(r"สารดับเพลิง|CO2 ?ดับเพลิง", re.IGNORECASE), "ORG_FIRE_CO2"),
    (re.compile(r"^(?:การใช้)?(?:พลังงาน)?ไฟฟ้า"), "ORG_ELEC"),
    (re.compile(r"กระดาษ.*A ?[34]", re.IGNORECASE), "ORG_PAPER"),
    (re.compile(r"น้ำประปา"), "ORG_WATER"),
    (re.compile(r"(?:ของเสีย|ขยะ).*ฝังกลบ"), "ORG_WASTE"),
)


def fits(grid: Grid) -> bool:
    """By its title, or by its heading of scope, item and factor."""
    texts = [
        grid.words(row, column)
        for row in range(min(grid.height, HEADER_ROWS))
        for column in range(grid.width)
    ]
    if any(_TITLE.search(text) for text in texts):
        return True
    return any(map(_SCOPE.search, texts)) and any(map(_FACTOR.match, texts))


def code_of(words: str, heading: str) -> str:
    """The activity a row of the form is; empty where its own words must say."""
    if _SEVERAL.search(words):
        return ""
    if _FUEL.search(words):
        stationary = _STATIONARY.search(words) or _STATIONARY.search(heading)
        return "ORG_DIESEL_MACHINE" if stationary else "ORG_DIESEL_VEH"
    return next((code for pattern, code in _NAMES if pattern.search(words)), "")
