"""Nudges: which coordinator reminded which place, and when."""

from datetime import datetime

from sqlalchemy import insert

from bot.months import Month
from storage.session import Transaction
from storage.tables import nudges


def write(tx: Transaction, place: str, month: Month, person: int, at: datetime) -> None:
    tx.execute(insert(nudges).values(place=place, month=month, person=person, at=at))
