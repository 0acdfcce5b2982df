"""Why: a month's total opened into its figures, and one figure into all that is behind it.

`ทำไม` alone is the figure just told, or the latest month; `ทำไม ไฟ`, `ทำไม มิ.ย.`; who oversees
places adds a name: `ทำไม กะเฉด ไฟ`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from bot.catalogue import Ledger
from bot.explaining import Explained, item_name, words
from bot.flows.base import Flow, typed
from bot.flows.of_month import month_said
from bot.flows.record.echo import LEDGERS
from bot.flows.review.asking import reviewed
from bot.flows.review.naming import VERBS, after_verb, argument_of, named_in, target_of
from bot.messages import Button, Message
from bot.months import Month
from bot.people import Place
from bot.phrases import phrase
from bot.policy import Action, scopes
from bot.reading.activities import activity_names
from bot.situation import Situation
from bot.text import mark
from bot.turn import Turn

NAME = "explain"
OPENED = mark("%(place)s, %(month)s: what it adds up from, in tCO2e")
LINE = mark("%(item)s: %(tonnes)s")
SUM = mark("%(ledger)s: %(tonnes)s together")
ASK = mark("Press one to see where it comes from, or type: why electricity")
NOTHING = mark("No figure of %(month)s is told yet.")
NOT_TOLD = mark("That is not told for %(month)s.")
ASK_PLACE = mark("For one item or one place, type: why electricity, why Kachet")
REST = mark("and %(count)s more: %(tonnes)s")
MOST_BUTTONS = 11
MOST_LINES = 12
NONE = Decimal(0)
MOST_EXPLAINED = 4  # figures of one activity in one message each


def start(turn: Turn, argument: str) -> None:
    """`argument` is `place.month CODE …`; every part may be missing."""
    situation, target = turn.situation, target_of(argument)
    own = situation.seat.place if situation.seat else None
    codes = tuple(target.rest.split())
    if target.name or (target.place and (own is None or target.place != own.id)):
        return _below(turn, argument, codes)
    if own is None:
        return _scope(turn, target.month, codes)
    if not argument and (just := _just_told(turn)):
        return _explain(turn, just)
    return _open(turn, own, target.month or situation.latest_told, codes)


def _scope(turn: Turn, month: Month | None, codes: Sequence[str]) -> None:
    """What everything below adds up from: item by item, or one item place by place."""
    turn.of_office = False
    t, situation, seat = turn.t, turn.situation, turn.situation.overseeing
    month = month or situation.report_month
    told = [one for one in situation.explained if one.cell.key.month == month]
    if seat is None or not told:
        return turn.say(t(NOTHING, month=t.month(month)))
    meant = [one for one in told if one.cell.key.activity in codes]
    if codes and not meant:
        turn.say(t(NOT_TOLD, month=t.month(month)))
    lines = [t(OPENED, place=seat.place.name(t), month=t.month(month))]
    for ledger in Ledger:
        of_it = [one for one in meant or told if _ledger(turn, one) is ledger and _kg(one)]
        sums: dict[str, Decimal] = {}
        for one in of_it:
            name = _place_name(turn, one) if meant else item_name(t, situation.catalogue, one.cell)
            sums[name] = sums.get(name, NONE) + _kg(one)
        if sums:
            lines += _largest(turn, ledger, sums)
    return turn.say("\n".join([*lines, t(ASK_PLACE)]))


def _largest(turn: Turn, ledger: Ledger, sums: Mapping[str, Decimal]) -> Iterator[str]:
    t = turn.t
    yield t(LEDGERS[ledger])
    ordered = sorted(sums.items(), key=lambda one: -one[1])
    for name, kg in ordered[:MOST_LINES]:
        yield t(LINE, item=name, tonnes=t.tonnes(kg))
    if len(ordered) > MOST_LINES:
        rest = sum((kg for _, kg in ordered[MOST_LINES:]), NONE)
        yield t(REST, count=len(ordered) - MOST_LINES, tonnes=t.tonnes(rest))
    yield t(SUM, ledger=t(LEDGERS[ledger]), tonnes=t.tonnes(sum(sums.values(), NONE)))


def _place_name(turn: Turn, one: Explained) -> str:
    rows = turn.situation.progress
    return next(
        (row.place.name(turn.t) for row in rows if row.place.id == one.cell.key.place),
        one.cell.key.place,
    )


def _ledger(turn: Turn, one: Explained) -> Ledger | None:
    return turn.situation.catalogue.running_ledger(one.cell.key.activity)


def _below(turn: Turn, argument: str, codes: Sequence[str]) -> None:
    """A place below that somebody oversees."""
    turn.of_office = False
    found = reviewed(turn, NAME, argument)
    if found:
        _open(turn, found.place, found.month, codes)


def _just_told(turn: Turn) -> list[Explained]:
    """What the person's last message wrote, where it is only one thing."""
    keys = {one.now.key for one in turn.situation.undoable}
    told = [one for one in turn.situation.explained if one.cell.key in keys]
    return told if len({one.cell.key.activity for one in told}) == 1 else []


