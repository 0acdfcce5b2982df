"""NOTICES: what somebody can be told unasked, and its words. Each is a kind with a few details.

Words are made when they are said, in the language the person reads then. A notice that makes no
sense any more when its turn comes (its function gives None) is not said.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot import push_budget
from bot.messages import Button, Reply, at_office
from bot.months import Month
from bot.people import ROLE_NAMES, Role
from bot.seat_notices import SEAT_NOTICES
from bot.text import Voice, mark

Details = Mapping[str, Any]
Words = Callable[[Voice, Details], Reply | None]

RETURNED = mark(
    "%(month)s of %(place)s is returned by the coordinator: %(reason)s\n"
    "A corrected figure sends it again by itself. If the figures are right, type: send again"
)
APPROVED = mark("%(month)s of %(place)s is approved. Thank you.")
CLOSED = mark(
    "%(month)s of %(place)s is closed with items still open. "
    "A late figure is sent to the coordinator as a request."
)
REOPENED = mark("%(month)s of %(place)s is open again: %(reason)s")
NUDGE = mark(
    "The coordinator asks for what is still open for %(month)s, %(place)s. To go on, type: start"
)
RESUBMITTED = mark("%(place)s has sent %(month)s again.")
THEIR_WORDS = mark("In their words: %(reason)s")
LATE = mark("%(place)s has told %(count)s figures for %(month)s after the close.")
LATE_ACCEPTED = mark("Accepted: your late figure for %(month)s, %(activity)s, is in the account.")
LATE_REFUSED = mark("Not accepted: the late figure for %(month)s, %(activity)s.")
SUMMARY = mark("A new summary is there. To see it, type: progress")
PROGRESS = mark("Progress")
SEAT_EMPTY = mark(
    "A seat is empty: %(role)s, %(place)s. "
    "If nobody else does this there, please invite a successor."
)
CORRECT = mark("Correct")
SEND_AGAIN = mark("They are right")
START = mark("Start")
LOOK = mark("Look at it")
LATE_FIGURES = mark("Late figures")


def _place(t: Voice, details: Details) -> str:
    names: Mapping[str, str] = details["name"]
    return names.get(t.code) or names["th"]


def _values(t: Voice, details: Details) -> dict[str, str]:
    month = t.month(Month.parse(details["month"]))
    return {"place": _place(t, details), "month": month, "reason": details.get("reason", "")}


def _returned(t: Voice, details: Details) -> Reply:
    month = details["month"]
    return Reply(
        t(RETURNED, **_values(t, details)),
        (
            Button(t(CORRECT), at_office(details["place"], f"menu:correct:{month}")),
            Button(t(SEND_AGAIN), at_office(details["place"], f"menu:resubmit:{month}")),
        ),
    )


def _approved(t: Voice, details: Details) -> Reply:
    return Reply(t(APPROVED, **_values(t, details)))


def _closed(t: Voice, details: Details) -> Reply:
    return Reply(t(CLOSED, **_values(t, details)))


def _reopened(t: Voice, details: Details) -> Reply:
    button = Button(t(START), at_office(details["place"], f"menu:record:{details['month']}"))
    return Reply(t(REOPENED, **_values(t, details)), (button,))


def _nudge(t: Voice, details: Details) -> Reply:
    button = Button(t(START), at_office(details["place"], f"menu:record:{details['month']}"))
    return Reply(t(NUDGE, **_values(t, details)), (button,))


def _resubmitted(t: Voice, details: Details) -> Reply:
    values = _values(t, details)
    words = t(RESUBMITTED, **values)
    if details.get("reason"):
        words += "\n" + t(THEIR_WORDS, reason=values["reason"])
    button = Button(t(LOOK), f"menu:review:{details['place']}.{details['month']}")
    return Reply(words, (button,))


def _late(t: Voice, details: Details) -> Reply:
    words = t(LATE, count=details["count"], **_values(t, details))
    return Reply(words, (Button(t(LATE_FIGURES), "menu:late"),))


def _late_decided(t: Voice, details: Details) -> Reply:
    words = LATE_ACCEPTED if details["accepted"] else LATE_REFUSED
    month = t.month(Month.parse(details["month"]))
    label: str = details["label"]
    return Reply(t(words, month=month, activity=t(label)))


def _summary(t: Voice, details: Details) -> Reply:
    return Reply(t(SUMMARY), (Button(t(PROGRESS), "menu:progress"),))


def _seat_empty(t: Voice, details: Details) -> Reply:
    role = t(ROLE_NAMES[Role(details["role"])])
    return Reply(t(SEAT_EMPTY, role=role, place=_place(t, details)))


NOTICES: dict[str, Words] = {
    **SEAT_NOTICES,
    push_budget.QUOTA: push_budget.warning,
    "summary": _summary,
    "returned": _returned,
    "approved": _approved,
    "closed": _closed,
    "reopened": _reopened,
    "nudge": _nudge,
    "resubmitted": _resubmitted,
    "late": _late,
    "late_decided": _late_decided,
    "seat_empty": _seat_empty,
}
