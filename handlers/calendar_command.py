"""`bokcarbon calendar`: a province's due days, hours and days off; each change is audited."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

import click

from bot.audit import Deed
from bot.months import Month
from bot.schedule import OF_A_MONTH, Calendar, Rules, WrongRules
from handlers.settings import Clock, Settings, read_settings
from storage import audit, people, schedules
from storage.session import Database, Transaction

EVERYWHERE = "all"
Found = TypeVar("Found")


@click.group("calendar")
def calendar() -> None:
    """Due days, hours and days off of a province."""


@calendar.command("show")
@click.option("--place", required=True, help="province id, such as 21")
@click.option("--month", "month_text", help="reporting month, such as 2026-07 (default: the last)")
@click.option("--json", "as_json", is_flag=True)
def show(place: str, month_text: str | None, as_json: bool) -> None:
    """The days of a month: opening, nudges, due, escalation, close, and the days off."""
    settings = read_settings()
    try:
        month = Month.parse(month_text) if month_text else Month.of(_now(settings).date()) - 1
    except ValueError as error:
        _stop(str(error))
    found: Calendar = _in_transaction(settings, lambda tx: _calendar(tx, place))
    body = _as_json(found, place, month)
    if as_json:
        click.echo(json.dumps(body, ensure_ascii=False))
        return
    click.echo(f"{place} · {month}")
    for name, day in {**body["days"], **body["days_off"]}.items():
        click.echo(f"{name}: {day}")
    rules = ", ".join(f"{name} {value}" for name, value in body["rules"].items())
    click.echo(f"rules: {rules}")


@calendar.command("set")
@click.option("--place", required=True, help="province id, such as 21")
@click.option("--opening-day", type=int, help="day of the month after")
@click.option("--due-day", type=int, help="day of the month after")
@click.option("--close-day", type=int, help="day from which the month may be closed")
@click.option("--before", type=int, help="working days before the due day; 0: no nudge then")
@click.option("--after", type=int, help="working days after the due day")
@click.option("--opens-at", help="working hours from, such as 08:30")
@click.option("--closes-at", help="working hours until, such as 16:30")
@click.option("--digest-weekday", type=int, help="0 is Monday, 4 is Friday")
@click.option("--json", "as_json", is_flag=True)
def set_rules(place: str, as_json: bool, **given: int | str | None) -> None:
    """Change a province's rules; what is not named stays."""
    settings = read_settings()
    named = {name: value for name, value in given.items() if value is not None}
    if not named:
        _stop("name what to change, such as --due-day 12")

    def change(tx: Transaction) -> Calendar:
        found = _calendar(tx, place)
        rules = Rules.from_json({**found.rules.to_json(), **named})
        schedules.set_rules(tx, place, rules, None, _now(settings))
        audit.write(tx, Deed.SCHEDULED, _now(settings), place=place, details=named)
        return replace(found, rules=rules)

    rules = _in_transaction(settings, change).rules.to_json()
    if as_json:
        click.echo(json.dumps({"place": place, "rules": rules}))
    else:
        click.echo(", ".join(f"{name} {value}" for name, value in rules.items()))


@calendar.command("day")
@click.argument("day")
@click.option("--place", required=True, help=f"province id, or {EVERYWHERE}")
@click.option("--off", "off", help="a day off, with its name")
@click.option("--working", help="a working day all the same, with the reason")
@click.option("--clear", is_flag=True, help="as the public holidays say again")
def set_day(day: str, place: str, off: str | None, working: str | None, clear: bool) -> None:
    """Add a day off or a working day, of a province or of all."""
    settings = read_settings()
    try:
        when = date.fromisoformat(day)
    except ValueError:
        _stop(f"{day!r} is not a day; write it as 2026-08-14")
    if sum((off is not None, working is not None, clear)) != 1:
        _stop("write one of --off NAME, --working REASON, --clear")

    def change(tx: Transaction) -> None:
        where = schedules.EVERYWHERE if place == EVERYWHERE else place
        if where:
            _calendar(tx, where)
        if clear:
            schedules.clear_day(tx, where, when)
        else:
            schedules.set_day(tx, where, when, working is not None, off or working or "")
        kind = "as usual" if clear else "working" if working is not None else "off"
        details = {"day": day, "kind": kind}
        audit.write(tx, Deed.SCHEDULED, _now(settings), place=where or None, details=details)

    _in_transaction(settings, change)
    click.echo(f"{when}: {'as usual' if clear else off or working}")


def _now(settings: Settings) -> datetime:
    return Clock(settings.timezone, settings.bokcarbon_clock).now()


def _calendar(tx: Transaction, place: str) -> Calendar:
    found = people.get_place(tx, place)
    if found.id != found.province:
        raise WrongRules(f"{place} is no province: calendars are kept by province")
    return schedules.calendar_of(tx, place)


def _as_json(found: Calendar, place: str, month: Month) -> dict[str, Any]:
    following = month + 1
    days = [date(following.year, following.month, day) for day in range(1, following.days + 1)]
    return {
        "place": place,
        "month": str(month),
        "days": {
            job.value: day.isoformat() for job in OF_A_MONTH if (day := found.day_of(job, month))
        },
        "days_off": {day.isoformat(): name for day in days if (name := found.name_of(day))},
        "rules": found.rules.to_json(),
    }


def _in_transaction(settings: Settings, act: Callable[[Transaction], Found]) -> Found:
    database = Database(settings.database_url)
    try:
        with database.begin() as tx:
            return act(tx)
    except people.UnknownPlace as unknown:
        _stop(f"there is no place {unknown.args[0]!r}: see load places")
    except WrongRules as wrong:
        _stop(str(wrong))
    finally:
        database.close()


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
