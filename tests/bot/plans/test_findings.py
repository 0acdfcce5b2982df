"""What does not add up is said beside the numbers, in both languages, and changes none of them."""

from decimal import Decimal
from typing import Any

import pytest

from bot.catalogue import catalogue
from bot.emissions.quantities import Tonnes
from bot.plans.as_json import plan_json
from bot.plans.base_year import compared
from bot.plans.checks import misfits
from bot.plans.findings import Finding, What, recalculated
from bot.plans.report import lines
from bot.plans.shapes import Trigger
from bot.plans.wedges import scenario
from bot.text import voice, voices
from tests.bot.plans import sample

MADE_UP = {"source": "made up", "verified": True}


def _found(actuals: dict[int, Tonnes] | None = None, **changed: Any) -> list[Finding]:
    return list(scenario(sample.small(**changed), {}, actuals or {}).findings)


def _said(finding: Finding) -> str:
    return finding.said(voice("en"))


def test_sound_plan_has_nothing_to_look_at() -> None:
    assert _found({2020: Tonnes(Decimal(1000))}) == []


def test_measures_that_save_more_than_there_is_are_named_and_not_cut_off() -> None:
    plan = sample.small(measures=[sample.measure(potential_tco2e={"2021": 10, "2024": 2000})])
    worked = scenario(plan, {}, {})
    assert worked.row(2024).remaining == Decimal("-535.9")
    assert [_said(one) for one in worked.findings] == [
        "2023: the measures together save 1,336.67 tCO2e, more than the 1,331 of business as "
        "usual. Something is counted twice or too high.",
        "2024: the measures together save 2,000 tCO2e, more than the 1,464.1 of business as usual. "
        "Something is counted twice or too high.",
    ]


def test_two_measures_on_one_line_say_how_nothing_counts_twice() -> None:
    (one,) = _found(measures=[sample.measure("M1"), sample.measure("M2")])
    assert _said(one) == (
        "M1 and M2 both act on I.2.2 and neither says how nothing is counted twice (overlap)."
    )
    told = [sample.measure("M1"), sample.measure("M2", overlap="M2 takes the rest")]
    assert _found(measures=told) == []
    apart = [sample.measure("M1"), sample.measure("M2", lines=["I.1.1"])]
    assert _found(measures=apart) == []


def test_base_year_the_account_sees_otherwise() -> None:
    assert _found({2020: Tonnes(Decimal("1049.9"))}) == []
    (one,) = _found({2020: Tonnes(Decimal(1060))})
    assert _said(one) == (
        "The account gives 1,060 tCO2e for the base year 2020, 6 % from the 1,000 of the plan. The "
        "threshold is 5 %: find out why, and recalculate where the policy says so."
    )


def test_recalculation_shows_old_and_new() -> None:
    change = compared(sample.small().base_year, Tonnes(Decimal(1100)), Trigger.METHOD)
    assert _said(recalculated(change, 1)) == (
        "Base year recalculated: 1,000 tCO2e in version 1, 1,100 now, because of a change of "
        "method or data."
    )
    assert recalculated(change, 1).said(voice("th")) == (
        "คำนวณปีฐานใหม่แล้ว: ฉบับที่ 1 คือ 1,000 tCO2e ปัจจุบัน 1,100 เพราะวิธีหรือข้อมูลเปลี่ยน"
    )


def test_progress_that_cannot_be() -> None:
    report = {"year": 2022, "achieved_tco2e": 25, **MADE_UP}
    (above,) = _found(measures=[sample.measure(progress=[report])])
    assert _said(above).startswith("M1 is reported to have saved 25 tCO2e in 2022, more than its")
    (done,) = _found(measures=[sample.measure(status="done")])
    assert _said(done) == "M1 is said to be done, and no progress is reported."


def test_baseline_below_zero_is_said() -> None:
    bau = {**sample.body()["bau"][0], "growth": []}
    history = {"2018": 2000, "2019": 1000, "2020": 0}
    bau = {**bau, "method": "linear trend", "history_tco2e": history}
    del bau["growth"]
    found = _found(bau=[bau], measures=[])
    assert [_said(one) for one in found] == ["Business as usual falls below zero in 2022."]


