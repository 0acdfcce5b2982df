"""A finding in words: what was told, what it does not fit, and what to look at."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.catalogue import Catalogue, Ledger
from bot.inventory.checks.findings import Code, Finding
from bot.inventory.checks.thresholds import WASTE_KG_PERSON_DAY
from bot.months import Month
from bot.text import Voice, mark

Names = Callable[[str], str]
"""A place's name in the language that is spoken, by its id."""
MOST_LISTED = 3
KG_PER_TONNE = Decimal(1000)

LEDGER_NAMES = {
    Ledger.ORGANISATION: mark("own use of the organisations"),
    Ledger.AREA: mark("the area"),
}
TEXTS: Mapping[Code, str] = {
    Code.OWN_ABOVE_AREA: mark(
        "%(place)s, %(month)s: own use (%(parts)s) is %(own)s %(unit)s, but its area's whole figure"
        " (%(wholes)s) only %(area)s %(unit)s. Please check both."
    ),
    Code.WASTE_PARTS_ABOVE: mark(
        "%(place)s, %(month)s: %(parts)s together are %(handled)s %(unit)s, more than the"
        " %(whole)s %(unit)s of waste generated. Please check the figures."
    ),
    Code.PARTS_ABOVE_WHOLE: mark(
        "%(place)s, %(month)s, %(item)s: the places inside tell %(parts)s %(unit)s together, more"
        " than its own figure of %(whole)s %(unit)s, which counts. Please check both."
    ),
    Code.PARTS_BELOW_WHOLE: mark(
        "%(place)s, %(months)s, %(item)s: its own figure of %(whole)s %(unit)s counts; the places"
        " inside have told %(parts)s %(unit)s of it (%(percent)s%%)."
    ),
    Code.TOLD_TWICE: mark(
        "%(place)s, %(months)s, %(item)s is told at two levels: its own figure of %(whole)s"
        " %(unit)s counts, the %(parts)s %(unit)s of the places inside are not added."
    ),
    Code.CARRIED_OVER: mark(
        "%(place)s, %(item)s: %(months)s are the same as a year before to the last digit. Is it"
        " last year's sheet?"
    ),
    Code.SENT_ABOVE_RECEIVED: mark(
        "%(place)s, %(months)s: %(sent)s %(unit)s of waste are sent away, %(received)s %(unit)s are"
        " received. Does the rest leave the province?"
    ),
    Code.RECEIVED_ABOVE_SENT: mark(
        "%(place)s, %(months)s: %(received)s %(unit)s of waste are received, only %(sent)s %(unit)s"
        " are sent. Who else sends?"
    ),
    Code.REPORTED_AND_MADE: mark(
        "%(place)s: process emissions are told as plants report them (%(reported)s tCO2e) and by"
        " what is made (%(parts)s, %(made)s tCO2e). Is one plant in both?"
    ),
    Code.JUMP: mark(
        "%(item)s: %(now)s tCO2e, a year before %(before)s (%(change)s), over the same months."
    ),
    Code.SECTOR_JUMP: mark(
        "%(sector)s, %(ledger)s: %(now)s tCO2e, a year before %(before)s (%(change)s), over the"
        " same months."
    ),
    Code.WASTE_A_HEAD: mark(
        "%(place)s, %(months)s: %(a_head)s kg of waste a person and day; about %(usual)s is usual."
        " Please check the tonnes."
    ),
    Code.VEHICLES_A_HEAD: mark(
        "%(place)s, %(months)s: %(a_head)s registered vehicles a person. Please check the number."
    ),
    Code.REPEATED: mark(
        "%(place)s, %(item)s: %(quantity)s %(unit)s in every month told, %(months)s. Is it right?"
    ),
    Code.MONTHS_MISSING: mark("%(place)s, %(item)s: %(months)s missing between months told."),
}
NEWLY_TOLD = mark("%(tonnes)s of it were not told a year before.")
NO_LONGER_TOLD = mark("%(tonnes)s are no longer told.")
MOSTLY = mark("Mostly: %(places)s.")
A_SHARE = mark("%(place)s %(tonnes)s")
FROM_TO = mark("%(first)s to %(last)s (%(count)s months)")
FROM_NOTHING = mark("from nothing")


