"""Recalculating by order: what figures come to by the factors that hold now, and why it differs.

Nothing told changes: not the quantity, the words, nor who said it. The old sums and the new ones
are kept beside each other, with each cause by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.catalogue import Catalogue, Ledger
from bot.cells import Cell
from bot.changes import Recorded
from bot.drafts import new_cell
from bot.emissions import Local, emission
from bot.months import Month
from bot.ordered import REASON

ZERO = Decimal(0)
TERRITORIAL = "territorial"  # in neither ledger's total: power to the grid, waste from elsewhere


def recalculated(
    catalogue: Catalogue, cell: Cell, told_version: int, order: int, local: Local
) -> Recorded | None:
    """The same figure, with its emission by these factors; None for an activity nobody knows."""
    activity = catalogue.activities.get(cell.key.activity)
    if activity is None:
        return None
    key, quantity = cell.key, cell.quantity
    result = (
        None
        if quantity is None
        else emission(catalogue, activity, quantity, key.month, key.kind, local=local)
    )
    now = new_cell(
        key,
        cell.version + 1,
        cell.status,
        quantity,
        cell.told_quantity,
        cell.told_unit,
        cell.doubted,
        result,
        cell.questioned,
    )
    return Recorded(now, cell, REASON.format(order=order), result, told_version=told_version)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure comes to, as its row keeps it: `kg` exact to six places."""

    kg: Decimal | None
    factors: str | None
    parameters: str | None
    not_counted: str | None

    @property
    def by(self) -> str:
        """The factor versions it was counted with, or why it was not."""
        return self.factors or (f"not counted: {self.not_counted}" if self.not_counted else "")


@dataclass(frozen=True, slots=True)
class Recalculated:
    """One figure that was looked at: the revision it would get, and its sums before and after."""

    change: Recorded
    old: Counted
    new: Counted
    is_changed: bool


@dataclass(frozen=True, order=True, slots=True)
class Cause:
    """One reason why figures of one activity come to something else."""

    activity: str
    kind: str
    cause: str  # factor, parameters (what the place told as a setting) or method
    old: str
    new: str

    @classmethod
    def of(cls, activity: str, kind: str, old: Counted, new: Counted) -> "Cause":
        if old.by != new.by:
            return cls(activity, kind, "factor", old.by, new.by)
        if old.parameters != new.parameters:
            return cls(activity, kind, "parameters", old.parameters or "", new.parameters or "")
        return cls(activity, kind, "method", old.by, new.by)


@dataclass(slots=True)
class Change:
    """Sums before and after, in kg CO2e."""

    old: Decimal = ZERO
    new: Decimal = ZERO
    cells: int = 0
    first: Month | None = None
    last: Month | None = None

    def add(self, month: Month, old: Decimal | None, new: Decimal | None) -> None:
        self.old += old or ZERO
        self.new += new or ZERO
        self.cells += 1
        self.first = min(self.first or month, month)
        self.last = max(self.last or month, month)

    def to_json(self) -> dict[str, Any]:
        return {
            "old_kg": f"{self.old:f}",
            "new_kg": f"{self.new:f}",
            "difference_kg": f"{self.new - self.old:f}",
            "figures": self.cells,
            "first": str(self.first) if self.first else None,
            "last": str(self.last) if self.last else None,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Change":
        first, last = (Month.parse(body[end]) if body[end] else None for end in ("first", "last"))
        sums = Decimal(body["old_kg"]), Decimal(body["new_kg"])
        return cls(*sums, cells=body["figures"], first=first, last=last)


Line = tuple[str, str]
"""A ledger (or `territorial`) and a GPC reference."""


@dataclass(slots=True)
class Explanation:
    """What a recalculation looked at and changed: line by line, and cause by cause."""

    looked_at: int = 0
    lines: dict[Line, Change] = field(default_factory=dict)
    causes: dict[Cause, Change] = field(default_factory=dict)
    settled: dict[str, int] = field(default_factory=dict)  # state → changed months in it

    @property
    def changed(self) -> int:
        return sum(change.cells for change in self.causes.values())

    def look(self, catalogue: Catalogue, one: Recalculated) -> None:
        """Take in one figure, and why it changes where it does."""
        self.looked_at += 1
        cell, old, new = one.change.cell, one.old, one.new
        key = cell.key
        if old.kg is not None or new.kg is not None:
            line = self.lines.setdefault(line_of(catalogue, key.activity), Change())
            line.add(key.month, old.kg, new.kg)
        if one.is_changed:
            cause = Cause.of(key.activity, key.kind, old, new)
            self.causes.setdefault(cause, Change()).add(key.month, old.kg, new.kg)

    def settle(self, state: str) -> None:
        """Count a month in this state that has a figure which changes."""
        self.settled[state] = self.settled.get(state, 0) + 1

    def total(self, ledger: Ledger) -> Change:
        """Both ledgers have their own; what is territorial only is in neither."""
        total = Change()
        for (name, _), line in self.lines.items():
            if name == ledger.value:
                total.old, total.new = total.old + line.old, total.new + line.new
                total.cells += line.cells
        return total

    def to_json(self) -> dict[str, Any]:
        return {
            "looked_at": self.looked_at,
            "changed": self.changed,
            "settled_months": dict(sorted(self.settled.items())),
            "lines": [
                {"ledger": ledger, "gpc_ref": ref, **line.to_json()}
                for (ledger, ref), line in sorted(self.lines.items())
            ],
            "causes": [
                {
                    "activity": cause.activity,
                    "kind": cause.kind,
                    "cause": cause.cause,
                    "old": cause.old,
                    "new": cause.new,
                    **change.to_json(),
                }
                for cause, change in sorted(self.causes.items())
            ],
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Explanation":
        return cls(
            looked_at=body["looked_at"],
            lines={(one["ledger"], one["gpc_ref"]): Change.from_json(one) for one in body["lines"]},
            causes={
                Cause(
                    *(one[name] for name in ("activity", "kind", "cause", "old", "new"))
                ): Change.from_json(one)
                for one in body["causes"]
            },
            settled=dict(body["settled_months"]),
        )


def line_of(catalogue: Catalogue, code: str) -> Line:
    """Where an activity's emissions stand in the account."""
    activity = catalogue.activities.get(code)
    ledger = catalogue.running_ledger(code)
    return ledger.value if ledger else TERRITORIAL, activity.gpc_ref if activity else ""
