"""Seats change hands through the whole path: nobody decides their own, no code works twice."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from bot.messages import Kind
from bot.notices import NOTICES
from bot.people import Role
from bot.text import voice
from handlers.answer import answer_one
from handlers.service import Service
from handlers.terminal import Talk, TerminalChannel
from storage import inbox, people, seats
from storage.inbox import NewEvent
from storage.people import InvitationUsed
from storage.reachable import reachable_people
from storage.session import Transaction
from storage.tables import (
    audit_events,
    conversations,
    figures,
    invitations,
    notices,
    outbox,
    seat_holders,
)
from tests.chats import DEFAULT_NOW, add_seat, service_at

PLACE = "210110"
CODE = re.compile(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}")


class House:
    """A service with people in it, each on a phone of their own."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._channel = TerminalChannel()
        self._talks: dict[str, Talk] = {}

    def seat(self, user: str, role: str, place: str) -> None:
        add_seat(self.service, user, role, place)

    def say(self, user: str, text: str) -> str:
        return "\n".join(reply.whole_text for reply in self._talk(user).say(text))

    def _talk(self, user: str) -> Talk:
        if user not in self._talks:
            self._talks[user] = Talk(self.service, self._channel, user)
        return self._talks[user]

    def press(self, user: str, action: str) -> str:
        """A button of any make, as a platform would send it: also one that was never shown."""
        talk = self._talk(user)
        now = self.service.clock.now()
        raw = {"kind": Kind.ACTION, "action": action, "sent_at": now.timestamp()}
        event = NewEvent("terminal", f"{user}:{action}:{uuid4()}", user, now, raw)
        with self.service.database.begin() as tx:
            inbox.keep(tx, [event], now)
        while answer_one(self.service):
            pass
        return "\n".join(reply.whole_text for reply in talk.hear())

    def buttons(self, user: str) -> list[str]:
        return [button.action for button in self._talk(user).buttons]

    def figures(self) -> list[tuple[str, object]]:
        with self.service.database.begin() as tx:
            rows = tx.execute(select(figures.c.place, figures.c.quantity)).all()
            return [(row.place, row.quantity) for row in rows]

    def code_for(self, user: str, text: str = "ส่งมอบงาน") -> str:
        found = CODE.search(self.say(user, text))
        assert found
        return found[0]

    def accept(self, user: str, code: str) -> str:
        self.say(user, f"เข้าร่วม {code}")
        return self.say(user, "รับทราบ")

    def person(self, user: str) -> int:
        with self.service.database.begin() as tx:
            asked = select(conversations.c.person).where(conversations.c.user == user)
            return int(tx.execute(asked).scalar_one())

    def holders(self, place: str = PLACE, role: Role = Role.OFFICIAL) -> list[int]:
        with self.service.database.begin() as tx:
            return people.holders(tx, place, role)

    def notices(self) -> dict[tuple[str, int], dict[str, Any]]:
        with self.service.database.begin() as tx:
            rows = tx.execute(select(notices)).mappings()
            return {(row["kind"], row["person"]): dict(row) for row in rows}

    def deeds(self) -> list[str]:
        with self.service.database.begin() as tx:
            rows = tx.execute(select(audit_events).order_by(audit_events.c.id)).mappings()
            return [row["action"] for row in rows]


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    with service_at(DEFAULT_NOW, database_url) as service:
        yield House(service)


