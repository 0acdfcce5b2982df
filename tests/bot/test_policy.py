"""The whole table: role × action × own place, same province, other province; all else is denied.

Written out by hand, so that a change of the policy has to be made twice, and seen.
"""

import pytest

from bot.catalogue import PlaceKind
from bot.people import Place, Role, Seat
from bot.policy import SERVICE, Action, Actor, Own, can, scopes

PROVINCE = Place("21", PlaceKind.PROVINCE, "21", "", "ระยอง", "Rayong")
DISTRICT = Place("2101", PlaceKind.DISTRICT, "21", "2101", "เมืองระยอง", "Mueang Rayong")
TAMBON = Place("210110", PlaceKind.TAMBON, "21", "2101", "กะเฉด", "Kachet")
NEIGHBOUR = Place("210109", PlaceKind.TAMBON, "21", "2101", "เนินพระ", "Noen Phra")
OTHER_DISTRICT = Place("2103", PlaceKind.DISTRICT, "21", "2103", "แกลง", "Klaeng")
NEXT_DISTRICT = Place("210301", PlaceKind.TAMBON, "21", "2103", "ทางเกวียน", "Thang Kwian")
PAO = Place("O21", PlaceKind.PAO, "21", "", "อบจ.ระยอง", "Rayong PAO")
OTHER_PROVINCE = Place("20", PlaceKind.PROVINCE, "20", "", "ชลบุรี", "Chon Buri")
FAR = Place("200202", PlaceKind.TAMBON, "20", "2002", "บ้านบึง", "Ban Bueng")
PLACES = (
    PROVINCE,
    DISTRICT,
    TAMBON,
    NEIGHBOUR,
    OTHER_DISTRICT,
    NEXT_DISTRICT,
    PAO,
    OTHER_PROVINCE,
    FAR,
)

IN_PROVINCE = {"21", "2101", "210110", "210109", "2103", "210301", "O21"}
IN_DISTRICT = {"2101", "210110", "210109"}
SEES = {Action.SEE, Action.SUMMARISE, Action.ROSTER}
DECIDES = {Action.NUDGE, Action.REVIEW, Action.CLOSE, Action.ASSIGN}
AT_A_PLACE = {
    Action.TELL,
    Action.SEE,
    Action.SUMMARISE,
    Action.EXPORT,
    Action.NUDGE,
    Action.REVIEW,
    Action.CLOSE,
    Action.ASSIGN,
    Action.SCHEDULE,
    Action.AUDIT,
    Action.ROSTER,
    Action.REMIND,
}
# Who sits where → what they may do, and at which places.
TABLE = {
    (Role.OFFICIAL, TAMBON.id): ({Action.TELL, Action.SEE}, {"210110"}),
    (Role.OFFICIAL, DISTRICT.id): ({Action.TELL, Action.SEE}, {"2101"}),
    (Role.OFFICIAL, PROVINCE.id): ({Action.TELL, Action.SEE}, {"21"}),
    (Role.OFFICIAL, PAO.id): ({Action.TELL, Action.SEE}, {"O21"}),
    (Role.COORDINATOR, TAMBON.id): (SEES | DECIDES, {"210110"}),
    (Role.COORDINATOR, DISTRICT.id): (SEES | DECIDES, IN_DISTRICT),
    (Role.COORDINATOR, PROVINCE.id): (SEES | DECIDES, IN_PROVINCE),
    (Role.AUDITOR, DISTRICT.id): (SEES | {Action.EXPORT, Action.AUDIT}, IN_DISTRICT),
    (Role.AUDITOR, PROVINCE.id): (SEES | {Action.EXPORT, Action.AUDIT}, IN_PROVINCE),
    (Role.ADMIN, PROVINCE.id): (
        SEES | DECIDES | {Action.EXPORT, Action.AUDIT, Action.SCHEDULE},
        IN_PROVINCE,
    ),
    (Role.ADMIN, DISTRICT.id): (
        SEES | DECIDES | {Action.EXPORT, Action.AUDIT, Action.SCHEDULE},
        IN_DISTRICT,
    ),
}
# Who sits where → the seats they give out, take away or approve a successor for.
SEATS_BELOW = {
    (Role.OFFICIAL, TAMBON.id): set(),
    (Role.COORDINATOR, DISTRICT.id): {(Role.OFFICIAL, place) for place in IN_DISTRICT},
    (Role.COORDINATOR, PROVINCE.id): {(Role.OFFICIAL, place) for place in IN_PROVINCE}
    | {(Role.COORDINATOR, "2101"), (Role.COORDINATOR, "2103")},
    (Role.AUDITOR, PROVINCE.id): set(),
    (Role.ADMIN, PROVINCE.id): {(role, place) for role in Role for place in IN_PROVINCE},
}


