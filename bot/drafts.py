"""A figure that was read but is not saved yet, and what saving it writes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.catalogue import Catalogue
from bot.cells import Cell, CellKey, Status
from bot.changes import Recorded
from bot.emissions import Emission, Local, NotCounted, emission
from bot.emissions.local import local_of
from bot.emissions.quantities import kept
from bot.months import Month
from bot.reading import Item
from bot.reading.slips import SLIPS
from bot.situation import Situation, Step
from bot.text import Voice

MOST_PENDING = 8
LARGEST = Decimal(10) ** 12  # base units; what the columns can hold exactly


@dataclass(frozen=True, slots=True)
class Draft:
    """`quantity` in the activity's base unit, `told_quantity` in `told_unit`, both as read.

    `note` says why it is doubtful (`doubts` are the reader's codes), `fixes` are the likely right
    base quantities, `reason` is the person's own words for a cell without a figure, `evidence` the
    attachments that came with it, `event` the message that told it. All live until the figure is
    saved or dropped.
    """

    activity: str
    month: Month
    status: Status
    quantity: Decimal | None = None
    told_quantity: Decimal | None = None
    told_unit: str = ""
    kind: str = ""
    doubted: bool = False
    note: str = ""
    fixes: tuple[Decimal, ...] = ()
    reason: str = ""
    doubts: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    event: int | None = None

    @classmethod
    def of(cls, item: Item, month: Month, note: str = "") -> "Draft":
        """What the reader read; `month` is used where the message names none."""
        fixes = [fix.base_quantity for doubt in item.doubts for fix in doubt.fixes]
        return cls(
            activity=item.activity,
            month=item.month or month,
            status=_status(item),
            quantity=item.base_quantity,
            told_quantity=item.quantity,
            told_unit=item.unit,
            kind=item.kind,
            doubted=bool(item.doubts),
            note=note,
            doubts=tuple(doubt.code for doubt in item.doubts),
            fixes=tuple(dict.fromkeys(fix for fix in fixes if fix is not None)),
        )

    @classmethod
    def of_cell(cls, cell: Cell) -> "Draft":
        """What a cell said, to say it again."""
        return cls(
            activity=cell.key.activity,
            month=cell.key.month,
            status=cell.status,
            quantity=cell.quantity,
            told_quantity=cell.told_quantity,
            told_unit=cell.told_unit,
            kind=cell.key.kind,
            doubted=cell.doubted,
        )

    def fixed(self, base_quantity: Decimal, base_unit: str) -> "Draft":
        """The same figure with the likely right quantity a button offered."""
        return replace(
            self,
            quantity=base_quantity,
            told_quantity=base_quantity,
            told_unit=base_unit,
            doubted=False,
            note="",
            doubts=(),
            fixes=(),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "activity": self.activity,
            "month": str(self.month),
            "status": self.status.value,
            "quantity": None if self.quantity is None else str(self.quantity),
            "told_quantity": None if self.told_quantity is None else str(self.told_quantity),
            "told_unit": self.told_unit,
            "kind": self.kind,
            "doubted": self.doubted,
            "note": self.note,
            "fixes": [str(fix) for fix in self.fixes],
            "reason": self.reason,
            "doubts": list(self.doubts),
            "evidence": list(self.evidence),
            "event": self.event,
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Draft":
        return cls(
            activity=body["activity"],
            month=Month.parse(body["month"]),
            status=Status(body["status"]),
            quantity=None if body["quantity"] is None else Decimal(body["quantity"]),
            told_quantity=None if body["told_quantity"] is None else Decimal(body["told_quantity"]),
            told_unit=body["told_unit"],
            kind=body["kind"],
            doubted=body["doubted"],
            note=body.get("note", ""),
            fixes=tuple(map(Decimal, body.get("fixes", ()))),
            reason=body.get("reason", ""),
            doubts=tuple(body.get("doubts", ())),
            evidence=tuple(body.get("evidence", ())),
            event=body.get("event"),
        )

    @property
    def cell(self) -> tuple[str, str, Month]:
        """What tells two drafts of one place apart."""
        return self.activity, self.kind, self.month

    def with_evidence(self, attachments: Sequence[int]) -> "Draft":
        """The same with these attachments too, each once."""
        return replace(self, evidence=tuple(dict.fromkeys((*self.evidence, *attachments))))

    def without_evidence(self, attachment: int) -> "Draft":
        return replace(self, evidence=tuple(one for one in self.evidence if one != attachment))

    def key(self, situation: Situation) -> CellKey:
        return CellKey(situation.place.id, self.month, self.activity, self.kind)

    def before(self, situation: Situation) -> Cell | None:
        return situation.cells.get(self.key(situation))

    def too_large(self) -> bool:
        return self.quantity is not None and abs(self.quantity) >= LARGEST


def _status(item: Item) -> Status:
    if item.base_quantity == 0:
        return Status.NOTHING
    return Status.ESTIMATED if item.estimated else Status.REPORTED


def new_cell(
    key: CellKey,
    version: int,
    status: Status,
    quantity: Decimal | None,
    told_quantity: Decimal | None,
    told_unit: str,
    doubted: bool,
    result: Emission | NotCounted | None,
    questioned: str = "",
) -> Cell:
    """A cell with the sum its emission gives; no sum where nothing is counted."""
    counted = result if isinstance(result, Emission) else None
    return Cell(
        key=key,
        version=version,
        status=status,
        quantity=quantity,
        told_quantity=told_quantity,
        told_unit=told_unit,
        doubted=doubted,
        questioned=questioned,
        kg_co2e=counted.kg_co2e if counted else None,
        verified=not quantity or not counted or counted.verified,  # nothing uses no factor
    )


def recorded(situation: Situation, draft: Draft, reason: str) -> Recorded:
    """The change that saves `draft` at the person's own place."""
    key = draft.key(situation)
    local = local_of(situation.catalogue, situation.place, situation.cells.values(), draft.month)
    return recorded_at(situation.catalogue, key, situation.cells.get(key), draft, reason, local)


def recorded_at(
    catalogue: Catalogue,
    key: CellKey,
    before: Cell | None,
    draft: Draft,
    reason: str,
    local: Local,
) -> Recorded:
    """The change that saves `draft` in a cell, with its emission by the factor of its month."""
    activity = catalogue.activities[draft.activity]
    # As it is stored, so that anybody can compute the same from what is stored.
    quantity = None if draft.quantity is None else kept(draft.quantity)
    result = (
        emission(catalogue, activity, quantity, draft.month, draft.kind, local=local)
        if quantity is not None
        else None
    )
    cell = new_cell(
        key,
        before.version + 1 if before else 1,
        draft.status,
        quantity,
        draft.told_quantity,
        draft.told_unit,
        draft.doubted,
        result,
        " ".join(code for code in draft.doubts if code in SLIPS),
    )
    return Recorded(cell, before, reason, result, draft.event)


def drafts_in(step: Step | None) -> list[Draft]:
    """The figures that wait in an open step: read, but neither saved nor dropped."""
    return [Draft.from_json(body) for body in step.data.get("drafts", ())] if step else []


def pending_in(step: Step | None) -> Mapping[str, Any] | None:
    """The questions that wait for the same yes as the figures: which item was 4.2 tonnes?

    One holds the next under `then`. The one that is open now waits as well.
    """
    if step is None:
        return None
    waits: Mapping[str, Any] | None = step.data.get("pending")
    if step.name != "which":
        return waits
    open_now = {key: step.data[key] for key in ("words", "said", "month", "candidates")}
    return chained(open_now, waits)


def chained(
    first: Mapping[str, Any] | None, then: Mapping[str, Any] | None
) -> Mapping[str, Any] | None:
    """Questions in a row, each once, and at most `MOST_PENDING` of them."""
    row = {one["said"]: one for one in (*_row(first), *_row(then))}
    linked: Mapping[str, Any] | None = None
    for one in reversed(list(row.values())[:MOST_PENDING]):
        linked = {**one, "then": linked}
    return linked


def pending_texts(pending: Mapping[str, Any] | None) -> list[str]:
    """What was said of each figure whose item is not clear yet."""
    return [one["said"] for one in _row(pending)]


def _row(pending: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    while pending:
        yield pending
        pending = pending.get("then")


def kindless(situation: Situation, drafts: Sequence[Draft]) -> Draft | None:
    """The first figure that must name its kind (which refrigerant?) and does not."""
    activities = situation.catalogue.activities
    return next(
        (
            draft
            for draft in drafts
            if activities[draft.activity].kinds and not draft.kind and draft.quantity
        ),
        None,
    )


def evidence_in(step: Step | None) -> tuple[int, ...]:
    """Attachments that wait in an open step for the figure they belong to."""
    return tuple(step.data.get("evidence", ())) if step else ()


def merged(kept: Sequence[Draft], new: Sequence[Draft]) -> list[Draft]:
    """What waits, with what was just told: a cell told anew replaces what waited for it."""
    by_cell = {draft.cell: draft for draft in kept}
    for draft in new:
        before = by_cell.get(draft.cell)
        by_cell[draft.cell] = draft.with_evidence(before.evidence) if before else draft
    return list(by_cell.values())


def quantity_words(t: Voice, situation: Situation, draft: Draft) -> str:
    """`12 MWh (12,000 units (kWh))`: as it was told, and in the base unit when that differs."""
    activity = situation.catalogue.activities[draft.activity]
    units = situation.catalogue.units
    if draft.quantity is None:
        return ""
    base = f"{t.number(draft.quantity)} {t(units[activity.unit].label)}"
    if draft.told_unit in ("", activity.unit) or draft.told_quantity is None:
        return base
    return f"{t.number(draft.told_quantity)} {t(units[draft.told_unit].label)} ({base})"


def short_name(t: Voice, situation: Situation, draft: Draft) -> str:
    """The activity's name as buttons and lists show it."""
    return t(situation.catalogue.activities[draft.activity].short_label)


def name_words(t: Voice, situation: Situation, draft: Draft) -> str:
    """The activity, with its kind where there is one: `Refrigerant recharged, R32`."""
    activity = situation.catalogue.activities[draft.activity]
    kind = next((kind for kind in activity.kinds if kind.code == draft.kind), None)
    return f"{t(activity.label)}, {t(kind.label)}" if kind else t(activity.label)
