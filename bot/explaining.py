"""Why this number: one figure with everything behind it, in words and for programs.

Quantity, conversion, factor with version and source, who told it, by which message, and what
stands behind it. Nothing is computed anew here: it is what was stored with the figure.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.catalogue import Activity, Catalogue, Factor, Method
from bot.cells import Cell
from bot.emissions.factors import AS_PUBLISHED, NoFactor, kg_co2e_per_unit
from bot.inventory.weighing import in_factor_units
from bot.status_words import STATUS_WORDS
from bot.text import Voice, mark

HEAD = mark("Where %(item)s, %(month)s, comes from")
TOLD_AS = mark("Told: %(told)s = %(base)s")
TOLD = mark("Told: %(base)s")
PRODUCT = mark("%(quantity)s × %(value)s = %(kg)s kg CO2e")
IN_TONNES = mark("Together %(tonnes)s tCO2e")
FACTOR = mark("Factor: %(label)s (%(version)s)")
SOURCE = mark("Source: %(source)s")
NOT_VERIFIED = mark("The source of this factor is not verified yet.")
PARAMETERS = mark("With %(parameters)s")
NOT_COUNTED = mark("Not counted: %(reason)s")
BY_YOU = mark("Told in this chat")
BY_ANOTHER = mark("Told by another official of the office")
BY_FILE = mark("Loaded without a message")
AT = mark("%(by)s, %(when)s (%(channel)s, message %(message)s)")
AT_NO_MESSAGE = mark("%(by)s, %(when)s")
EVIDENCE = mark("Evidence: %(count)s (SHA-256 %(hash)s…)")
NO_EVIDENCE = mark("No evidence was sent with it")
REVISION = mark("Revision %(number)s")
CHANNELS = {"line": "LINE", "telegram": "Telegram", "console": "console"}
SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Explained:
    """One stored figure; `message` is the inbox row that told it, masses are kg as stored."""

    cell: Cell
    kg_by_gas: Mapping[str, Decimal | None]
    factors: tuple[str, ...]
    parameters: str
    gwp_set: str
    not_counted: str
    reason: str
    recorded_at: datetime
    person: int | None
    message: int | None
    channel: str = ""
    sent_at: datetime | None = None
    evidence: tuple[str, ...] = field(default=())  # SHA-256 of the kept files


@dataclass(frozen=True, slots=True)
class Step:
    """One factor at work: `quantity` in its unit; `value` is kg CO2e per that unit."""

    factor: Factor
    quantity: Decimal | None
    value: Decimal | None


def steps(catalogue: Catalogue, one: Explained) -> list[Step]:
    """The factors a figure was counted with. A method that is no product shows no quantities."""
    activity = catalogue.activities.get(one.cell.key.activity)
    versions = {row.version: row for rows in catalogue.factors.values() for row in rows}
    return [
        _step(catalogue, one, versions[version], activity)
        for version in one.factors
        if version in versions
    ]


def _step(catalogue: Catalogue, one: Explained, factor: Factor, activity: Activity | None) -> Step:
    quantity = one.cell.quantity
    try:
        value = kg_co2e_per_unit(catalogue, factor, AS_PUBLISHED, one.cell.key.month)
    except NoFactor:
        value = None
    is_product = activity is not None and activity.method in PRODUCTS and not one.parameters
    if activity is None or quantity is None or not is_product:
        return Step(factor, None, value)
    return Step(factor, in_factor_units(activity, quantity, one.cell.key.month), value)


PRODUCTS = (Method.QUANTITY, Method.DAYS, Method.YEAR_SHARE)


def words(t: Voice, catalogue: Catalogue, one: Explained, person: int | None) -> str:
    """The whole of it for a chat; `person` is who asks."""
    return "\n".join(_lines(t, catalogue, one, person))


def _lines(t: Voice, catalogue: Catalogue, one: Explained, person: int | None) -> Iterator[str]:
    cell = one.cell
    yield t(HEAD, item=item_name(t, catalogue, cell), month=t.month(cell.key.month))
    yield _told(t, catalogue, cell)
    found = steps(catalogue, one)
    for step in found:
        if step.quantity is not None and step.value is not None:
            yield t(
                PRODUCT,
                quantity=f"{t.number(step.quantity)} {_unit(t, catalogue, step.factor.unit)}",
                value=t.number(step.value),
                kg=t.number(step.quantity * step.value, 3),
            )
    if one.parameters:
        yield t(PARAMETERS, parameters=_parameters(t, one.parameters))
    if cell.kg_co2e is not None:
        yield t(IN_TONNES, tonnes=t.tonnes(cell.kg_co2e))
    if one.not_counted:
        yield t(NOT_COUNTED, reason=t(one.not_counted))
    for step in found:
        yield t(FACTOR, label=t(step.factor.label), version=step.factor.version)
        yield t(SOURCE, source=step.factor.source)
        if not step.factor.verified:
            yield t(NOT_VERIFIED)
    yield _sender(t, one, person)
    yield _evidence(t, one)
    if cell.version > 1:
        yield t(REVISION, number=cell.version)


def _unit(t: Voice, catalogue: Catalogue, code: str) -> str:
    unit = catalogue.units.get(code)
    return t(unit.label) if unit else code


def item_name(t: Voice, catalogue: Catalogue, cell: Cell) -> str:
    """The activity, with its kind where it has one."""
    activity = catalogue.activities.get(cell.key.activity)
    if activity is None:
        return cell.key.activity
    kind = next((one for one in activity.kinds if one.code == cell.key.kind), None)
    return f"{t(activity.label)}, {t(kind.label)}" if kind else t(activity.label)


def _told(t: Voice, catalogue: Catalogue, cell: Cell) -> str:
    activity = catalogue.activities.get(cell.key.activity)
    if cell.quantity is None or activity is None:
        return t(TOLD, base=t(STATUS_WORDS.get(cell.status, cell.status.value)))
    base = f"{t.number(cell.quantity)} {t(catalogue.units[activity.unit].label)}"
    if cell.told_quantity is None or cell.told_unit in ("", activity.unit):
        return t(TOLD, base=base)
    unit = catalogue.units.get(cell.told_unit)
    said = f"{t.number(cell.told_quantity)} {t(unit.label) if unit else cell.told_unit}"
    return t(TOLD_AS, told=said, base=base)


def _parameters(t: Voice, parameters: str) -> str:
    said: dict[str, str] = json.loads(parameters)
    return ", ".join(f"{name} = {t.number(Decimal(value))}" for name, value in said.items())


def _sender(t: Voice, one: Explained, person: int | None) -> str:
    by = t(_teller(one, person))
    when = t.moment(one.sent_at or one.recorded_at)
    if one.message is None:
        return t(AT_NO_MESSAGE, by=by, when=when)
    channel = CHANNELS.get(one.channel, one.channel)
    return t(AT, by=by, when=when, channel=channel, message=one.message)


def _teller(one: Explained, person: int | None) -> str:
    if one.person is None:
        return BY_FILE
    return BY_YOU if one.person == person else BY_ANOTHER


def _evidence(t: Voice, one: Explained) -> str:
    if not one.evidence:
        return t(NO_EVIDENCE)
    return t(EVIDENCE, count=len(one.evidence), hash=one.evidence[0][:SHORT_HASH])


def as_json(t: Voice, catalogue: Catalogue, one: Explained) -> dict[str, Any]:
    """The same for programs, digit for digit."""
    cell, activity = one.cell, catalogue.activities.get(one.cell.key.activity)
    return {
        "place": cell.key.place,
        "month": str(cell.key.month),
        "activity": cell.key.activity,
        "name": item_name(t, catalogue, cell),
        "kind": cell.key.kind or None,
        "gpc_ref": activity.gpc_ref if activity else None,
        "ledger": activity.ledger.value if activity else None,
        "method": activity.method.value if activity else None,
        "status": cell.status.value,
        "told_quantity": cell.told_quantity,
        "told_unit": cell.told_unit or None,
        "quantity": cell.quantity,
        "unit": activity.unit if activity else None,
        "parameters": json.loads(one.parameters, parse_float=Decimal) if one.parameters else None,
        "factors": [
            {
                "version": step.factor.version,
                "label": step.factor.label,
                "quantity": step.quantity,
                "unit": step.factor.unit,
                "kg_co2e_per_unit": step.value,
                "source": step.factor.source,
                "confidence": step.factor.confidence.value,
                "valid_from": step.factor.valid_from and str(step.factor.valid_from),
            }
            for step in steps(catalogue, one)
        ],
        "kg_co2e": cell.kg_co2e,
        **{f"kg_{gas}": kg for gas, kg in one.kg_by_gas.items()},
        "gwp_set": one.gwp_set or None,
        "not_counted": t(one.not_counted) if one.not_counted else None,
        "doubted": cell.doubted,
        "questioned": cell.questioned or None,
        "version": cell.version,
        "reason": one.reason,
        "person": one.person,
        "message": one.message,
        "channel": one.channel or None,
        "sent_at": one.sent_at and one.sent_at.isoformat(timespec="seconds"),
        "recorded_at": one.recorded_at.isoformat(timespec="seconds"),
        "evidence": list(one.evidence),
    }
