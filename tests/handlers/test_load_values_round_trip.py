"""Whatever valid figures are loaded, `export values.csv` gives the same ones, digit for digit."""

from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.catalogue import Activity, catalogue
from bot.emissions import Emission, NotCounted, emission
from bot.emissions.quantities import kept
from bot.months import Month
from handlers.values_loading import Wanted, plan
from handlers.values_writing import carry_out
from tests.handlers.loading import export, service, table, world

COLUMNS = ("place", "month", "activity", "kind", "quantity", "unit", "status", "note")
CELLS = [
    (activity.code, kind)
    for activity in catalogue().activities.values()
    for kind in ([kind.code for kind in activity.kinds] or [""])
]
QUANTITIES = st.decimals(0, 10**6, places=6, allow_nan=False, allow_infinity=False) | st.integers(
    0, 10**5
).map(Decimal)
NOTES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
Key = tuple[str, Month, tuple[str, str]]
KEYS: st.SearchStrategy[Key] = st.tuples(
    st.sampled_from(["210110", "210102", "21"]),
    st.builds(Month, st.integers(1950, 2025), st.integers(1, 12)),
    st.sampled_from(CELLS),
)
Said = tuple[str, Decimal | None, str]
FIGURES = st.tuples(st.sampled_from(["reported", "estimated"]), QUANTITIES, NOTES)
SILENCES = st.tuples(st.sampled_from(["NO", "NE", "IE", "C"]), st.none(), NOTES)


def _row(key: Key, said: Said) -> tuple[object, ...]:
    place, month, (code, kind) = key
    activity = catalogue().activities[code]
    status, quantity, note = said
    digits = "" if quantity is None else f"{quantity:f}"
    safe = f"'{note}" if note.startswith(("=", "+", "-", "@")) else note
    return place, month, activity.code, kind, digits, activity.unit, status, safe


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dictionaries(KEYS, FIGURES | SILENCES, min_size=20, max_size=60),
    then=st.lists(FIGURES | SILENCES, min_size=5, max_size=10),
)
def test_what_is_loaded_is_exported(
    database_url: str, tmp_path: Path, first: dict[Key, Said], then: list[Said]
) -> None:
    """And again where a second file says something else of the first cells."""
    env = world(database_url)
    running, told = service(env), {**first, **dict(zip(first, then, strict=False))}
    for rows in (first, told):
        file = table(tmp_path / "told.csv", *map(_row, rows, rows.values()), columns=COLUMNS)
        made = plan(running, file, Wanted(), print)
        assert made.bad.named == []
        wanted = Wanted(accept_doubted=True)
        written = carry_out(running, made, wanted, print)
        assert written.figures == made.total("new") + made.total("changed")
    running.database.close()
    exported = {
        (row["place"], row["month"], row["activity"], row["kind"]): row
        for row in export(env, tmp_path / "values.csv")
    }
    for (place, month, (code, kind)), said in told.items():
        row, activity = exported[place, str(month), code, kind], catalogue().activities[code]
        _check(row, activity, said)
        _check_emission(row, activity, month, kind)


def _check(row: dict[str, str], activity: Activity, said: Said) -> None:
    status, quantity, note = said
    if quantity is None:
        assert (row["status"], row["quantity"]) == (status, "")
        assert note in row["reason"]
        return
    assert row["status"] == (status if quantity else "nothing")
    assert Decimal(row["quantity"]) == Decimal(row["told_quantity"]) == quantity
    assert row["unit"] == row["told_unit"] == activity.unit


def _check_emission(row: dict[str, str], activity: Activity, month: Month, kind: str) -> None:
    if not row["quantity"]:
        assert row["kg_co2e"] == ""
        return
    result = emission(catalogue(), activity, Decimal(row["quantity"]), month, kind)
    if isinstance(result, NotCounted):
        assert (row["kg_co2e"], row["not_counted"]) == ("", result.reason)
        return
    assert isinstance(result, Emission)
    assert Decimal(row["kg_co2e"]) == kept(result.kg_co2e)
    assert row["factors"] == result.factors