def _open(turn: Turn, place: Place, month: Month, codes: Sequence[str]) -> None:
    t = turn.t
    told = [
        one
        for one in turn.situation.explained
        if one.cell.key.place == place.id and one.cell.key.month == month
    ]
    meant = [one for one in told if one.cell.key.activity in codes]
    if not told:
        return turn.say(t(NOTHING, month=t.month(month)))
    if codes and not meant:
        turn.say(t(NOT_TOLD, month=t.month(month)))
    return _explain(turn, meant) if meant else _list(turn, place, month, told)


def _explain(turn: Turn, meant: Iterable[Explained]) -> None:
    person = turn.situation.person
    for one in tuple(meant)[:MOST_EXPLAINED]:
        said = words(turn.t, turn.situation.catalogue, one, person.id if person else None)
        turn.say(said)


def _list(turn: Turn, place: Place, month: Month, told: Sequence[Explained]) -> None:
    t, catalogue = turn.t, turn.situation.catalogue
    lines = [t(OPENED, place=place.name(t), month=t.month(month))]
    shown: list[Explained] = []
    for ledger in Ledger:
        of_it = [one for one in told if _ledger(turn, one) is ledger]
        counted = [one for one in of_it if one.cell.kg_co2e is not None]
        counted.sort(key=lambda one: -_kg(one))
        if not counted:
            continue
        lines.append(f"{t(LEDGERS[ledger])}")
        lines += [
            t(LINE, item=item_name(t, catalogue, one.cell), tonnes=t.tonnes(_kg(one)))
            for one in counted
        ]
        total = sum((_kg(one) for one in counted), NONE)
        lines.append(t(SUM, ledger=t(LEDGERS[ledger]), tonnes=t.tonnes(total)))
        shown += counted
    turn.say("\n".join([*lines, t(ASK)]), _buttons(turn, place, month, shown))


def _kg(one: Explained) -> Decimal:
    return one.cell.kg_co2e or NONE


def _buttons(turn: Turn, place: Place, month: Month, shown: Sequence[Explained]) -> list[Button]:
    codes = dict.fromkeys(one.cell.key.activity for one in shown)
    activities = turn.situation.catalogue.activities
    return [
        turn.menu(
            turn.t(activities[code].short_label),
            NAME,
            f"{argument_of(place.id, month)} {code}",
        )
        for code in list(codes)[:MOST_BUTTONS]
    ]


def reads(situation: Situation, said: str) -> str | None:
    """Hears a verb with an item, a month, a place, or several of them behind it."""
    behind = after_verb(NAME, said)
    if not behind:
        return None
    month, name = _month_in(situation, behind)
    own = situation.seat.place if situation.seat else None
    here = own.id if own else ""
    if not name:
        return f"{here}.{month}" if month and _asks_somewhere(situation) else None
    if _asks_somewhere(situation) and (codes := _codes(situation, name)):
        return f"{here}.{month or ''} {' '.join(codes)}"
    if not scopes(situation.seats, Action.SUMMARISE):
        return None
    places = [row.place for row in situation.progress]
    named = named_in(behind, places, situation.today, situation.report_month)
    if not named.is_sure:
        return None
    codes = _codes(situation, named.rest) if named.rest else ()
    return f"{named.places[0].id}.{named.month or ''} {' '.join(codes)}".rstrip()


def _asks_somewhere(situation: Situation) -> bool:
    return situation.seat is not None or bool(scopes(situation.seats, Action.SUMMARISE))


def _month_in(situation: Situation, text: str) -> tuple[Month | None, str]:
    """The month that is the end of the text, or all of it, and what stands before it."""
    parts = text.split()
    for start in range(len(parts)):
        month = month_said(situation, " ".join(parts[start:]))
        if month:
            return month, " ".join(parts[:start])
    return None, text


def _codes(situation: Situation, name: str) -> tuple[str, ...]:
    named = activity_names(situation.catalogue).resolve(name)
    return named.codes if named and named.certain and not named.inside else ()


def is_meant(message: Message) -> bool:
    """Whether a message may ask why: only then is what is behind the figures read."""
    head, _, rest = message.action.rpartition("menu:")[2].partition(":")
    if message.action:
        return head == NAME or rest == NAME
    said = phrase(message.text)
    return said in FLOW.phrases or bool(after_verb(NAME, said))


FLOW = Flow(NAME, typed(*VERBS[NAME]), start, reads=reads, aside=True)
