"""The words for a doubt, a question and a fix: what is wrong, and what to type instead."""

from bot.catalogue import Catalogue
from bot.reading import Fix, Item, Question
from bot.text import Voice, mark

QUESTIONS = {
    "separator": mark(
        "The comma or dot in this number can be read in two ways. "
        "Please type it like 12,345 or 12345.5"
    ),
    "lookalike": mark("There is a letter among the digits. Please type digits only, like 12,000"),
    "exponent": mark("Powers cannot be read. Please write the number out, like 100,000"),
    "negative": mark("A figure cannot be below zero. Please type it without the minus sign."),
    "identity": mark(
        "This looks like a phone or ID number, so it is not kept. Please type a figure."
    ),
    "too_long": mark("This number has too many digits. Please check it and type it again."),
    "too_large": mark("This number is too large to keep. Please check it and type it again."),
    "too_long_message": mark("This message is too long to read at once. Please send it in parts."),
    "number": mark("This number cannot be read for certain. Please type it in digits, like 12,345"),
    "range": mark("A range cannot be kept. Please type one number; about 500 is fine."),
    "meter": mark("The later meter reading is below the earlier one. Please check both."),
    "future_month": mark("That month has not come yet. Please check the month."),
    "money": mark("Baht cannot be counted. Please type the %(unit)s, as on: %(evidence)s"),
    "unit": mark("%(activity)s is counted in %(unit)s. Please type the figure in that unit."),
    "unit_size": mark(
        "How much is one of these differs. Please type %(activity)s in %(unit)s, "
        "or with its size, like 3 cylinders of 15 kg"
    ),
    "which_activity": mark("Which item is this figure for: %(fragment)s"),
    "which_activity_unknown": mark(
        "It is not clear which item this figure is for. "
        "Please type the item with it, like: diesel 320 litres"
    ),
}
DOUBTS = {
    "separator": mark("The dot can mean decimals or thousands."),
    "words": mark("The number was given in words."),
    "sign": mark("There is a sign before the number."),
    "leading_zero": mark("The number begins with 0."),
    "meter": mark("Taken as the difference of two meter readings."),
    "near_name": mark("The item's name was not exact."),
    "near_unit": mark("The unit's name was not exact."),
    "other_month": mark("Please note the month."),
    "twice": mark("The same item stands twice in the message."),
    "reordered": mark("The message holds hidden marks that can change the order of digits."),
    "high": mark("Much more than usual."),
    "low": mark("Much less than usual."),
    "first_high": mark("More than places like this usually have."),
    "first_low": mark("Less than places like this usually have."),
    "repeat": mark("Exactly the same as the month before."),
    "doubled": mark("Exactly twice the month before."),
    "sudden_zero": mark("The months before hold figures. Is it really none?"),
    "baht": mark("This is near what the bill is in baht. The units are needed, not baht."),
}
# Codes with nothing to add to the read-back itself: it shows the unit, the number, the zero.
SILENT = frozenset({"no_unit", "multiplied", "nothing_said"})


def question_words(t: Voice, question: Question, catalogue: Catalogue) -> str:
    """What could not be read, and what to type instead."""
    code = question.code
    if code == "which_activity" and not question.candidates:
        code = "which_activity_unknown"
    activity = catalogue.activities.get(question.candidates[0]) if question.candidates else None
    return t(
        QUESTIONS[code],
        fragment=question.fragment,
        activity=t(activity.label) if activity else "",
        unit=t(catalogue.units[activity.unit].label) if activity else "",
        evidence=t(activity.evidence) if activity else "",
    )


def doubt_words(t: Voice, item: Item) -> str:
    """One line for all doubts of an item; empty when the read-back says enough."""
    return " ".join(t(DOUBTS[doubt.code]) for doubt in item.doubts if doubt.code not in SILENT)


def fix_label(t: Voice, fix: Fix, item: Item, catalogue: Catalogue) -> str:
    """The likely right figure as a button: `1,234 kWh`."""
    if fix.base_quantity is None:
        return ""
    unit = catalogue.units[item.base_unit].label
    return f"{t.number(fix.base_quantity)} {t(unit)}"
