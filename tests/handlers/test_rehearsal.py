"""A whole month of a province, played: nothing lost, nothing twice, nobody told what is not theirs.

The full province is played by hand: `./bokcarbon rehearse --province 21 --month 2026-07`.
"""

import csv
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import RowMapping, Table, select

from bot.catalogue import Place as CataloguePlace
from bot.months import Month
from bot.people import Place
from bot.rehearsing.characters import Character
from bot.rehearsing.events import Event, Kind
from bot.rehearsing.people import Official
from bot.text import voice
from handlers import rehearsal
from handlers.cli import main
from handlers.rehearsal import Outcome, Plan
from storage import people, totals
from storage.session import Database
from storage.tables import (
    audit_events,
    evidence,
    figure_revisions,
    figures,
    inbox,
    late_requests,
    outbox,
    place_months,
)
from storage.verifying import verify

MONTH = Month(2026, 7)
PLACES = 18  # every character there is, and two more
OPENED, HOLIDAY = date(2026, 8, 3), date(2026, 8, 12)  # the 1st is a Saturday
REMINDED = (OPENED, date(2026, 8, 5), date(2026, 8, 10), date(2026, 8, 14))
TELLS_NOTHING = frozenset({Character.NEVER, Character.BLOCKS, Character.ABSENT})
CATALOGUE = Path(__file__).parents[2] / "bot" / "catalogue"
A_MILLIGRAM = Decimal("0.000001")  # of a kilogram: what the columns keep
HALF_HOUR = timedelta(minutes=30)


@dataclass
class Played:
    """What happened, and the database it left behind."""

    outcome: Outcome
    database: Database

    @property
    def events(self) -> list[Event]:
        return self.outcome.events

    @property
    def officials(self) -> list[Official]:
        return [one for one in self.outcome.stage.officials if one.key.startswith("official")]

    def who_is(self, character: Character) -> Official:
        (found,) = [one for one in self.officials if one.character is character][:1]
        return found

    def letters(self, who: str = "", unasked: bool = False) -> list[Event]:
        return [
            one
            for one in self.events
            if one.kind is Kind.GOT
            and who in ("", one.who)
            and not (unasked and one.purpose == "answer")
        ]

    def rows(self, table: Table, **where: Any) -> Sequence[RowMapping]:
        statement = select(table)
        for column, value in where.items():
            statement = statement.where(table.c[column] == value)
        with self.database.begin() as tx:
            return tx.execute(statement).mappings().all()

    def told(self, place: str) -> dict[str, RowMapping]:
        """The place's figures of the month, by activity."""
        return {row["activity"]: row for row in self.rows(figures, place=place, month=MONTH)}


