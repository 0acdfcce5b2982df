"""A place's official before the bot, without a database: figures in, replies out."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot import conversation
from bot.catalogue import PlaceKind, catalogue
from bot.cells import Cell, CellKey, Status
from bot.messages import Kind, Message, Reply
from bot.months import Month
from bot.people import Person, Place, Role, Seat
from bot.situation import Situation

NOW = datetime(2026, 8, 3, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
MONTH = Month(2026, 7)
PLACE = Place("210110", PlaceKind.TAMBON, "21", "2101", "อบต.กะเฉด", "Kachet")


def cell(
    activity: str,
    quantity: str | Decimal | None,
    status: Status = Status.REPORTED,
    *,
    kind: str = "",
    doubted: bool = False,
    month: Month = MONTH,
    place: str = PLACE.id,
) -> Cell:
    """One kept figure; a zero is a confirmed nothing."""
    told = None if quantity is None else Decimal(quantity)
    if status is Status.REPORTED and told == 0:
        status = Status.NOTHING
    return Cell(CellKey(place, month, activity, kind), 1, status, told, doubted=doubted)


def office(cells: Iterable[Cell], locale: str = "th", place: Place = PLACE) -> Situation:
    """What the bot is told when this place's official writes."""
    return Situation(
        now=NOW,
        catalogue=catalogue(),
        locale=locale,
        base_url="https://bok.example.go.th",
        draft_id="abcd1234",
        secret="secret",
        person=Person(1, locale),
        seats=(Seat(1, place, Role.OFFICIAL),),
        cells={one.key: one for one in cells},
    )


def said(situation: Situation, text: str) -> tuple[Reply, ...]:
    return conversation.reply(situation, Message(Kind.TEXT, NOW, text)).replies