def _at(place: str) -> Place:
    return next(one for one in PLACES if one.id == place)


def _actor(role: Role, place: str) -> Actor:
    return Actor((Seat(1, _at(place), role),), person=7)


@pytest.mark.parametrize(("role", "seat"), TABLE)
@pytest.mark.parametrize("action", Action)
def test_action_at_a_place(role: Role, seat: str, action: Action) -> None:
    actions, places = TABLE[role, seat]
    allowed = {place.id for place in PLACES if can(_actor(role, seat), action, place)}
    assert allowed == (places if action in actions else set())


@pytest.mark.parametrize(("role", "seat"), SEATS_BELOW)
@pytest.mark.parametrize("action", Action)
def test_action_on_a_seat(role: Role, seat: str, action: Action) -> None:
    """Of another seat than the actor's own."""
    about_seats = action in (Action.INVITE, Action.APPROVE, Action.HAND_OVER)
    allowed = {
        (other, place.id)
        for other in Role
        for place in PLACES
        if can(_actor(role, seat), action, Seat(2, place, other))
    }
    assert allowed == (SEATS_BELOW[role, seat] if about_seats else set())


@pytest.mark.parametrize("role", Role)
def test_own_seat_is_handed_over_and_never_approved_by_oneself(role: Role) -> None:
    own = Seat(1, PROVINCE, role)
    actor = Actor((own,), person=7)
    assert can(actor, Action.HAND_OVER, own)
    assert not can(actor, Action.APPROVE, own)
    assert not can(actor, Action.INVITE, own)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_what_is_kept_about_a_person_is_their_own(role: Role, action: Action) -> None:
    actor = _actor(role, PROVINCE.id)
    assert can(actor, action, Own(7)) is (action in (Action.KNOW, Action.ERASE))
    assert not can(actor, action, Own(8))
    assert not can(Actor(), action, Own(7))


@pytest.mark.parametrize("action", Action)
def test_nobody_may_do_anything_without_a_seat(action: Action) -> None:
    assert not any(can(Actor((), 7), action, place) for place in PLACES)
    assert not can(Actor((), 7), action, Seat(1, TAMBON, Role.OFFICIAL))
    assert scopes((), action) == ()


@pytest.mark.parametrize("action", Action)
def test_the_clock_only_reminds_and_sums_up(action: Action) -> None:
    allowed = action in (Action.REMIND, Action.SUMMARISE)
    assert all(can(SERVICE, action, place) is allowed for place in PLACES)
    assert not can(SERVICE, action, Seat(1, TAMBON, Role.OFFICIAL))
    assert not can(SERVICE, action, Own(7))


def test_several_seats_add_up_and_widest_scopes_stand_for_what_they_hold() -> None:
    seats = (
        Seat(1, NEIGHBOUR, Role.OFFICIAL),
        Seat(2, DISTRICT, Role.COORDINATOR),
        Seat(3, PROVINCE, Role.AUDITOR),
    )
    actor = Actor(seats, 7)
    assert can(actor, Action.TELL, NEIGHBOUR)
    assert not can(actor, Action.TELL, TAMBON)
    assert can(actor, Action.REVIEW, TAMBON)
    assert not can(actor, Action.REVIEW, NEXT_DISTRICT)
    assert can(actor, Action.EXPORT, NEXT_DISTRICT)
    assert scopes(seats, Action.SUMMARISE) == (PROVINCE,)
    assert scopes(seats, Action.REVIEW) == (DISTRICT,)
    assert scopes(seats, Action.TELL) == (NEIGHBOUR,)


def test_every_action_is_in_the_table() -> None:
    """A new action is allowed to somebody here, or its row is missing."""
    about_others = {Action.INVITE, Action.APPROVE, Action.HAND_OVER, Action.KNOW, Action.ERASE}
    assert set(Action) == AT_A_PLACE | about_others