def test_hand_over_is_held_only_after_a_yes_from_above(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    house.seat("kanya", "coordinator", "2101")
    assert "รอผู้ประสานงานอนุมัติ" in house.accept("malee", house.code_for("somchai"))
    somchai, malee, kanya = (house.person(user) for user in ("somchai", "malee", "kanya"))
    assert house.holders() == [somchai]
    asked = house.notices()["handover", kanya]
    assert asked["push_after"] is not None
    assert ("handover_claimed", somchai) in house.notices()
    number = asked["details"]["invitation"]
    assert "อนุมัติแล้ว" in house.press("kanya", f"menu:handover:approve:{number}")
    assert house.holders() == [malee]
    told = house.notices()
    assert told["handover_decided", malee]["details"]["to"] == "successor"
    assert told["handover_decided", somchai]["details"]["to"] == "holder"
    assert house.deeds() == [
        "invited",
        "notice accepted",
        "hand-over claimed",
        "hand-over approved",
        "handed over",
    ]
    again = house.press("kanya", f"menu:handover:approve:{number}")
    assert "ไม่ได้รออนุมัติแล้ว" in again
    with house.service.database.begin() as tx:
        rows = tx.execute(select(seat_holders).where(seat_holders.c.person == somchai)).mappings()
        assert [row["until"] is not None for row in rows] == [True]  # the row stays, with its end


def test_nobody_approves_their_own(house: House) -> None:
    """Kanya is official and coordinator both: another one above has to say yes."""
    house.seat("kanya", "official", PLACE)
    house.seat("prayut", "coordinator", "21")
    kanya = house.person("kanya")
    with house.service.database.begin() as tx:
        seat = people.seat_for(tx, "2101", Role.COORDINATOR)
        people.hold(tx, seat.id, kanya, house.service.clock.now())
        official = people.seat_for(tx, PLACE, Role.OFFICIAL)
    given = house.press("kanya", f"menu:handover:begin:{official.id}")
    found = CODE.search(given)
    assert found
    house.accept("malee", found[0])
    asked = {person for kind, person in house.notices() if kind == "handover"}
    assert asked == {house.person("prayut")}  # not kanya, though she is the nearest
    with house.service.database.begin() as tx:
        number = tx.execute(select(invitations.c.id).where(invitations.c.claimed_by > 0)).scalar()
    refused = house.press("kanya", f"menu:handover:approve:{number}")
    assert "อนุมัติการส่งมอบของตนเองไม่ได้" in refused
    assert house.holders() == [kanya]
    house.press("prayut", f"menu:handover:approve:{number}")
    assert house.holders() == [house.person("malee")]


def test_an_official_or_another_districts_coordinator_decides_nothing(house: House) -> None:
    for user, role, place in (
        ("somchai", "official", PLACE),
        ("kanya", "coordinator", "2101"),
        ("other", "coordinator", "2105"),
        ("clerk", "official", "2197"),
        ("reader", "auditor", "21"),
    ):
        house.seat(user, role, place)
    house.accept("malee", house.code_for("somchai"))
    number = house.notices()["handover", house.person("kanya")]["details"]["invitation"]
    users = ("somchai", "other", "clerk", "reader")
    for user in users:
        house.say(user, "ภาษา")  # what waits to be told rides on this answer
    answers = {
        house.press(user, f"menu:handover:approve:{one}") for user in users for one in (number, 999)
    }
    assert len(answers) == 1  # not yours looks like not there
    assert house.holders() == [house.person("somchai")]


def test_a_withdrawn_or_refused_hand_over_leaves_the_holder(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    house.seat("kanya", "coordinator", "2101")
    house.accept("malee", house.code_for("somchai"))
    house.say("somchai", "ส่งมอบงาน")
    assert "ถอนการส่งมอบแล้ว" in house.say("somchai", "ถอนการส่งมอบ")
    waiting = house.notices()["handover", house.person("kanya")]
    assert waiting["expires_at"] is not None  # she need not hear of it any more
    assert house.notices()["handover_decided", house.person("malee")]["details"]["withdrawn"]
    house.accept("nok", house.code_for("somchai"))
    house.say("kanya", "ผู้รับช่วง")
    house.say("kanya", "ไม่อนุมัติ 1")
    assert "ไม่อนุมัติแล้ว" in house.say("kanya", "ยังไม่มีคำสั่ง")
    told = house.notices()["handover_decided", house.person("somchai")]["details"]
    assert told["reason"] == "ยังไม่มีคำสั่ง"
    assert house.holders() == [house.person("somchai")]


def test_of_two_who_accept_one_code_one_waits(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    code = house.code_for("somchai")
    now = house.service.clock.now()
    with house.service.database.begin() as tx:
        invitation = people.open_invitation(tx, now, code.replace("-", ""))
        assert invitation is not None
        first, second = (_person(house, tx, user) for user in ("a", "b"))
        seats.claim(tx, invitation, first, now)
        with pytest.raises(InvitationUsed):
            seats.claim(tx, invitation, second, now)
        assert people.open_invitation(tx, now, code.replace("-", "")) is None


def _person(house: House, tx: Transaction, user: str) -> int:
    now = house.service.clock.now()
    inbox.lock_conversation(tx, "terminal", user)
    return people.new_person(tx, "terminal", user, "th", "test", now)


def test_a_hand_over_code_dies_after_seven_days_but_a_claim_waits(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    code = house.code_for("somchai").replace("-", "")
    late = house.service.clock.now() + timedelta(days=8)
    with house.service.database.begin() as tx:
        invitation = people.open_invitation(tx, house.service.clock.now(), code)
        assert invitation is not None
        assert people.open_invitation(tx, late, code) is None
        person = _person(house, tx, "malee")
        seats.claim(tx, invitation, person, house.service.clock.now())
        assert [one.id for one in people.claims_of(tx, person, late)] == [invitation.id]


def test_begun_from_above_it_takes_effect_when_accepted(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    house.seat("kanya", "coordinator", "2101")
    house.say("kanya", "ทะเบียน กะเฉด")
    code = house.code_for("kanya", "ส่งมอบแทน 1")
    house.accept("malee", code)
    assert house.holders() == [house.person("malee")]
    assert ("handover_decided", house.person("somchai")) in house.notices()
    joined = house.notices()["joined", house.person("kanya")]
    assert joined["push_after"] is None  # it rides on her next answer


def test_ending_a_seat_ends_what_it_gave_out(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    house.seat("kanya", "coordinator", "2101")
    house.seat("prayut", "coordinator", "21")
    invited = house.code_for("kanya", "เชิญ อบต.ตะพง")
    handover = house.code_for("somchai")
    for name in ("2101", PLACE):
        house.say("prayut", f"ทะเบียน {name}")
        house.say("prayut", "ให้พ้นหน้าที่ 1")
        assert "ให้พ้นหน้าที่แล้ว" in house.say("prayut", "ใช่")
    for code in (invited, handover):
        assert "รหัสนี้ใช้ไม่ได้" in house.say("malee", f"เข้าร่วม {code}")
    assert house.holders() == []
    assert ("seat_ended", house.person("somchai")) in house.notices()
    assert "แชตนี้ไม่มีหน้าที่รับผิดชอบ" in house.say("somchai", "ไฟ 3,100 หน่วย")
    with house.service.database.begin() as tx:
        assert tx.execute(select(figures)).all() == []


def test_forged_buttons_of_the_roster_reach_no_other_place(house: House) -> None:
    house.seat("kanya", "coordinator", "2101")
    house.seat("clerk", "official", "210505")
    assert "ไม่พบหน่วยงานนี้" in house.press("kanya", "menu:seats:210505")
    assert house.press("kanya", "menu:seats:210505") == house.press("kanya", "menu:seats:99")
    house.press("kanya", "menu:seats:invite:official:210505")
    assert house.deeds() == []


def test_a_question_of_a_lost_office_saves_nothing(house: House) -> None:
    """The seat ends while its question is open: the number goes nowhere, not to the other one."""
    house.seat("somchai", "official", PLACE)
    person = house.person("somchai")
    with house.service.database.begin() as tx:
        other = people.seat_for(tx, "2197", Role.OFFICIAL)
        people.hold(tx, other.id, person, house.service.clock.now())
    asked = house.say("somchai", "เริ่ม")
    assert asked.startswith("องค์การบริหารส่วนตำบลกะเฉด")
    with house.service.database.begin() as tx:
        (holder,) = tx.execute(
            select(seat_holders.c.id).where(seat_holders.c.seat != other.id)
        ).scalars()
        people.end_holding(tx, holder, house.service.clock.now())
    assert "คำถามนั้นเป็นของหน่วยงานที่ไม่ได้กรอก" in house.say("somchai", "3,100")
    with house.service.database.begin() as tx:
        assert tx.execute(select(figures)).all() == []
    assert "ข้อ 1 จาก 18" in house.say("somchai", "เริ่ม")


def test_two_people_on_one_seat_see_each_others_figures(house: House) -> None:
    """Both have the same question open; the second answer is read back against the first."""
    house.seat("somchai", "official", PLACE)
    house.seat("malee", "official", PLACE)
    for user in ("somchai", "malee"):
        assert "ข้อ 1 จาก 14" in house.say(user, "เริ่ม")
    assert "บันทึกแล้ว" in house.say("somchai", "3,100")
    answer = house.say("malee", "3,200")
    assert "อ่านได้ว่า" in answer
    assert "3,100" in answer
    with house.service.database.begin() as tx:
        (kept,) = tx.execute(select(figures.c.quantity)).scalars()
    assert kept == 3100


def test_an_edited_message_of_another_office_changes_nothing(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    person = house.person("somchai")
    with house.service.database.begin() as tx:
        other = people.seat_for(tx, "2197", Role.OFFICIAL)
        people.hold(tx, other.id, person, house.service.clock.now())
    house.say("somchai", "เริ่ม")
    assert "บันทึกแล้ว" in house.say("somchai", "3,100")
    house.press("somchai", f"menu:office:{other.id}")
    assert "ของหน่วยงานอื่น" in house.say("somchai", "(edited) 3,200")
    with house.service.database.begin() as tx:
        kept = tx.execute(select(figures.c.place, figures.c.quantity)).all()
    assert kept == [(PLACE, 3100)]


def test_a_button_belongs_to_the_office_it_stood_under(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    person = house.person("somchai")
    with house.service.database.begin() as tx:
        other = people.seat_for(tx, "2197", Role.OFFICIAL)
        people.hold(tx, other.id, person, house.service.clock.now())
    house.say("somchai", "เริ่ม")
    house.say("somchai", "3,100")
    undo = next(one for one in house.buttons("somchai") if ":undo:" in one)
    house.press("somchai", f"menu:office:{other.id}")
    assert "ต่อจากนี้กรอกข้อมูลของ องค์การบริหารส่วนตำบลกะเฉด" in house.press("somchai", undo)
    assert house.figures() == [(PLACE, 3100)]
    assert "ย้อนกลับแล้ว" in house.press("somchai", undo)
    assert house.figures() == [(PLACE, None)]
    assert "ปุ่มนั้นเป็นของหน่วยงานที่ไม่ได้กรอก" in house.press("somchai", "menu:at:2199:record")


def test_a_second_app_is_joined_by_a_code_that_works_once(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    house.seat("malee", "official", "2197")
    code = house.code_for("somchai", "ผูกบัญชี")
    assert "แชตนี้มีหน้าที่ของตนอยู่แล้ว" in house.say("malee", f"ผูก {code}")
    for user in ("tablet", "thief"):
        assert "เป็นของคนเดียวกันหรือไม่" in house.say(user, f"link {code}")
    assert "ผูกแล้ว" in house.say("tablet", "ใช่")
    assert "ไม่ได้ผูก" in house.say("thief", "ใช่")
    assert house.person("tablet") == house.person("somchai")
    assert ("linked", house.person("somchai")) in house.notices()
    assert "ข้อ 1 จาก 14" in house.say("tablet", "เริ่ม")
    house.say("tablet", "เลิกผูก")
    assert "แยกแล้ว" in house.say("tablet", "ใช่")
    assert "ใช้อยู่แอปเดียว" in house.say("somchai", "เลิกผูก")
    assert house.deeds() == ["link given", "channel joined", "channel left"]
    assert house.holders() == [house.person("somchai")]


@pytest.mark.parametrize(
    ("seat", "above"),
    [
        (("coordinator", "2101"), ("coordinator", "21")),
        (("coordinator", "2101"), ("admin", "21")),
        (("coordinator", "21"), ("admin", "21")),
        (("auditor", "21"), ("admin", "21")),
    ],
)
def test_who_approves_the_successors_of_those_above(
    house: House, seat: tuple[str, str], above: tuple[str, str]
) -> None:
    role, place = seat
    house.seat("old", role, place)
    house.seat("colleague", role, place)
    house.seat("boss", *above)
    house.accept("new", house.code_for("old"))
    assert {person for kind, person in house.notices() if kind == "handover"} == {
        house.person("boss")
    }
    number = house.notices()["handover", house.person("boss")]["details"]["invitation"]
    house.press("colleague", f"menu:handover:approve:{number}")
    assert house.person("old") in house.holders(place, Role(role))
    house.press("boss", f"menu:handover:approve:{number}")
    both = [house.person("colleague"), house.person("new")]
    assert house.holders(place, Role(role)) == both


def test_reminders_go_to_the_app_used_last(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    person, now = house.person("somchai"), house.service.clock.now()
    with house.service.database.begin() as tx:
        for user, minutes in (("old", 5), ("new", 1), ("blocked", 0)):
            inbox.lock_conversation(tx, "telegram", user)
            last = now - timedelta(minutes=minutes)
            gone = now if user == "blocked" else None
            tx.execute(
                update(conversations)
                .where(conversations.c.user == user)
                .values(person=person, last_event_at=last, unreachable_at=gone)
            )
        (reachable,) = reachable_people(tx, [person])
    assert (reachable.channel, reachable.user) == ("telegram", "new")
    assert [seat.place.id for seat in reachable.seats] == [PLACE]


SAMPLES: dict[str, dict[str, Any]] = {
    "handover": {"invitation": 7},
    "handover_claimed": {},
    "handover_decided": {"to": "successor", "approved": False, "reason": "no order yet"},
    "joined": {},
    "seat_ended": {},
    "linked": {"channel": "telegram"},
}


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_notices_of_seats_have_words(kind: str, language: str) -> None:
    names = {"role": "official", "place_th": "อบต.กะเฉด", "place_en": "Kachet"}
    reply = NOTICES[kind](voice(language), {**names, **SAMPLES[kind]})
    assert reply is not None
    named = {"th": "อบต.กะเฉด", "en": "Kachet"}[language]
    assert ("Telegram" if kind == "linked" else named) in reply.text


def test_no_code_is_kept_in_the_clear(house: House) -> None:
    house.seat("somchai", "official", PLACE)
    code = house.code_for("somchai")
    with house.service.database.begin() as tx:
        rows = [
            *tx.execute(select(invitations)).mappings(),
            *tx.execute(select(audit_events)).mappings(),
            *tx.execute(select(notices)).mappings(),
        ]
        letters = tx.execute(select(outbox)).all()
    assert len(rows) > 1
    assert not [row for row in rows if code in str(row) or code.replace("-", "") in str(row)]
    assert letters
