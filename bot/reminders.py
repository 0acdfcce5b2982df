"""A reminder's words: one message a person, whatever offices and months it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.catalogue import Catalogue
from bot.messages import Button, Reply, at_office
from bot.months import Month
from bot.people import Place
from bot.reporting import RECEIVED, Standing, State
from bot.schedule import Job
from bot.text import Voice, mark

OPENED = mark(
    "The figures for %(month)s can be told from today, until %(due)s. "
    "%(total)s items, about five minutes."
)
DUE_SOON = mark("%(month)s is due on %(due)s. %(done)s of %(total)s items are told.")
DUE_TODAY = mark("%(month)s is due today. %(done)s of %(total)s items are told.")
WAS_DUE = mark("%(month)s was due on %(due)s. %(done)s of %(total)s items are told.")
RETURNED = mark("Returned by the coordinator: %(reason)s")
LEFT = mark("Still open: %(items)s")
OF_SEVERAL = mark("Still to tell:")
ONE_OF_SEVERAL = mark("• %(place)s, %(month)s: %(count)s of %(total)s items, due %(due)s")
AND_MORE = mark("%(items)s and %(count)s more")
START = mark("Start")
STOP = mark("Stop reminders")
MOST_BUTTONS = 10
MOST_NAMED = 5  # items of one office, where there are several
WORDS = {
    Job.OPENING: OPENED,
    Job.BEFORE: DUE_SOON,
    Job.DUE: DUE_TODAY,
    Job.AFTER: WAS_DUE,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one office still owes for a month, and by which job its official hears of it."""

    job: Job
    place: Place
    month: Month
    due: date
    standing: Standing


def is_owed(standing: Standing) -> bool:
    """Whether there is anything to remind of: what was sent, approved or closed is done."""
    state = standing.month.state
    if state in RECEIVED or standing.month.is_closed:
        return False
    return bool(standing.owed) or state is State.RETURNED


def reminder(t: Voice, catalogue: Catalogue, asked: Sequence[Asked]) -> Reply:
    """Every office and month in one message; a single one in full."""
    text = _alone(t, catalogue, asked[0]) if len(asked) == 1 else _several(t, catalogue, asked)
    return Reply(text, (*_starts(t, asked), Button(t(STOP), "menu:stop")))


def _starts(t: Voice, asked: Sequence[Asked]) -> tuple[Button, ...]:
    """One way in; of several offices one each, so that no figure goes to another than is meant."""
    places = list(dict.fromkeys(one.place for one in asked))
    if len(places) == 1:
        return (Button(t(START), "menu:record"),)
    return tuple(
        Button(place.short_name(t), at_office(place.id, "menu:record"))
        for place in places[:MOST_BUTTONS]
    )


def _alone(t: Voice, catalogue: Catalogue, one: Asked) -> str:
    owed, total = one.standing.owed, len(one.standing.expected)
    values = {
        "month": t.month_long(one.month),
        "due": t.day(one.due),
        "done": total - len(owed),
        "total": total,
    }
    lines = [t(WORDS[one.job], **values), *_returned(t, one)]
    if owed and one.job is not Job.OPENING:
        lines.append(t(LEFT, items=", ".join(_names(t, catalogue, owed))))
    return "\n".join(lines)


def _several(t: Voice, catalogue: Catalogue, asked: Sequence[Asked]) -> str:
    lines = [t(OF_SEVERAL)]
    for one in asked:
        owed = one.standing.owed
        lines.append(
            t(
                ONE_OF_SEVERAL,
                place=one.place.name(t),
                month=t.month(one.month),
                count=len(owed),
                total=len(one.standing.expected),
                due=t.day(one.due),
            )
        )
        lines += [f"  {words}" for words in (*_returned(t, one), _first_names(t, catalogue, owed))]
    return "\n".join(line for line in lines if line.strip())


def _returned(t: Voice, one: Asked) -> list[str]:
    month = one.standing.month
    return [t(RETURNED, reason=month.reason)] if month.state is State.RETURNED else []


def _first_names(t: Voice, catalogue: Catalogue, owed: Sequence[str]) -> str:
    names = ", ".join(_names(t, catalogue, owed[:MOST_NAMED]))
    left = len(owed) - MOST_NAMED
    return t(AND_MORE, items=names, count=left) if left > 0 else names


def _names(t: Voice, catalogue: Catalogue, codes: Sequence[str]) -> list[str]:
    return [t(catalogue.activities[code].short_label) for code in codes]
