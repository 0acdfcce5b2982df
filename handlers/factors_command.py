"""`factors` and `load factors`: which value holds where and when, and adding one."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.catalogue import Catalogue, Factor
from bot.emissions.factor_changes import in_force, version_of
from bot.emissions.factor_grades import factor_grade
from bot.emissions.local import scopes_of
from bot.months import Month
from handlers.factor_loading import carry_out, number, plan, troubles
from handlers.service import Service
from handlers.settings import read_settings
from storage import factors, people
from storage.factors import AddedFactor

NUMBERS = (
    *("parameter", "kgco2e_printed", "kgco2e_exact", "co2_kg", "ch4_kg", "n2o_kg"),
    "biogenic_co2_kg",
)
KEEP = (
    "figures told keep what they were counted with; bokcarbon recalculate counts them once more, "
    "by order"
)


@click.command("factors")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="write the differences")
@click.option("--reason", default="", help="why they are added; kept with them (with --apply)")
def load_factors(file: Path, write: bool, reason: str) -> None:
    """Factors from a CSV or XLSX with the columns of bot/catalogue/factors.csv, scope, grade,
    overlap.

    Differences first: each new value beside the one it takes the place of, for which months, and
    how many figures were told for them. One bad row, and nothing is written.
    """
    if write and not reason.strip():
        _stop('--apply needs --reason: write why, such as --reason "TGO EF CFO, February 2028"')
    with Service.for_a_command(read_settings()) as service:
        planned = carry_out(service, file, reason.strip()) if write else plan(service, file)
    if planned.file.troubles:
        _stop("\n".join(troubles(planned)))
    for difference in planned.differences:
        for line in difference.lines():
            click.echo(line)
    click.echo(planned.summary())
    if planned.differences:
        click.echo(KEEP)
        click.echo("written" if write else "nothing is written yet: add --apply and --reason TEXT")


@dataclass(frozen=True, slots=True)
class _Known:
    """All that is known about factors, for one place and month."""

    tables: Catalogue
    added: Mapping[tuple[str, str], AddedFactor]  # by version and GWP set
    scopes: tuple[str, ...]
    place: str
    month: Month
    set_at: Mapping[str, str]  # key → when its policy was set, where it was not shipped


@click.command("factors")
@click.argument("key", required=False, default="")
@click.option("--place", default="", help="place id; without it: everywhere")
@click.option("--month", default="", help="such as 2026-07; without it the one being told")
@click.option("--json", "as_json", is_flag=True)
def factors_command(key: str, place: str, month: str, as_json: bool) -> None:
    """The value of every factor that holds in a month, or all values of KEY."""
    with Service.for_a_command(read_settings()) as service:
        known = _read(service, place, month)
    if key and key not in known.tables.factors:
        _stop(f"there is no factor {key!r}; without a key all of them are shown")
    if as_json:
        shown = _of_key(known, key) if key else [_of_key(known, one) for one in _keys(known)]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for line in _key_lines(known, key) if key else _lines(known):
        click.echo(line)


def _read(service: Service, place: str, month: str) -> _Known:
    try:
        asked = Month.parse(month) if month else Month.of(service.clock.now().date()) - 1
    except ValueError as error:
        _stop(str(error))
    with service.database.begin() as tx:
        try:
            scopes = scopes_of(people.get_place(tx, place)) if place else ()
        except people.UnknownPlace:
            _stop(f"there is no place {place!r}: see load places")
        tables = factors.current(tx, service.catalogue)
        added = {version_of(one.factor): one for one in factors.added(tx)}
        set_at = {one.policy.key: one.set_at.isoformat() for one in factors.policies_set(tx)}
    return _Known(tables, added, scopes, place, asked, set_at)


def _keys(known: _Known) -> list[str]:
    return sorted(known.tables.factors)


def _lines(known: _Known) -> Iterator[str]:
    """What holds, a key a line."""
    for key in _keys(known):
        held = in_force(known.tables, key, known.month, known.scopes)
        yield _line(held) if held else f"{key}: no value holds in {known.month}"


def _key_lines(known: _Known, key: str) -> Iterator[str]:
    """Every value of one key; the one that holds is marked."""
    held = version_of(in_force(known.tables, key, known.month, known.scopes))
    for factor in known.tables.factors[key]:
        mark = "→" if version_of(factor) == held else " "
        replaced = " · put right by a later edition" if _is_replaced(known, factor) else ""
        yield f"{mark} {_line(factor)}{replaced}"
        added = known.added.get(version_of(factor))
        if added:
            yield f"    added {added.added_at:%Y-%m-%d}: {added.reason}"
    policy = known.tables.overlaps.get(key)
    if policy:
        yield f"overlap: the {policy.overlap.value} counts · {policy.reason} · {policy.source}"
    where = known.place or "everywhere"
    yield f"→ holds in {known.month}, {where}" if held[0] else f"none holds in {known.month}"


def _line(factor: Factor) -> str:
    where = factor.scope or "everywhere"
    until = f" to {factor.valid_to}" if factor.valid_to else ""
    parts = [
        factor.version,
        where,
        f"{factor.valid_from or 'undated'}{until}",
        f"{number(factor)} per {factor.unit}",
        factor.gwp_set,
        f"grade {factor_grade(factor).value}",
        factor.confidence.value,
        factor.source,
    ]
    return " · ".join(filter(None, parts))


def _is_replaced(known: _Known, factor: Factor) -> bool:
    return any(
        one.edition > factor.edition
        for one in known.tables.factors[factor.key]
        if (one.scope, one.gwp_set, one.valid_from)
        == (factor.scope, factor.gwp_set, factor.valid_from)
    )


def _of_key(known: _Known, key: str) -> dict[str, Any]:
    values = known.tables.factors[key]
    held = in_force(known.tables, key, known.month, known.scopes)
    policy = known.tables.overlaps.get(key)
    return {
        "key": key,
        "place": known.place or None,
        "month": str(known.month),
        "holds": held.version if held else None,
        "values": [_value(known, one, held) for one in values],
        "overlap": policy
        and {
            "overlap": policy.overlap.value,
            "reason": policy.reason,
            "source": policy.source,
            "set_at": known.set_at.get(key),
        },
    }


def _value(known: _Known, factor: Factor, held: Factor | None) -> dict[str, Any]:
    added = known.added.get(version_of(factor))
    numbers = {name: getattr(factor, name) for name in NUMBERS}
    return {
        "version": factor.version,
        "holds": version_of(factor) == version_of(held),
        "label": factor.label,
        "category": factor.category,
        "unit": factor.unit,
        **{name: None if one is None else f"{one:f}" for name, one in numbers.items()},
        "gwp_set": factor.gwp_set or None,
        "scope": factor.scope or None,
        "valid_from": str(factor.valid_from) if factor.valid_from else None,
        "valid_to": str(factor.valid_to) if factor.valid_to else None,
        "edition": factor.edition,
        "is_replaced": _is_replaced(known, factor),
        "source": factor.source,
        "confidence": factor.confidence.value,
        "grade": factor_grade(factor).value,
        "notes": factor.notes,
        "added": added
        and {
            "at": added.added_at.isoformat(),
            "reason": added.reason,
            "person": added.person,
        },
    }


def _stop(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    raise SystemExit(1)
