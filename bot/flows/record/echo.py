"""What is said after figures are saved: what they were read as, and what they add up to."""

from collections.abc import Sequence

from bot.catalogue import Ledger
from bot.cells import Status
from bot.changes import Recorded
from bot.drafts import Draft, name_words, quantity_words, short_name
from bot.emissions import Emission, NotCounted
from bot.messages import Card
from bot.months import Month
from bot.status_words import STATUS_WORDS
from bot.text import Voice, mark
from bot.totals import LedgerTotals, ledger_totals
from bot.turn import Turn

SAVED = mark("Saved · %(month)s")
EMITTED = mark("%(activity)s: %(quantity)s = %(tonnes)s tCO2e")
OUTSIDE = mark("%(activity)s: %(quantity)s = %(tonnes)s tCO2e, kept apart: in no total")
TAKEN_UP = mark("%(activity)s: %(quantity)s takes up %(tonnes)s tCO2, kept apart: in no total")
KEPT = mark("%(activity)s: %(quantity)s")
WITH_EVIDENCE = mark("Evidence kept for: %(items)s")
UNVERIFIED = mark("The emission factor used here is not verified yet.")
BEFORE_FIRST = mark("No factor is known for that month; the earliest known one was used.")
LEDGERS = {
    Ledger.ORGANISATION: mark("Own use of the office"),
    Ledger.AREA: mark("In the area"),
}
RUNNING = mark(
    "%(ledger)s: %(month)s %(month_tonnes)s · %(year)s so far %(year_tonnes)s tCO2e "
    "(%(told)s of 12 months)"
)
TONNES = mark("%(tonnes)s tCO2e")
MONTHS_TOLD = mark("Months told")
OF_TWELVE = mark("%(told)s of 12")
LAST_YEAR = mark("%(month)s: %(tonnes)s tCO2e")


def said_words(t: Voice, turn: Turn, draft: Draft) -> str:
    """The value as a person would say it: a quantity, `none (0)`, `no data`."""
    if draft.status is Status.ESTIMATED:
        quantity = quantity_words(t, turn.situation, draft)
        return f"{quantity} ({t(STATUS_WORDS[Status.ESTIMATED])})"
    if draft.status in STATUS_WORDS:
        words = t(STATUS_WORDS[draft.status])
        own_words = draft.status is Status.NOT_AVAILABLE and draft.reason
        return f"{words}: {draft.reason}" if own_words else words
    return quantity_words(t, turn.situation, draft)


def saved_words(turn: Turn, drafts: Sequence[Draft], changes: Sequence[Recorded]) -> str:
    """One message for all that one answer saved: lines, warnings, running totals."""
    t = turn.t
    months = sorted({draft.month for draft in drafts})
    lines = []
    for month in months:
        lines.append(t(SAVED, month=t.month(month)))
        lines += [
            _line(turn, draft, change)
            for draft, change in zip(drafts, changes, strict=True)
            if draft.month == month
        ]
    lines += warnings(t, changes)
    lines += evidence_words(turn, drafts)
    for month in months:
        for ledger in _ledgers(turn, [d for d in drafts if d.month == month]):
            lines += running_words(turn, ledger, month)
    return "\n".join(lines)


def evidence_words(turn: Turn, drafts: Sequence[Draft]) -> list[str]:
    """Which items have a picture or file beside them."""
    names = (short_name(turn.t, turn.situation, one) for one in drafts if one.evidence)
    items = ", ".join(dict.fromkeys(names))
    return [turn.t(WITH_EVIDENCE, items=items)] if items else []


def running_words(turn: Turn, ledger: Ledger, month: Month) -> list[str]:
    """The month, the year so far and the same month last year of one ledger."""
    t, totals = turn.t, totals_of(turn, ledger, month)
    year = Month(month.year, 1)
    words = [
        t(
            RUNNING,
            ledger=t(LEDGERS[ledger]),
            month=t.month(month),
            month_tonnes=t.tonnes(totals.month_kg),
            year=t.month(year).rpartition(" ")[2],
            year_tonnes=t.tonnes(totals.year_kg),
            told=totals.months_told,
        )
    ]
    if totals.last_year_month_kg is not None:
        tonnes = t.tonnes(totals.last_year_month_kg)
        words.append(t(LAST_YEAR, month=t.month(month - 12), tonnes=tonnes))
    return words


def totals_of(turn: Turn, ledger: Ledger, month: Month) -> LedgerTotals:
    situation = turn.situation
    return ledger_totals(situation.catalogue, situation.cells.values(), ledger, month)


def totals_card(turn: Turn, month: Month, title: str) -> Card:
    """The sums of a month as a card, a row a ledger and period."""
    t, rows = turn.t, []
    verified = True
    for ledger in Ledger:
        totals = totals_of(turn, ledger, month)
        if totals.months_told == 0:
            continue
        verified = verified and totals.verified
        rows.append((t(LEDGERS[ledger]), ""))
        rows.append((t.month(month), t(TONNES, tonnes=t.tonnes(totals.month_kg))))
        span = f"{t.month(Month(month.year, 1))} – {t.month(month)}"
        rows.append((span, t(TONNES, tonnes=t.tonnes(totals.year_kg))))
        rows.append((t(MONTHS_TOLD), t(OF_TWELVE, told=totals.months_told)))
        if totals.last_year_month_kg is not None:
            tonnes = t.tonnes(totals.last_year_month_kg)
            rows.append((t.month(month - 12), t(TONNES, tonnes=tonnes)))
    return Card(title, tuple(rows), "" if verified else t(UNVERIFIED))


def _line(turn: Turn, draft: Draft, change: Recorded) -> str:
    t = turn.t
    name, said = name_words(t, turn.situation, draft), said_words(t, turn, draft)
    emitted = change.emission
    if isinstance(emitted, Emission) and draft.status is not Status.NOTHING:
        if emitted.outside_kg_co2e:
            apart = t.tonnes(emitted.outside_kg_co2e)
            return t(OUTSIDE, activity=name, quantity=said, tonnes=apart)
        if emitted.removed_co2_kg:
            taken_up = t.tonnes(emitted.removed_co2_kg)
            return t(TAKEN_UP, activity=name, quantity=said, tonnes=taken_up)
        tonnes = t.tonnes(emitted.kg_co2e)
        return t(EMITTED, activity=name, quantity=said, tonnes=tonnes)
    if isinstance(emitted, NotCounted) and draft.status is not Status.NOTHING:
        return f"{t(KEPT, activity=name, quantity=said)} ({t(emitted.reason)})"
    return t(KEPT, activity=name, quantity=said)


def warnings(t: Voice, changes: Sequence[Recorded]) -> list[str]:
    """What the emissions of these figures rest on, where it must be said."""
    used = [
        change.emission
        for change in changes
        if isinstance(change.emission, Emission) and change.cell.quantity
    ]
    warnings = [UNVERIFIED] if any(not emission.verified for emission in used) else []
    warnings += [BEFORE_FIRST] if any(emission.before_first for emission in used) else []
    return [t(warning) for warning in warnings]


def _ledgers(turn: Turn, drafts: Sequence[Draft]) -> list[Ledger]:
    activities = turn.situation.catalogue.activities
    touched = {activities[draft.activity].ledger for draft in drafts}
    return [ledger for ledger in Ledger if ledger in touched]
