"""Plays `.chat` files: whole talks as plain text, each a test and a piece of documentation.

    # now: 2026-08-03T09:00+07:00          the clock (this is the default)
    # invitation: CODE official 210110     an invitation that is waiting
    # seat: somchai official 210110        somebody who has joined already
    # told: 210110 2026-06 ORG_ELEC 3000   a figure from before, in base units
    # complete: 210110 2026-07             every item that is still missing, 100 of each
    @somchai                               who talks from here on
    > 12,345                               typed; `> [label]` presses, \\n is a new line, \\t a tab;
                                           CODE is the one-use code that was said last;
                                           `> (photo bill.jpg)` sends a file of files/, `> (unsend)`
                                           and `> (edited) …` are about the last message
    < บันทึกแล้ว …                           answered
    = e-report …                          what a pressed copy button put on the clipboard

`python -m tests.chats FILE` plays a file and writes the answers into it, to be read before commit.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bot.catalogue import catalogue
from bot.cells import CellKey, Status
from bot.changes import Recorded
from bot.codes import dashed
from bot.drafts import new_cell
from bot.emissions import emission
from bot.months import Month
from bot.people import Role
from handlers.service import Service
from handlers.settings import read_settings
from handlers.terminal import Talk, TerminalChannel
from storage import entries, inbox, migrations, months, people

FILES = Path(__file__).parent / "conversations" / "files"
DEFAULT_NOW = "2026-08-03T09:00+07:00"
CODE = "CODE"
SECRET = re.compile(r"(https?://\S*/)[\w-]{20,}")


@dataclass
class Chat:
    """A file taken apart: its setting, and the lines people say."""

    now: str = DEFAULT_NOW
    setting: list[tuple[str, list[str]]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> "Chat":
        chat = cls()
        for line in text.splitlines():
            if line.startswith("#") or not line.strip():
                chat.head.append(line)
                key, _, value = line.lstrip("# ").partition(": ")
                if key == "now":
                    chat.now = value.strip()
                elif key in SETTERS:
                    chat.setting.append((key, value.split()))
            elif line.startswith((">", "@")):
                chat.lines.append(line)
        return chat


def play(text: str, database_url: str) -> str:
    """The whole file as it comes out when its lines are said to a fresh service."""
    chat = Chat.read(text)
    with service_at(chat.now, database_url) as service:
        for key, words in chat.setting:
            SETTERS[key](service, *words)
        channel, talks = TerminalChannel(), dict[str, Talk]()
        user, out, codes = "somchai", [], Codes(service)
        for line in chat.lines:
            if line.startswith("@"):
                user = line[1:].strip()
                out.append(line)
                continue
            if user not in talks:
                talks[user] = Talk(service, channel, user, FILES)
            talk = talks[user]
            typed = line[1:].strip().replace("\\n", "\n").replace("\\t", "\t")
            talk.say(typed.replace(CODE, codes.last))
            out += [SECRET.sub(r"\1…", codes.hide(said)) for said in talk.lines]
            talk.lines.clear()
    return "\n".join([*chat.head, *out]) + "\n"


class Codes:
    """The one-use codes given out in a talk: written as CODE, typed as the one given last."""

    def __init__(self, service: Service) -> None:
        self._make = service.make_code
        self._made: list[str] = []
        self.last = ""
        service.make_code = self._new

    def _new(self) -> str:
        self._made.append(dashed(self._make()))
        return self._made[-1].replace("-", "")

    def hide(self, said: str) -> str:
        for code in self._made:
            if code in said:
                self.last, said = code, said.replace(code, CODE)
        return said


@contextmanager
def service_at(now: str, database_url: str) -> Iterator[Service]:
    """A service without channels, with the EEC's places, at a given time."""
    settings = read_settings(
        {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "for tests only, long enough to be taken",
            "BOKCARBON_CLOCK": now,
            "FILES_URL": "memory://files",
        }
    )
    service = Service.start(settings)
    with service.database.begin() as tx:
        people.write_places(tx, map(people.place_values, catalogue().places.values()))
    try:
        yield service
    finally:
        service.database.close()


def add_invitation(service: Service, code: str, role: str, place: str) -> None:
    with service.database.begin() as tx:
        people.invite(tx, place, Role(role), code, service.clock.now())


def add_seat(service: Service, user: str, role: str, place: str, channel: str = "terminal") -> None:
    """Somebody who has joined before the talk begins."""
    now = service.clock.now()
    code = f"{user}{role}{place}"
    with service.database.begin() as tx:
        people.invite(tx, place, Role(role), code, now)
        invitation = people.open_invitation(tx, now, code)
        assert invitation is not None
        inbox.lock_conversation(tx, channel, user)
        person = people.new_person(tx, channel, user, "th", "test", now)
        people.use_invitation(tx, invitation, person, now)


def add_figure(
    service: Service, place: str, month: str, activity: str, quantity: str, kind: str = ""
) -> None:
    tables = catalogue()
    known = tables.activities[activity]
    key = CellKey(place, Month.parse(month), activity, kind)
    told = Decimal(quantity)
    result = emission(tables, known, told, key.month, kind)
    status = Status.REPORTED if told else Status.NOTHING
    cell = new_cell(key, 1, status, told, told, known.unit, False, result)
    with service.database.begin() as tx:
        entries.record_many(tx, [Recorded(cell, None, "told", result)], None, service.clock.now())


def complete(service: Service, place: str, month: str) -> None:
    """Every item asked of a place that is not told yet: a hundred of its base unit."""
    asked = catalogue()
    when = Month.parse(month)
    with service.database.begin() as tx:
        standing = months.standing(tx, asked, people.get_place(tx, place), when)
    for code in standing.owed:
        kinds = asked.activities[code].kinds
        add_figure(service, place, month, code, "100", kinds[0].code if kinds else "")


SETTERS: dict[str, Callable[..., None]] = {
    "invitation": add_invitation,
    "seat": add_seat,
    "told": add_figure,
    "complete": complete,
}


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/chat.db"
            migrations.upgrade(url)
            path.write_text(play(path.read_text(encoding="utf-8"), url), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
