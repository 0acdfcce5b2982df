"""The boxes of other offices' forms: exact sums, and no hole that is not named."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Form, catalogue
from bot.cells import Cell, Status
from bot.forms import COUNTED, Box, boxes, per_day
from bot.months import Month
from tests.bot.offices import cell

FORMS = catalogue().forms
E_REPORT, WASTE, GREEN_OFFICE = FORMS["e_report"], FORMS["waste"], FORMS["green_office"]
ASKED = ("ORG_ELEC", "ORG_DIESEL_VEH", "ORG_DIESEL_WASTE", "WASTE_RECYCLE")


def _boxes(form: Form, cells: Sequence[Cell], asked: Sequence[str] = ASKED) -> dict[str, Box]:
    return {box.field.label: box for box in boxes(catalogue(), form, asked, cells)}


def test_box_is_the_exact_sum() -> None:
    told = [cell("ORG_DIESEL_VEH", "320.1"), cell("ORG_DIESEL_WASTE", "0.2")]
    box = _boxes(E_REPORT, told)["Diesel"]
    assert (box.quantity, box.holes) == (Decimal("320.3"), ())


def test_nothing_is_a_zero_and_no_hole() -> None:
    told = [cell("ORG_DIESEL_VEH", "320"), cell("ORG_DIESEL_WASTE", "0")]
    box = _boxes(E_REPORT, told)["Diesel"]
    assert (box.quantity, box.holes) == (Decimal(320), ())


def test_what_does_not_occur_is_no_hole() -> None:
    absent = cell("ORG_DIESEL_WASTE", None, Status.NOT_OCCURRING)
    box = _boxes(E_REPORT, [cell("ORG_DIESEL_VEH", "320"), absent])["Diesel"]
    assert (box.quantity, box.holes) == (Decimal(320), ())
    alone = _boxes(E_REPORT, [absent], asked=())["Diesel"]
    assert (alone.quantity, alone.holes) == (None, ())


def test_asked_and_not_told_is_a_hole() -> None:
    found = _boxes(E_REPORT, [cell("ORG_DIESEL_VEH", "320")])
    assert [part.activity for part in found["Diesel"].holes] == ["ORG_DIESEL_WASTE"]
    assert found["Diesel"].quantity == 320
    assert found["Electricity"].quantity is None
    assert "Gasohol 91/95" not in found  # neither asked nor told


@pytest.mark.parametrize(
    "status",
    [
        Status.LATER,
        Status.NOT_AVAILABLE,
        Status.ELSEWHERE,
        Status.CONFIDENTIAL,
    ],
)
def test_answer_without_a_figure_is_a_hole(status: Status) -> None:
    told = [cell("ORG_DIESEL_VEH", "320"), cell("ORG_DIESEL_HEAVY", None, status)]
    box = _boxes(E_REPORT, told, asked=())["Diesel"]
    assert [(part.activity, part.status) for part in box.holes] == [("ORG_DIESEL_HEAVY", status)]


def test_confidential_figure_is_never_in_a_sum() -> None:
    told = [cell("ORG_DIESEL_VEH", "320"), cell("ORG_DIESEL_HEAVY", "99", Status.CONFIDENTIAL)]
    assert _boxes(E_REPORT, told)["Diesel"].quantity == 320


def test_figure_taken_back_is_asked_for_again_or_gone() -> None:
    back = [cell("ORG_ELEC", None, Status.MISSING), cell("ORG_BENZINE", None, Status.MISSING)]
    found = _boxes(E_REPORT, back)
    assert found["Electricity"].holes
    assert "Gasoline without ethanol" not in found


def test_estimates_and_doubts_are_known() -> None:
    told = [
        cell("ORG_DIESEL_VEH", "320", Status.ESTIMATED),
        cell("ORG_DIESEL_WASTE", "120", doubted=True),
    ]
    parts = _boxes(E_REPORT, told)["Diesel"].counted
    assert [(part.estimated, part.doubted) for part in parts] == [(True, False), (False, True)]


def test_box_of_one_kind_holds_that_kind() -> None:
    told = [
        cell("ORG_REFRIG", "2", kind="refrigerant_r22"),
        cell("ORG_REFRIG", "3", kind="refrigerant_r32"),
        cell("ORG_REFRIG", "5", kind="refrigerant_r410a"),
    ]
    found = _boxes(GREEN_OFFICE, told)
    assert found["Refrigerant used, R22"].quantity == 2
    assert found["Refrigerant used, R32"].quantity == 3
    none = _boxes(GREEN_OFFICE, [cell("ORG_REFRIG", "0")])  # said without naming a kind
    assert none["Refrigerant used, R22"].quantity == 0


@pytest.mark.parametrize(
    ("tonnes", "month", "expected"),
    [
        ("64", Month(2026, 7), "2.065"),
        ("28", Month(2026, 2), "1"),
        ("29", Month(2028, 2), "1"),
        ("0", Month(2026, 7), "0"),
        ("0.0155", Month(2026, 7), "0.001"),  # half a kilogram goes up
    ],
)
def test_per_day(tonnes: str, month: Month, expected: str) -> None:
    assert per_day(Decimal(tonnes), month) == Decimal(expected)


# --- whatever is kept -----------------------------------------------------------------------------

amounts = st.decimals("0", "999999999999", places=4) | st.integers(0, 10**12 - 1).map(Decimal)


@st.composite
def kept(draw: st.DrawFn, form: Form) -> list[Cell]:
    """Any answers to a form's activities."""
    codes = draw(st.lists(st.sampled_from(sorted(form.activities)), unique=True))
    told = []
    for code in codes:
        status = draw(st.sampled_from(sorted(Status)))
        quantity = draw(amounts) if status in COUNTED else None
        kind = ""
        if catalogue().activities[code].kinds:
            kind = draw(st.sampled_from(catalogue().activities[code].kinds)).code
        told.append(cell(code, quantity, status, kind=kind, doubted=draw(st.booleans())))
    return told


@pytest.mark.parametrize("code", FORMS)
@given(data=st.data())
def test_sums_hold_every_kept_figure_once_and_nothing_else(code: str, data: st.DataObject) -> None:
    form = FORMS[code]
    told = data.draw(kept(form))
    asked = data.draw(st.lists(st.sampled_from(sorted(form.activities)), unique=True))
    for box in boxes(catalogue(), form, asked, told):
        field = box.field
        own = [c for c in told if c.key.activity in field.activities]
        own = [c for c in own if not field.kind or c.key.kind == field.kind]
        figures = [c.quantity for c in own if c.status in COUNTED and c.quantity is not None]
        ratios = {catalogue().activities[one].conversions[field.unit] for one in field.activities}
        assert ratios == {Decimal(1)}  # every box of ours asks in the kept unit
        assert box.quantity == (sum(figures) if figures else None)
        answered = {c.key.activity for c in own if c.status is not Status.MISSING}
        missing = set(field.activities) & set(asked) - answered
        assert missing <= {part.activity for part in box.holes}
