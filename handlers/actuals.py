"""The account's years, read for a span: what plans are held against and indicators divide."""

from bot.catalogue import Catalogue
from bot.emissions.coverage import coverages
from bot.inventory import inventory
from bot.months import Month, months_between
from bot.people import Place
from bot.plans.account import MONTHS, Year, year_of
from storage import coverage, inventories
from storage.session import Transaction


def of_years(
    tx: Transaction, catalogue: Catalogue, scope: Place, first: int, last: int, today: Month
) -> list[Year]:
    """The years from `first` to `last` that have figures of the area, as far as they are over."""
    asked = coverage.asked(tx, scope)
    years = []
    for year in range(first, min(last, today.year) + 1):
        begin, end = Month(year, 1), min(Month(year, MONTHS), today - 1)
        if end < begin:
            continue
        facts = inventories.facts(tx, catalogue, scope, begin, end)
        told = coverage.answered(tx, scope, begin, end)
        covered = coverages(catalogue, asked, months_between(begin, end), told).total
        found = year_of(catalogue, facts, inventory(catalogue, facts), covered)
        if found.months:
            years.append(found)
    return years
