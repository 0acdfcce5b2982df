"""The coordinator's digest: who has told the month and when, who has not, what looks doubtful."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.messages import Button, Card, Reply
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Place, Role, Seat
from bot.pictures import COMPLETE, ON_TIME, grouped, progress_picture, progress_rows
from bot.reporting import State
from bot.text import Voice, mark

HEAD = mark("%(place)s · %(month)s")
RECEIVED = mark("Complete: %(complete)s of %(expected)s places (%(percent)s %%)")
IN_TIME = mark("on time: %(count)s")
PLACES_ON_TIME = mark("%(count)s on time")
PLACE_ON_TIME = mark("on time")
STATES = mark("To approve: %(waiting)s · returned: %(returned)s · approved: %(approved)s")
CLOSED = mark("closed: %(count)s")
DOUBTFUL = mark("With something questioned (%(count)s): %(places)s")
SILENT = mark("Nothing yet (%(count)s): %(places)s")
PARTLY = mark("Under way (%(count)s): %(places)s")
PUNCTUAL = mark("Complete, thank you (%(count)s): %(places)s")
ON_TIME_THANKS = mark("Complete and on time, thank you (%(count)s): %(places)s")
NOBODY = mark("No official has joined yet, or cannot be reached (%(count)s): %(places)s")
AND_MORE = mark("%(places)s and %(count)s more")
REVIEW = mark("What waits")
NUDGE = mark("Remind %(count)s places")
PAGE = mark("Open the page")
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """DHIS2's reporting rates of a scope: reports expected, received, and received on time."""

    asked: tuple[PlaceProgress, ...]
    complete: tuple[PlaceProgress, ...]
    on_time: tuple[PlaceProgress, ...] | None  # None where no due day is known
    doubtful: tuple[PlaceProgress, ...]

    @classmethod
    def of(cls, progress: Sequence[PlaceProgress], due: datetime | None) -> "Counts":
        """`due` is the end of the due day."""
        asked = tuple(row for row in progress if row.expected)
        complete = tuple(row for row in asked if row.is_complete)
        return cls(
            asked=asked,
            complete=complete,
            on_time=tuple(row for row in complete if row.is_on_time(due)) if due else None,
            doubtful=tuple(row for row in asked if not row.standing.is_valid),
        )

    @property
    def percent(self) -> int:
        """Whole per cent of expected reports that are received, rounded down."""
        return 100 * len(self.complete) // len(self.asked) if self.asked else 0

    def in_state(self, state: State) -> int:
        return sum(row.standing.month.state is state for row in self.asked)


def summary(
    t: Voice,
    seat: Seat,
    progress: Sequence[PlaceProgress],
    month: Month,
    due: datetime | None = None,
) -> Reply:
    """One message, a card and a picture over the places of `seat` that are asked for figures."""
    counts = Counts.of(progress, due)
    head = t(HEAD, place=seat.place.name(t), month=t.month_long(month))
    lines = [head, *_counted(t, counts), *_groups(t, counts)]
    rows, counted = progress_rows(t, seat.place, progress)
    silent = sum(row.answered == 0 for row in counts.asked)
    praised, words = (
        (counts.complete, COMPLETE) if counts.on_time is None else (counts.on_time, ON_TIME)
    )
    picture = progress_picture(
        t, head, rows, len(praised), silent, len(counts.doubtful), counted, words
    )
    title = t(HEAD, place=seat.place.name(t), month=t.month(month))
    facts = _facts(t, counts) + _in_parts(t, seat.place, progress, due)
    return Reply(
        "\n".join(lines), _buttons(t, seat, month, counts), Card(title, facts), picture=picture
    )


def _counted(t: Voice, counts: Counts) -> list[str]:
    complete, expected = len(counts.complete), len(counts.asked)
    received = t(RECEIVED, complete=complete, expected=expected, percent=counts.percent)
    if counts.on_time is not None:
        received += " · " + t(IN_TIME, count=len(counts.on_time))
    states = t(
        STATES,
        waiting=counts.in_state(State.SUBMITTED),
        returned=counts.in_state(State.RETURNED),
        approved=counts.in_state(State.APPROVED),
    )
    closed = counts.in_state(State.CLOSED)
    return [received, f"{states} · {t(CLOSED, count=closed)}" if closed else states]


def _groups(t: Voice, counts: Counts) -> list[str]:
    """The doubtful, those under way, the silent, those without anybody, and the punctual."""
    silent = [row for row in counts.asked if row.answered == 0]
    praised = counts.complete if counts.on_time is None else counts.on_time
    groups = (
        (DOUBTFUL, counts.doubtful),
        (PARTLY, [row for row in counts.asked if row.answered > 0 and not row.is_complete]),
        (SILENT, [row for row in silent if row.reachable]),
        (NOBODY, [row for row in silent if not row.reachable]),
        (PUNCTUAL if counts.on_time is None else ON_TIME_THANKS, praised),
    )
    return [t(words, count=len(rows), places=names_of(t, rows)) for words, rows in groups if rows]


def _buttons(t: Voice, seat: Seat, month: Month, counts: Counts) -> tuple[Button, ...]:
    """On to the work, for those whose work it is; the same words can be typed."""
    buttons = [Button(t(REVIEW), f"menu:review:.{month}")]
    owing = [row for row in counts.asked if row.standing.owed and row.reachable]
    if owing and seat.role in (Role.COORDINATOR, Role.ADMIN):
        buttons.append(Button(t(NUDGE, count=len(owing)), f"menu:nudge:.{month}"))
    return (*buttons, Button(t(PAGE), "menu:console"))


def _facts(t: Voice, counts: Counts) -> tuple[tuple[str, str], ...]:
    asked = counts.asked
    return (
        (t(mark("Places complete")), f"{len(counts.complete)} / {len(asked)}"),
        (t(mark("Figures told")), f"{_sum(asked, 'answered')} / {_sum(asked, 'expected')}"),
        (t(mark("With something doubtful (places)")), str(len(counts.doubtful))),
        (t(mark("Own use, tCO2e")), t.tonnes(_kg(row.kg_co2e_organisation for row in asked))),
        (t(mark("In the areas, tCO2e")), t.tonnes(_kg(row.kg_co2e_area for row in asked))),
    )


def _in_parts(
    t: Voice, scope: Place, progress: Sequence[PlaceProgress], due: datetime | None
) -> tuple[tuple[str, str], ...]:
    """By district, or by place: received of expected, and how many of them on time."""
    rows, _ = progress_rows(t, scope, progress)
    groups = [group for _, group in grouped(t, scope, progress)]
    return tuple(
        (name, " · ".join(filter(None, (f"{told} / {asked}", _on_time(t, group, due)))))
        for (name, told, asked), group in zip(rows, groups, strict=True)
    )


def _on_time(t: Voice, group: Sequence[PlaceProgress], due: datetime | None) -> str:
    count = sum(row.is_on_time(due) for row in group) if due else 0
    if not count:
        return ""
    return t(PLACE_ON_TIME) if len(group) == 1 else t(PLACES_ON_TIME, count=count)


def names_of(t: Voice, rows: Sequence[PlaceProgress]) -> str:
    names = [row.place.short_name(t) for row in rows[:MOST_NAMED]]
    joined = ", ".join(names)
    left = len(rows) - len(names)
    return t(AND_MORE, places=joined, count=left) if left else joined


def _sum(rows: Sequence[PlaceProgress], field: str) -> int:
    return sum(getattr(row, field) for row in rows)


def _kg(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
