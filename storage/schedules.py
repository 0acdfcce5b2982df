"""Calendars: a province's rules, and the days that differ from the public holidays."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import delete, or_, select

from bot.schedule import DEFAULT, Calendar, Rules
from storage.inbox import insert_for
from storage.session import Transaction
from storage.tables import calendar_days, calendars

EVERYWHERE = ""


def calendar_of(tx: Transaction, province: str) -> Calendar:
    return calendars_of(tx, [province])[province]


def calendars_of(tx: Transaction, provinces: Iterable[str]) -> dict[str, Calendar]:
    """The calendar of each province: the usual one where nothing was set."""
    wanted = list(dict.fromkeys(provinces))
    if not wanted:
        return {}
    set_rules = tx.execute(select(calendars).where(calendars.c.place.in_(wanted))).mappings()
    rules = {row["place"]: Rules.from_json(row["rules"]) for row in set_rules}
    days = tx.execute(
        select(calendar_days).where(
            or_(calendar_days.c.place.in_(wanted), calendar_days.c.place == EVERYWHERE)
        )
    ).mappings()
    by_place: dict[str, dict[date, tuple[bool, str]]] = defaultdict(dict)
    for row in days:
        by_place[row["place"]][row["day"]] = (row["working"], row["name"])
    return {place: _calendar(rules.get(place, DEFAULT), by_place, place) for place in wanted}


def _calendar(
    rules: Rules, by_place: dict[str, dict[date, tuple[bool, str]]], place: str
) -> Calendar:
    """A province's own day goes before one that holds everywhere."""
    known = {**by_place.get(EVERYWHERE, {}), **by_place.get(place, {})}
    return Calendar(
        rules,
        {day: name or "–" for day, (working, name) in known.items() if not working},
        {day: name for day, (working, name) in known.items() if working},
    )


def set_rules(
    tx: Transaction, province: str, rules: Rules, person: int | None, at: datetime
) -> None:
    values = {"rules": rules.to_json(), "person": person, "set_at": at}
    statement = insert_for(tx)(calendars).values(place=province, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["place"], set_=values))


def set_day(tx: Transaction, place: str, day: date, working: bool, name: str) -> None:
    """A day off, or a working day, of a province or everywhere."""
    values = {"working": working, "name": name}
    statement = insert_for(tx)(calendar_days).values(place=place, day=day, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=["place", "day"], set_=values))


def clear_day(tx: Transaction, place: str, day: date) -> None:
    """As the public holidays say again."""
    here = (calendar_days.c.place == place, calendar_days.c.day == day)
    tx.execute(delete(calendar_days).where(*here))
