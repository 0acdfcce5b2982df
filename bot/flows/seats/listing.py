"""The roster: the places somebody oversees, ten a page, and one found by what is typed."""

import re

from bot.flows import busy
from bot.flows.record import yes_or_no
from bot.flows.seats import one_place, words
from bot.flows.seats.finding import find
from bot.messages import Button, Message
from bot.people import Place
from bot.policy import Action, scopes
from bot.roster import PlaceSeats
from bot.text import mark
from bot.turn import Turn

A_PAGE = 10
HEAD = mark(
    "Seats · %(scope)s\n"
    "%(held)s of %(total)s places have somebody, %(empty)s have nobody. Successors waiting: "
    "%(waiting)s"
)
PAGE = mark("Page %(page)s of %(pages)s. Type a place's name or code to look at it.")
NEXT = mark("Next page")
NOT_FOUND = mark("No such place was found. Please type its name or code as in the list.")
WHICH_PLACE = mark("Which place is meant?")
_NEXT = frozenset({"ต่อไป", "ถัดไป", "หน้าต่อไป", "หน้าถัดไป", "next", "next page", "more"})
_BEFORE = frozenset({"ก่อนหน้า", "หน้าก่อน", "หน้าก่อนหน้า", "previous", "previous page", "back"})
_PAGE = re.compile(r"(?:หน้า(?:ที่)?|page)?\s*(\d{1,3})")


def show(turn: Turn, page: int) -> None:
    """One page; the step holds its number, so that `next` and a number can be typed."""
    rows, t = turn.situation.roster, turn.t
    pages = max(1, -(-len(rows) // A_PAGE))
    page = min(max(page, 1), pages)
    turn.open("seats", "list", {"page": page})
    shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
    lines = [_head(turn)] if page == 1 else []
    lines += [f"• {row.place.short_name(t)}: {words.line(turn, row)}" for row in shown]
    lines.append(t(PAGE, page=page, pages=pages))
    more = [turn.choice(t(NEXT), "page", str(page + 1))] if page < pages else []
    buttons = [_place_button(turn, row.place) for row in shown]
    turn.say("\n".join(lines), [*buttons, *more])


def _head(turn: Turn) -> str:
    t, rows = turn.t, turn.situation.roster
    held = sum(bool(row.holders) for row in rows)
    return t(
        HEAD,
        scope=", ".join(place.name(t) for place in scopes(turn.situation.seats, Action.ROSTER)),
        held=held,
        total=len(rows),
        empty=len(rows) - held,
        waiting=sum(len(row.waiting) for row in rows),
    )


def look(turn: Turn, text: str) -> None:
    """The place that is meant, or the ones it may be."""
    found = find(turn.situation.roster, text)
    if found.sure:
        return one_place.show(turn, found.rows[0])
    return which(turn, found.rows)


def which(turn: Turn, rows: tuple[PlaceSeats, ...], verb: str = "") -> None:
    """Several places fit, or one nearly does: nothing is guessed.

    With a `verb` that is done at the one that is picked.
    """
    if not rows:
        turn.say(turn.t(NOT_FOUND))
        return
    turn.open("seats", "list", {"page": 1, "verb": verb})
    buttons = [_place_button(turn, row.place, verb) for row in rows]
    turn.say(turn.t(WHICH_PLACE), buttons)


def _place_button(turn: Turn, place: Place, verb: str = "") -> Button:
    argument = f"{verb}:{place.id}" if verb else place.id
    return turn.menu(place.short_name(turn.t), "seats", argument)


def typed(turn: Turn, message: Message) -> None:
    """A page, or a place; figures are figures even here."""
    step = turn.situation.step
    page = step.data["page"] if step else 1
    said = yes_or_no.bare(message.text)
    found = find(turn.situation.roster, message.text)
    if said in _NEXT or said in _BEFORE:
        return show(turn, page + (1 if said in _NEXT else -1))
    if found.rows:
        return one_place.show(turn, found.rows[0]) if found.sure else which(turn, found.rows)
    number = _PAGE.fullmatch(said)
    if number:
        return show(turn, int(number[1]))
    return None if busy.tells_figures(turn, message) else which(turn, ())
