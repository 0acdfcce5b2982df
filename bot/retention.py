"""How long what is kept, and why: one table for the nightly job, the notice and docs/PRIVACY.md."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.text import mark


class Kept(StrEnum):
    """One kind of thing that is kept. The word stands in the audit log's `retention run`."""

    STRANGERS = "strangers"
    TALK = "talk"
    ANSWERS = "answers"
    NOTICES = "notices"
    FILES = "files"
    LINKS = "links"
    CODES = "codes"
    FIGURES = "figures"
    EVIDENCE = "evidence"
    SEATS = "seats"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Period:
    """What is kept for how many days; without a number it belongs to the official record."""

    kept: Kept
    what: str
    why: str
    days: int | None = None

    @property
    def lasts(self) -> timedelta:
        if self.days is None:
            raise LookupError(f"{self.kept} stays for good")
        return timedelta(days=self.days)


PERIODS: tuple[Period, ...] = (
    Period(
        Kept.STRANGERS,
        mark("Messages of people who never joined, and calls in groups, with the sender's number"),
        mark("to answer them"),
        30,
    ),
    Period(
        Kept.TALK,
        mark("The words of messages that told no figure"),
        mark("to settle what was asked and answered"),
        180,
    ),
    Period(
        Kept.ANSWERS,
        mark("The service's own answers and reminders"),
        mark("to settle what was asked and answered"),
        180,
    ),
    Period(Kept.NOTICES, mark("Notices that were told"), mark("not to tell them twice"), 180),
    Period(
        Kept.FILES,
        mark("Pictures and files that stand behind no figure"),
        mark("to have time to say which figure they belong to"),
        30,
    ),
    Period(Kept.LINKS, mark("Used or expired links and sessions"), mark("to trace misuse"), 90),
    Period(Kept.CODES, mark("Used or expired invitation codes"), mark("to trace misuse"), 90),
    Period(
        Kept.FIGURES,
        mark("Figures with every revision, and the messages that told them"),
        mark("the official record of the greenhouse-gas account"),
    ),
    Period(
        Kept.EVIDENCE,
        mark("Pictures and files that stand behind a figure"),
        mark("the official record of the greenhouse-gas account"),
    ),
    Period(
        Kept.SEATS,
        mark("Who held which seat from when to when, by number"),
        mark("to know who was responsible"),
    ),
    Period(
        Kept.AUDIT,
        mark("The audit log: who did what when, by number, without words"),
        mark("to prove what happened, and to find misuse"),
    ),
)
BY_KIND = {period.kept: period for period in PERIODS}


def lasts(kept: Kept) -> timedelta:
    return BY_KIND[kept].lasts
