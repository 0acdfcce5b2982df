"""Totals: the month and the year so far, each ledger apart."""

from bot.catalogue import Ledger
from bot.flows.base import Flow, typed
from bot.flows.of_month import month_in, of_month
from bot.flows.overview import say_overview
from bot.flows.record.echo import totals_card, totals_of
from bot.flows.review.naming import argument_of
from bot.months import Month
from bot.text import mark
from bot.turn import Turn

TITLE = mark("Totals, %(month)s")
EMPTY = mark("No figures yet this year. Type start to tell the first.")
CO2E = mark("tCO2e: tonnes of greenhouse gases, counted as carbon dioxide.")
START = mark("Start")
PROGRESS = mark("Progress")
WHY = mark("Why?")


def start(turn: Turn, argument: str) -> None:
    if turn.situation.seat:
        _own(turn, month_in(argument) or turn.situation.latest_told)
    say_overview(turn)


def _own(turn: Turn, month: Month) -> None:
    t = turn.t
    ledgers = [ledger for ledger in Ledger if totals_of(turn, ledger, month).months_told]
    if not ledgers:
        return turn.say(t(EMPTY), [turn.menu(t(START), "record")])
    title = t(TITLE, month=t.month_long(month))
    card = totals_card(turn, month, title)
    why = turn.menu(t(WHY), "explain", argument_of(turn.situation.place.id, month))
    return turn.say(f"{title}\n{t(CO2E)}", [why, turn.menu(t(PROGRESS), "progress")], card)


FLOW = Flow(
    "totals",
    typed(
        *("totals", "total", "sum", "see totals"),
        *("ยอดรวม", "ยอด", "ดูยอด", "ดูยอดรวม", "สรุป", "รวม"),
    ),
    start,
    aside=True,
    reads=of_month("totals", "total", "ยอดรวม", "ยอด", "ดูยอด", "สรุป"),
)