def test_sources_nobody_verified_are_named_with_what_rests_on_them() -> None:
    measures = [sample.measure("M1", verified=False, source="a guess"), sample.measure("M2")]
    found = [one for one in _found(measures=measures) if one.what is What.UNVERIFIED]
    assert [_said(one) for one in found] == ["Not verified: a guess (measure M1)"]
    (whole,) = sample.worked_out().findings
    assert whole.said(voice("th")) == (
        "ยังไม่ได้ตรวจสอบ: made up for this example (ปีฐาน, กรณีปกติ 1, เป้าหมาย T1, มาตรการ M1, "
        "ความก้าวหน้า M1, มาตรการ M2, มาตรการ M3, มาตรการ M4)"
    )


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("locale", list(voices()))
def test_every_finding_can_be_said(what: What, locale: str) -> None:
    values: dict[str, Any] = dict.fromkeys(
        ("saved", "bau", "new", "old", "percent", "threshold", "achieved", "potential"), Decimal(7)
    )
    values |= dict.fromkeys(("one", "other", "lines", "trigger", "code", "parts", "source"), "x")
    values |= {"year": 2026, "version": 1, "months": 3, "level": "BASIC+"}
    values |= {"answered": 5, "expected": 9}
    said = Finding(what, values).said(voice(locale))
    assert "%(" not in said
    if "%(year)" in what.value:
        assert {"th": "2569", "en": "2026"}[locale] in said


# --- what a plan has to fit in with ---------------------------------------------------------------


def _misfits(before: Any = None, owner: str = "21", **changed: Any) -> list[str]:
    measures = [sample.measure(owner=owner, lines=changed.pop("lines", ["I.2.2"]))]
    plan = sample.small(measures=measures, **changed)
    return misfits(plan, catalogue().gpc_lines, lambda place: place == "21", before)


def test_lines_and_owners_are_known_ones() -> None:
    assert _misfits() == []
    assert _misfits(lines=["I.9"]) == [
        "measure 'M1': lines holds 'I.9': write GPC lines such as I.1.1 or III.1.1"
    ]
    assert _misfits(owner="20")[0].startswith("measure 'M1': owner is '20': write the code of this")


def test_stored_baseline_is_neither_changed_nor_dropped() -> None:
    before, bau = sample.small(), sample.body()["bau"][0]
    assert _misfits(before) == []
    (changed,) = _misfits(before, bau=[{**bau, "until": 2025}])
    assert changed.startswith("bau '1' differs from what is stored: leave it as it was, write the")
    other = [{**bau, "version": "2"}]
    assert _misfits(before, bau=other, uses_bau="2") == [
        "bau '1' is gone: keep it, and add the new one beside it"
    ]
    assert _misfits(before, bau=[bau, *other], uses_bau="2") == []


def test_base_year_moves_with_its_reason_only() -> None:
    before, bau = sample.small(), sample.body()["bau"][0]
    base = {**sample.body()["base_year"], "total_tco2e": "1100"}
    new = [bau, {**bau, "version": "2", "begins_tco2e": "1100"}]
    (reason,) = _misfits(before, base_year=base, bau=new, uses_bau="2")
    assert reason.startswith("base_year.total_tco2e was 1000: write changed_because = ")
    said = {**base, "changed_because": "method"}
    assert _misfits(before, base_year=said, bau=new, uses_bau="2") == []


# --- text and JSON --------------------------------------------------------------------------------


def test_text_has_every_number_of_the_row_and_the_progress() -> None:
    text = "\n".join(lines(voice("en"), sample.worked_out(), {"21": "Rayong"}))
    assert "2030: 4,009,119 tCO2e (20 % below business as usual)" in text
    assert "2030: the measures leave 262,280 tCO2e above it" in text
    assert (
        "2026 | 4,842,280 | 20,000 | 30,000 | 0 | 0 | 50,000 | 4,792,280 | 4,641,824 | 150,456 | "
        "4,791,000 | 149,176"
    ) in text
    assert "2026: 14,000 tCO2e saved, 6 % done · 12 roofs" in text
    assert "overlap: M4 takes only what is left after separation" in text
    assert "! Not verified: made up for this example" in text
    assert "M1 solar on public roofs · I.2.2 · Rayong · 2026–2035 · going on" in text


def test_thai_text_counts_buddhist_years_only() -> None:
    text = "\n".join(lines(voice("th"), sample.worked_out(), {"21": "จังหวัดระยอง"}))
    assert "2573" in text
    assert not [year for year in range(2020, 2040) if f" {year} " in text or f"{year} |" in text]


def test_json_is_exact_and_says_the_same() -> None:
    worked = sample.worked_out()
    body = plan_json(worked, sample.pinned())
    row = next(one for one in body["years"] if one["year"] == 2026)
    assert row["bau_tco2e"] == Decimal("4842279.792746")
    assert row["remaining_tco2e"] + row["saved_tco2e"] == row["bau_tco2e"]
    assert row["above_tco2e"]["T1"] == row["actual_tco2e"] - row["targets_tco2e"]["T1"]
    assert body["measures"]["M1"]["achieved_tco2e"] == 14000
    assert body["targets"]["T1"]["2035"]["short_of_tco2e"] > 0
    assert body["findings"][0]["finding"] == "unverified"
