"""The digest's counts: reports expected, received and on time, by place, district and province."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.catalogue import PlaceKind, catalogue
from bot.months import Month
from bot.oversight import PlaceProgress
from bot.people import Place, Role, Seat
from bot.reporting import PlaceMonth, Standing, State
from bot.summaries import Counts, summary
from bot.text import voice

JULY = Month(2026, 7)
DUE = datetime(2026, 8, 10, 16, 59, 59, tzinfo=UTC)
ASKED = catalogue().asked_of(PlaceKind.TAMBON)
PROVINCE = Place("21", PlaceKind.PROVINCE, "21", "", "จังหวัดระยอง", "Rayong")
DISTRICT = Place("2101", PlaceKind.DISTRICT, "21", "2101", "อำเภอเมืองระยอง", "Mueang Rayong")


def _row(number: int, told: int, completed: datetime | None, questioned: int = 0) -> PlaceProgress:
    name = f"องค์การบริหารส่วนตำบลที่ {number}"
    place = Place(f"2101{number:02}", PlaceKind.TAMBON, "21", "2101", name, f"Tambon {number}")
    state = State.SUBMITTED if told == len(ASKED) else State.OPEN
    month = PlaceMonth(place.id, JULY, state, completed_at=completed)
    standing = Standing(month, ASKED, frozenset(ASKED[:told]), questioned)
    return PlaceProgress(place, standing, Decimal(0), Decimal(0), reachable=True)


ALL = len(ASKED)
ROWS = (
    PlaceProgress(
        DISTRICT, Standing(PlaceMonth("2101", JULY), (), frozenset()), Decimal(0), Decimal(0), True
    ),
    _row(1, ALL, DUE),  # in the last second
    _row(2, ALL, DUE + timedelta(seconds=1), questioned=1),
    _row(3, ALL - 1, DUE - timedelta(days=3)),  # was complete, and one was taken back
    _row(4, 0, None),
)


def test_received_and_on_time_are_counted_apart() -> None:
    counts = Counts.of(ROWS, DUE)
    assert (len(counts.asked), len(counts.complete), counts.percent) == (4, 2, 50)
    assert counts.on_time is not None
    assert [row.place.id for row in counts.on_time] == ["210101"]
    assert [row.place.id for row in counts.doubtful] == ["210102"]
    assert Counts.of(ROWS, None).on_time is None
    assert Counts.of((), DUE).percent == 0


def test_a_provinces_digest_counts_its_districts() -> None:
    reply = summary(voice("th"), Seat(1, PROVINCE, Role.COORDINATOR), ROWS, JULY, DUE)
    assert "ส่งครบ 2 จาก 4 แห่ง (50%) · ทันกำหนด 1 แห่ง" in reply.text
    assert "มีข้อสงสัย (1): อบต.ที่ 2" in reply.text
    assert "ครบและทันกำหนด ขอขอบคุณ (1): อบต.ที่ 1" in reply.text
    assert reply.card is not None
    assert ("อำเภอเมืองระยอง", "2 / 4 · ทันกำหนด 1") in reply.card.rows


def test_a_districts_digest_names_its_places() -> None:
    reply = summary(voice("th"), Seat(1, DISTRICT, Role.COORDINATOR), ROWS, JULY, DUE)
    assert reply.card is not None
    rows = dict(reply.card.rows)
    assert rows["อบต.ที่ 1"] == f"{ALL} / {ALL} · ทันกำหนด"
    assert rows["อบต.ที่ 2"] == f"{ALL} / {ALL}"
    assert rows["อบต.ที่ 3"] == f"{ALL - 1} / {ALL}"


def test_only_who_may_remind_is_offered_it() -> None:
    labels = {
        role: [
            button.action
            for button in summary(voice("th"), Seat(1, DISTRICT, role), ROWS, JULY).buttons
        ]
        for role in (Role.COORDINATOR, Role.AUDITOR)
    }
    assert "menu:nudge:.2026-07" in labels[Role.COORDINATOR]
    assert "menu:nudge:.2026-07" not in labels[Role.AUDITOR]


def test_an_approval_settles_what_was_questioned() -> None:
    approved = replace(ROWS[2].standing.month, state=State.APPROVED)
    row = replace(ROWS[2], standing=replace(ROWS[2].standing, month=approved))
    assert Counts.of([row], DUE).doubtful == ()