@pytest.fixture(scope="module")
def played(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """One rehearsal for all these tests."""
    from shutil import copyfile

    from tests.databases import file_url

    path = tmp_path_factory.mktemp("rehearsal") / "rehearsal.db"
    url = file_url(copyfile(sqlite_template, path))
    plan = Plan("21", MONTH, seed=1, places=PLACES, tick=HALF_HOUR)
    with rehearsal.set_stage(plan, url) as stage:
        yield Played(rehearsal.rehearse(stage), stage.service.database)


# --- nothing lost, nothing twice ------------------------------------------------------------------


def test_everything_that_came_in_is_answered_once(played: Played) -> None:
    assert {row["state"] for row in played.rows(inbox)} == {"done"}
    assert {row["state"] for row in played.rows(outbox)} == {"sent"}
    came_in = [one for one in played.events if one.kind in (Kind.SAID, Kind.PRESSED, Kind.PHOTO)]
    answers = Counter(one.who for one in played.letters() if one.purpose == "answer")
    assert answers == Counter(one.who for one in came_in)
    assert played.outcome.results.redelivered > 0
    assert len(played.rows(inbox)) == len(came_in) + 1  # and one who blocked the account


def test_what_is_on_the_bills_is_in_the_account_once(played: Played) -> None:
    for official in played.officials:
        told = played.told(official.place)
        if official.character in TELLS_NOTHING:
            assert not told
            continue
        assert {code: row["quantity"] for code, row in told.items()} == official.bills
        revisions = _answered(played, official)
        slips = 1 if official.character is Character.SLIP_CONFIRMED else 0
        assert len(revisions) == len(official.bills) + slips


def _answered(played: Played, official: Official) -> list[RowMapping]:
    """What was ever told of the month; what was put off is no figure."""
    rows = played.rows(figure_revisions, place=official.place, month=MONTH)
    return [row for row in rows if row["status"] != "later"]


def test_every_acknowledged_figure_is_kept_as_it_was_said(played: Played) -> None:
    """`Saved` and a number, read off the letters: the last one for an item is in the account."""
    labels = played.outcome.stage.service.catalogue.activities
    seen = 0
    for official in played.officials:
        t = official.t
        said: dict[str, Decimal] = {}
        for letter in played.letters(official.key):
            for line in _acknowledged(letter, t("Saved · %(month)s", month=t.month(MONTH))):
                for code in official.bills:
                    name = t(labels[code].label)
                    found = re.match(rf"{re.escape(name)}:? ([\d,.]+) ", line)
                    if found:
                        said[code] = Decimal(found[1].replace(",", ""))
        told = played.told(official.place)
        assert {code: told[code]["quantity"] for code in said} == said
        seen += len(said)
    assert seen > 5 * 10  # several officials told item by item


def _acknowledged(letter: Event, saved: str) -> Iterator[str]:
    for text in letter.texts:
        if text.startswith(saved):
            yield from text.splitlines()


def test_emissions_are_quantity_times_the_factor_of_the_tables(played: Played) -> None:
    """Worked out anew from the CSV and TOML rows, without any of the service's arithmetic."""
    factor, activities = _factors(), tomllib.loads(_read("activities.toml"))
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for official in played.officials:
        for code, row in played.told(official.place).items():
            activity = activities[code]
            if activity["method"] != "quantity":
                continue
            per_unit = sum(map(factor, activity["factors"]), Decimal(0))
            kg = row["quantity"] * Decimal(activity["to_factor"]) * per_unit
            assert abs(row["kg_co2e"] - kg) <= A_MILLIGRAM, (official.place, code)
            expected[activity["ledger"]] += kg
    assert set(expected) == {"organisation", "area"}
    with played.database.begin() as tx:
        rayong = people.get_place(tx, "21")
        catalogue = played.outcome.stage.service.catalogue
        sums = totals.monthly_kg(tx, catalogue, rayong, MONTH, MONTH)
    for ledger, by_month in sums.items():
        assert abs(by_month[MONTH] - expected[ledger.value]) < 1000 * A_MILLIGRAM


def _factors() -> Callable[[str], Decimal]:
    """The printed value that holds on 1 July 2026, AR5 where there are several."""
    rows = list(csv.DictReader(_read("factors.csv").splitlines()))

    def of(key: str) -> Decimal:
        begun = [
            row for row in rows if row["key"] == key and (row["valid_from"] or "") <= "2026-07-01"
        ]
        known = [row for row in begun if row["gwp_set"] == "AR5"] or begun
        latest = max(known, key=lambda row: row["valid_from"] or "")
        return Decimal(latest["kgco2e_printed"] or latest["kgco2e_exact"])

    return of


def _read(name: str) -> str:
    return (CATALOGUE / name).read_text(encoding="utf-8-sig")


def test_history_is_sealed_and_nothing_of_it_was_changed(played: Played) -> None:
    stage = played.outcome.stage
    verdict = verify(played.database, stage.clock.now())
    assert verdict.ok, verdict.findings
    assert verdict.seals > len(played.rows(figure_revisions))  # the deeds too


# --- who hears what, and when ---------------------------------------------------------------------


def test_nothing_unasked_comes_at_night_or_on_a_day_off(played: Played) -> None:
    unasked = played.letters(unasked=True)
    assert {one.purpose for one in unasked} >= {"reminder", "summary", "notice"}
    for one in unasked:
        assert one.at.weekday() < 5, one
        assert one.at.date() != HOLIDAY, one
        assert time(8, 30) <= one.at.time() < time(16, 30), one
    assert any(one.at.time() > time(20) for one in played.letters())  # an answer, by night


def test_who_owes_is_reminded_once_a_day_of_reminding_and_nobody_else(played: Played) -> None:
    got = Counter((one.at.date(), one.who) for one in played.letters() if one.purpose == "reminder")
    for day in REMINDED:
        rings = datetime.combine(day, time(8, 30), played.outcome.stage.dates.zone)
        owing = {one.key for one in played.officials if _owes(played, one, rings)}
        assert {who for at, who in got if at == day} == owing, day
    assert set(got.values()) == {1}
    assert {day for day, _ in got} == set(REMINDED)


def _owes(played: Played, official: Official, at: datetime) -> bool:
    """By what they did and by the revisions: has joined, not stopped, not blocked, not done."""
    if official.character is Character.ABSENT or _has_left(played, official, at):
        return False
    if _told_of_it_today(played, official, at):
        return False
    told = {row["activity"] for row in _answered(played, official) if row["recorded_at"] < at}
    return not told.issuperset(official.bills)


def _has_left(played: Played, official: Official, at: datetime) -> bool:
    stop = voice("th")("stop reminders")
    return any(
        one.who == official.key
        and one.at < at
        and (one.kind is Kind.BLOCKED or one.text in (stop, "หยุดเตือน", "stop reminders"))
        for one in played.events
    )


def _told_of_it_today(played: Played, official: Official, at: datetime) -> bool:
    """What is owed rode on an answer before work began."""
    return any(
        one.at.date() == at.date() and one.at < at and "ยังค้าง" in " ".join(one.texts)
        for one in played.letters(official.key)
    )


def _names(place: CataloguePlace) -> tuple[str, str]:
    """A place's whole name, and the one that lists and buttons show."""
    here = Place(
        place.id,
        place.kind,
        place.province,
        place.district,
        place.full_name_th,
        place.name_en,
    )
    return place.full_name_th, here.short_name(voice("th"))


def test_nobody_is_told_of_other_places(played: Played) -> None:
    """Officials hear no other place's name, coordinators of districts none outside theirs."""
    places = played.outcome.stage.service.catalogue.places
    names = {place.id: _names(place) for place in places.values()}
    for who, person in played.outcome.stage.people.items():
        if person.place == "21" and not who.startswith("official"):
            continue
        district = who.startswith("coordinator")
        own = {
            name
            for place in places.values()
            if place.id == person.place or (district and place.district == person.place)
            for name in names[place.id]
        }
        others = {name for both in names.values() for name in both} - own
        for letter in played.letters(who):
            text = " ".join(letter.texts)
            for name in sorted(own, key=len, reverse=True):
                text = text.replace(name, "")
            assert not [name for name in others if name in text], (who, text)


def test_nobody_is_told_another_places_figures(played: Played) -> None:
    """Large figures that only one place has: in no letter to anybody outside its scope."""
    owners: dict[str, set[str]] = defaultdict(set)
    for official in played.officials:
        for quantity in official.bills.values():
            owners[official.t.number(quantity)].add(official.place)
    unique = {number: places for number, places in owners.items() if len(number) > len("9,999")}
    places = played.outcome.stage.service.catalogue.places
    looked = 0
    for letter in played.letters():
        person = played.outcome.stage.people[letter.who]
        for number in re.findall(r"(?<![\d,.])\d+,[\d,]*\d(?![\d,.])", " ".join(letter.texts)):
            for owner in unique.get(number, ()):
                above = {owner, places[owner].district, "21"}
                looked += 1
                assert person.place in above or len(unique[number]) > 1, (letter.who, number)
    assert looked > PLACES


# --- what the characters came to ------------------------------------------------------------------


def test_months_stand_as_the_characters_imply(played: Played) -> None:
    rows = {row["place"]: row for row in played.rows(place_months, month=MONTH)}
    assert {row["state"] for row in rows.values()} == {"closed"}
    assert len(rows) == PLACES
    results = played.outcome.results
    silent = sum(one.character in TELLS_NOTHING for one in played.officials)
    assert results.complete == PLACES - silent
    late = {Character.NUDGED, Character.STOPS, Character.AFTER_CLOSE}
    overdue = {one.place for one in played.officials if one.character in TELLS_NOTHING | late}
    on_time = {
        place
        for place, row in rows.items()
        if row["completed_at"] and row["completed_at"].date() <= date(2026, 8, 10)
    }
    assert on_time == {one.place for one in played.officials} - overdue
    assert results.on_time == len(on_time)


def test_months_are_approved_before_the_close_and_only_what_is_wrong_goes_back(
    played: Played,
) -> None:
    deeds = {row["action"]: set[str]() for row in played.rows(audit_events)}
    for row in played.rows(audit_events):
        deeds[row["action"]].add(row["place"])
    unfinished = TELLS_NOTHING | {Character.AFTER_CLOSE}
    complete = {one.place for one in played.officials if one.character not in unfinished}
    assert deeds["approved"] == complete
    assert deeds["closed"] == {one.place for one in played.officials}
    returned = {Character.SLIP_CONFIRMED, Character.NEW_LEVEL}
    assert deeds["returned"] == {played.who_is(character).place for character in returned}


def test_slips_are_put_right(played: Played) -> None:
    for character, versions in ((Character.SLIP_FIXED, 1), (Character.SLIP_CONFIRMED, 2)):
        official = played.who_is(character)
        item = next(code for code, quantity in official.bills.items() if quantity)
        rows = played.rows(figure_revisions, place=official.place, month=MONTH, activity=item)
        assert [row["version"] for row in rows] == list(range(1, versions + 1))
        assert rows[-1]["quantity"] == official.bills[item]
        assert rows[0]["quantity"] == official.bills[item] * 10 ** (versions - 1)


def test_a_return_is_answered_by_a_reason_where_the_figures_are_right(played: Played) -> None:
    official = played.who_is(Character.NEW_LEVEL)
    said = [one.text for one in played.events if one.who == official.key]
    assert "ส่งอีกครั้ง" in said
    (reason,) = [text for text in said if text.startswith("ตรวจกับใบแจ้งหนี้แล้ว")]
    assert any(reason in " ".join(one.texts) for one in played.letters())


def test_a_late_figure_is_asked_for_and_accepted(played: Played) -> None:
    (request,) = played.rows(late_requests)
    assert request["state"] == "accepted"
    assert request["place"] == played.who_is(Character.AFTER_CLOSE).place


def test_a_bill_is_kept_as_evidence(played: Played) -> None:
    (row,) = played.rows(evidence)
    official = played.who_is(Character.PHOTO)
    assert (row["place"], row["activity"]) == (official.place, next(iter(official.bills)))


def test_the_silent_one_tells_after_the_nudge(played: Played) -> None:
    official = played.who_is(Character.NUDGED)
    mine = [one for one in played.events if one.who == official.key]
    nudge = next(one.at for one in mine if one.purpose == "notice")
    told = [one.at for one in mine if one.kind is Kind.SAID and one.at.date() >= OPENED]
    assert told
    assert min(told) > nudge


def test_a_seat_changes_hands_and_both_hear_of_it(played: Played) -> None:
    """The successor tells the other half; who has left is thanked, and reminded no more."""
    left = played.who_is(Character.HANDS_OVER)
    heard = [(one.at, " ".join(one.texts)) for one in played.letters(left.key)]
    thanked = next(at for at, text in heard if "ส่งมอบหน้าที่เรียบร้อยแล้ว" in text)
    assert not [text for at, text in heard if at > thanked]
    came = f"successor-{left.place}"
    told = {row["activity"] for row in _answered(played, left) if row["recorded_at"] > thanked}
    successor = played.outcome.stage.people[came]
    assert isinstance(successor, Official)
    assert told == set(successor.bills)
    assert [one for one in played.letters(came) if "ได้รับอนุมัติแล้ว" in " ".join(one.texts)]


def test_nothing_reaches_who_has_blocked_or_stopped(played: Played) -> None:
    blocked = played.who_is(Character.BLOCKS).key
    at = next(one.at for one in played.events if one.kind is Kind.BLOCKED)
    assert not [one for one in played.letters(blocked) if one.at > at]
    stopped = played.who_is(Character.STOPS).key
    stop = next(one.at for one in played.events if one.text == "หยุดเตือน")
    assert not [
        one for one in played.letters(stopped) if one.at > stop and one.purpose == "reminder"
    ]


def test_what_came_while_the_service_was_down_is_answered_afterwards(played: Played) -> None:
    down = next(one.at for one in played.events if one.kind is Kind.DOWN)
    up = next(one.at for one in played.events if one.kind is Kind.UP)
    between = [one for one in played.events if down <= one.at < up]
    waiting = {one.who for one in between if one.kind in (Kind.SAID, Kind.PRESSED)}
    assert waiting
    assert not [one for one in between if one.kind is Kind.GOT]
    answered = {one.who: one for one in played.letters() if one.at == up}
    assert set(answered) >= waiting
    assert all(answered[who].came_as in ("push", "message") for who in waiting)


# --- what it prints -------------------------------------------------------------------------------


def test_nothing_is_broken_and_the_budget_is_counted(played: Played) -> None:
    results = played.outcome.results
    assert not results.broken
    paid = [one for one in played.letters() if one.came_as == "push" and one.at.month == 8]
    assert results.pushes == len(paid)
    assert results.saved["ride"] >= 1


@pytest.mark.parametrize("language", ["th", "en"])
def test_chronicle_tells_everything(played: Played, language: str) -> None:
    text = "\n".join(played.outcome.as_text(language))
    for event in played.events:
        words = "" if event.kind is Kind.PHOTO else event.text
        for line in "\n".join([words, *event.texts]).splitlines():
            assert line.strip() in text
    assert "%(" not in text
    assert voice(language)("In the end") in text


def test_same_seed_same_rehearsal_on_both_databases(
    sqlite_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    """Byte for byte: codes and links, which are random, are masked."""
    printed = []
    for number, url in enumerate((sqlite_url, postgresql_url)):
        file = tmp_path / f"{number}.jsonl"
        plan = ["--province", "21", "--month", "2026-07", "--places", "2", "--tick", "60"]
        said = CliRunner().invoke(
            main, ["rehearse", *plan, "--database", url, "--json", "-o", str(file)]
        )
        assert said.exit_code == 0, said.output
        printed.append(file.read_bytes())
    assert printed[0] == printed[1]
    *events, last = map(json.loads, printed[0].decode().splitlines())
    assert len(events) > 30
    assert last["results"]["places"] == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--province", "99", "--month", "2026-07"], "no province '99'"),
        (["--province", "21", "--month", "2026-13"], "month"),
        (["--province", "21", "--month", "2026-07", "--places", "70"], "1 to 69 places"),
    ],
)
def test_what_cannot_be_rehearsed_is_said(options: list[str], words: str) -> None:
    said = CliRunner().invoke(main, ["rehearse", *options])
    assert said.exit_code == 1
    assert words in said.output
