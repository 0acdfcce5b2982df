"""The words for a doubt, a question and a fix: what is wrong, and what to type instead."""

import unicodedata
from decimal import Decimal

from bot.catalogue import Activity, Catalogue
from bot.reading import Item, Question
from bot.text import Voice, mark

QUESTIONS = {
    "separator": mark(
        "The comma or dot in this number can be read in two ways. "
        "Please type it like 12,345 or 12345.5"
    ),
    "lookalike": mark("There is a letter among the digits. Please type digits only, like 12,000"),
    "overridden": mark(
        "Hidden marks turn the digits of this message round. Please type the number anew."
    ),
    "exponent": mark("Powers cannot be read. Please write the number out, like 100,000"),
    "negative": mark("A figure cannot be below zero. Please type it without the minus sign."),
    "identity": mark(
        "This looks like a phone number, an ID or a time, so it is not kept. Please type a figure."
    ),
    "too_long": mark("This number has too many digits. Please check it and type it again."),
    "too_large": mark("This number is too large to keep. Please check it and type it again."),
    "too_long_message": mark("This message is too long to read at once. Please send it in parts."),
    "number": mark("This number cannot be read for certain. Please type it in digits, like 12,345"),
    "fraction": mark("Fractions cannot be read. Please type decimals, like 0.5"),
    "arithmetic": mark("This sum cannot be worked out. Please type the result as one number."),
    "period": mark(
        "This looks like the figure of more than one month. "
        "Please type one month at a time, like: Jul 2026 %(example)s"
    ),
    "rate": mark("Please type the whole month's total, not the amount per day or per unit."),
    "twice": mark(
        "Two different figures are given for %(activity)s. Please type the one for the whole month."
    ),
    "no_number": mark("%(activity)s: how many %(unit)s? Please type the number, like %(example)s"),
    "range": mark("A range cannot be kept. Please type one number; about 500 is fine."),
    "meter": mark("The later meter reading is below the earlier one. Please check both."),
    "meter_alone": mark(
        "This looks like a meter reading. "
        "Please type what was used, or both readings, like 45678 > 45990"
    ),
    "addition": mark("Please type the whole month's total, with what is added."),
    "not_used": mark("This looks like what is left or allowed. Please type what was used."),
    "difference": mark("Please type the month's own figure, not the difference."),
    "maybe_baht": mark("%(fragment)s: is this baht? Please type the %(unit)s, as on: %(evidence)s"),
    "laughter": mark("If 555 is the figure, please type it with its unit."),
    "unfinished_month": mark("That month is not over yet. Please check the month."),
    "future_month": mark("That month has not come yet. Please check the month."),
    "money": mark("Baht cannot be counted. Please type the %(unit)s, as on: %(evidence)s"),
    "unit": mark("%(activity)s is counted in %(unit)s. Please type the figure in that unit."),
    "unit_size": mark(
        "How much is one of these differs. Please type %(activity)s in %(unit)s, "
        "or with its size, like 3 cylinders of 15 kg"
    ),
    "which_activity": mark("Which item is this figure for: %(fragment)s"),
}
# The same, where no activity is known yet.
UNNAMED = {
    "period": mark(
        "This looks like the figure of more than one month. "
        "Please type one month at a time, with the item, like: Jul 2026 diesel 320 litres"
    ),
    "unit": mark(
        "This unit is not known for the item. "
        "Please type the item with its own unit, like: diesel 320 litres"
    ),
    "unit_size": mark(
        "How much is one of these differs. Please type it with its size, like 3 cylinders of 15 kg"
    ),
    "twice": mark("There is more than one number. Please type the one for the whole month."),
    "no_number": mark("Please type the number too, like: diesel 320 litres"),
    "which_activity": mark(
        "It is not clear which item this figure is for. "
        "Please type the item with it, like: diesel 320 litres"
    ),
    "money": mark("Baht cannot be counted. Please type the quantity, like: diesel 320 litres"),
}
DOUBTS = {
    "separator": mark("The dot can mean decimals or thousands."),
    "spaced": mark("There is a space inside the number."),
    "decimals": mark("The number has many decimals."),
    "words": mark("The number was given in words."),
    "compound": mark("Added up from several units."),
    "sign": mark("There is a sign before the number."),
    "leading_zero": mark("The number begins with 0."),
    "sum": mark("The numbers were added up."),
    "total": mark("The total of the parts was taken."),
    "product": mark("The numbers were multiplied."),
    "meter": mark("Taken as the difference of two meter readings."),
    "lookalike": mark("A small letter l can be taken for a 1."),
    "date": mark("This number may be the day of a date."),
    "year": mark("This number may be a year."),
    "laughter": mark("555 may be laughter."),
    "months": mark("More than one month is named."),
    "order": mark("It is not certain which figure belongs to which item."),
    "asked": mark("The message asks something too."),
    "taken_back": mark("The figure that was taken back is left out."),
    "fraction": mark("The number was given as a fraction."),
    "exponent": mark("The number was given as a power of ten."),
    "maybe_baht": mark("Is this the number of units? Baht cannot be counted."),
    "near_name": mark("The item's name was not exact."),
    "near_unit": mark("The unit's name was not exact."),
    "other_month": mark("Please note the month."),
    "twice": mark("The same item stands twice in the message."),
    "reordered": mark("The message holds hidden marks that can change the order of digits."),
    "hidden": mark("There is a hidden mark inside the number."),
    "scripts": mark("The digits are of more than one script."),
    "high": mark("Much more than usual."),
    "low": mark("Much less than usual."),
    "first_high": mark("More than places like this usually have."),
    "first_low": mark("Less than places like this usually have."),
    "repeat": mark("Exactly the same as the month before."),
    "two_months": mark("About twice the usual, and the month before has no figure."),
    "doubled": mark("Exactly twice the month before."),
    "sudden_zero": mark("The months before hold figures. Is it really none?"),
    "baht": mark("This is near what the bill is in baht. The units are needed, not baht."),
}
BUTTON_LETTERS = 20  # what LINE shows of a quick reply
# Codes with nothing to add to the read-back itself: it shows the unit, the number, the zero.
SILENT = frozenset(
    {"no_unit", "no_kind", "multiplied", "nothing_said", "estimated", "other_activity"}
)


def question_words(t: Voice, question: Question, catalogue: Catalogue) -> str:
    """What could not be read, and what to type instead."""
    activity = catalogue.activities.get(question.candidates[0]) if question.candidates else None
    words = QUESTIONS[question.code]
    if activity is None:
        words = UNNAMED.get(question.code, words)
    return t(
        words,
        fragment=question.fragment,
        activity=t(activity.label) if activity else "",
        unit=t(catalogue.units[activity.unit].label) if activity else "",
        evidence=t(activity.evidence) if activity else "",
        example=activity.example if activity else "",
    )


def doubt_words(t: Voice, item: Item) -> str:
    """One line for all doubts of an item; empty when the read-back says enough."""
    return " ".join(t(DOUBTS[doubt.code]) for doubt in item.doubts if doubt.code not in SILENT)


def fix_label(t: Voice, base_quantity: Decimal, activity: Activity, catalogue: Catalogue) -> str:
    """The likely right figure as a button, `1,234 kWh`: as much of it as a button shows."""
    number = t.number(base_quantity)
    labels = (f"{number} {t(catalogue.units[activity.unit].label)}", f"{number} {activity.unit}")
    return next((label for label in labels if letters(label) <= BUTTON_LETTERS), number)


def letters(text: str) -> int:
    """How many letters a person sees: Thai marks above and below take no place."""
    return sum(unicodedata.category(character) != "Mn" for character in text)