def finding_words(t: Voice, catalogue: Catalogue, names: Names, finding: Finding) -> str:
    """What a person reads; every number with its unit."""
    values = {
        "place": names(finding.place) if finding.place else "",
        "month": t.month(finding.month) if finding.month else "",
        "months": _months(t, finding.months),
        "unit": t(catalogue.units[finding.unit].label) if finding.unit else "",
        "usual": t.number(WASTE_KG_PERSON_DAY),
        **_items(t, catalogue, finding),
        **_numbers(t, finding),
    }
    return " ".join((t(TEXTS[finding.code], **values), *_behind(t, names, finding)))


def _items(t: Voice, catalogue: Catalogue, finding: Finding) -> dict[str, str]:
    """Names of activities: the one it is about, or the parts and the wholes."""
    labels = {code: _label(t, catalogue, code, finding.kind) for code in finding.activities}
    own = [code for code in labels if catalogue.activities[code].ledger is Ledger.ORGANISATION]
    area = [code for code in labels if code not in own]
    said = {"item": ", ".join(labels.values())}
    if finding.code is Code.OWN_ABOVE_AREA:
        said |= {"parts": _list(labels, own), "wholes": _list(labels, area)}
    if finding.code is Code.WASTE_PARTS_ABOVE:
        said["parts"] = _list(labels, finding.activities[:-1])
    if finding.code is Code.REPORTED_AND_MADE:
        said["parts"] = _list(labels, finding.activities[1:])
    if finding.sector:
        sectors = {line.sector_code: line.sector for line in catalogue.gpc_lines.values()}
        said["sector"] = t(sectors[finding.sector])
        said["ledger"] = t(LEDGER_NAMES[Ledger(finding.ledger)])
    return said


def _list(labels: Mapping[str, str], codes: list[str] | tuple[str, ...]) -> str:
    return ", ".join(labels[code] for code in codes)


def _label(t: Voice, catalogue: Catalogue, code: str, kind: str) -> str:
    activity = catalogue.activities[code]
    kinds = [t(one.label) for one in activity.kinds if one.code == kind]
    return " ".join((t(activity.label), *kinds))


def _numbers(t: Voice, finding: Finding) -> dict[str, str]:
    numbers = finding.numbers
    if finding.code in (Code.JUMP, Code.SECTOR_JUMP):
        return {
            "now": t.tonnes(numbers["now_kg_co2e"]),
            "before": t.tonnes(numbers["before_kg_co2e"]),
            "change": _change(t, numbers),
        }
    if finding.code is Code.REPORTED_AND_MADE:
        return {
            "reported": t.tonnes(numbers["reported_kg_co2e"]),
            "made": t.tonnes(numbers["made_kg_co2e"]),
        }
    said = {name: t.number(value) for name, value in numbers.items()}
    if finding.code is Code.WASTE_PARTS_ABOVE:
        said["handled"] = said.pop("parts")  # `parts` are the names
    if finding.code is Code.PARTS_BELOW_WHOLE:
        said["percent"] = t.number(numbers["parts"] * 100 // numbers["whole"])
    return said


def _change(t: Voice, numbers: Mapping[str, Decimal]) -> str:
    if "change_percent" not in numbers:
        return t(FROM_NOTHING)
    percent = numbers["change_percent"]
    return f"{'+' if percent > 0 else '-'}{t.number(abs(percent), 0)}%"


def _behind(t: Voice, names: Names, finding: Finding) -> list[str]:
    """What of a change is only coverage, and who is behind it."""
    said = []
    for number, text in (
        ("newly_told_kg_co2e", NEWLY_TOLD),
        ("no_longer_told_kg_co2e", NO_LONGER_TOLD),
    ):
        if finding.numbers.get(number):
            said.append(t(text, tonnes=f"{t.tonnes(finding.numbers[number])} tCO2e"))
    shares = ", ".join(
        t(A_SHARE, place=names(place), tonnes=f"{'+' if kg > 0 else '-'}{t.tonnes(abs(kg))}")
        for place, kg in finding.shares
    )
    return [*said, t(MOSTLY, places=shares)] if shares else said


def _months(t: Voice, months: tuple[Month, ...]) -> str:
    if len(months) <= MOST_LISTED:
        return ", ".join(t.month(month) for month in months)
    first, last = t.month(months[0]), t.month(months[-1])
    return t(FROM_TO, first=first, last=last, count=len(months))
