"""What a file leaves open: whose it is, which year, which item a row means."""

from collections.abc import Sequence
from datetime import date

from bot.catalogue import Kind
from bot.months import Month
from bot.people import Place
from bot.reading.activities import MOST_CANDIDATES, Named
from bot.reading.cleaning import folded
from bot.reading.sheets import e_report, green_office
from bot.reading.sheets.figures import is_empty, is_zero
from bot.reading.sheets.offices import is_of
from bot.reading.sheets.shapes import (
    SKIP,
    YES,
    Answers,
    Asked,
    Found,
    Layout,
    Series,
    SheetQuestion,
    SheetTrouble,
    TroubleCode,
)
from bot.reading.sheets.tools import Tools
from bot.reading.sheets.words import COMPUTED
from bot.reading.sheets.years import ambiguous, dated

MOST_ROW_QUESTIONS = 6  # more rows than this are better told one by one
FISCAL = "f"


def asked_about_place(found: Found, place: Place | None, answers: Answers) -> SheetQuestion | None:
    """A file that names another organisation: is it this place's?"""
    if place is None or not found.office or found.place or "place" in answers:
        return None
    if is_of(found.office, place):
        return None
    return SheetQuestion(Asked.PLACE, "place", found.office, (YES,))


def asked_months(
    series: Sequence[Series], today: date, answers: Answers
) -> tuple[list[Series], SheetQuestion | None]:
    """The series with their months; the first that needs its year (or month) is asked about."""
    done = []
    for one in series:
        numbers = [figure.number for figure in one.figures]
        if all(figure.month for figure in one.figures):
            done.append(one)
        elif 0 in numbers:
            answer = answers.get("month")
            if answer is None:
                return [], _which_month(one, today)
            done.append(one.with_months([Month.parse(answer)] * len(numbers)))
        else:
            question = _dated(one, numbers, today, answers, done)
            if question:
                return [], question
    return done, None


def _dated(
    one: Series, numbers: Sequence[int], today: date, answers: Answers, done: list[Series]
) -> SheetQuestion | None:
    told = [
        figure.number
        for figure in one.figures
        if not is_empty(figure.value) and not is_zero(figure.value)
    ]
    unsure = ambiguous(numbers, one.fiscal) and ambiguous(told, one.fiscal)
    if len(one.years) == 1 and not unsure:
        done.append(one.with_months(_months(one, numbers, one.years[0], one.fiscal)))
        return None
    key = f"year:{numbers[0]}:{','.join(map(str, one.years))}:{one.fiscal:d}"
    answer = answers.get(key)
    if answer is None:
        return _which_year(one, numbers, today, key)
    year, fiscal = int(answer.removeprefix(FISCAL)), answer.startswith(FISCAL)
    done.append(one.with_months(_months(one, numbers, year, fiscal)))
    return None


def _months(one: Series, numbers: Sequence[int], year: int, fiscal: bool) -> list[Month]:
    """Months whose own cells state the year keep it."""
    meant = dated(numbers, year, fiscal)
    return [figure.month or month for figure, month in zip(one.figures, meant, strict=True)]


def _which_year(one: Series, numbers: Sequence[int], today: date, key: str) -> SheetQuestion:
    years = sorted({*one.years, today.year, today.year - 1}, reverse=True)
    choices = [str(year) for year in years]
    if one.fiscal:
        choices = [each for year in years for each in (str(year), f"{FISCAL}{year}")]
    spans = {
        choice: dated(numbers, int(choice.removeprefix(FISCAL)), choice.startswith(FISCAL))
        for choice in choices
    }
    kept = [choice for choice in choices if min(spans[choice]) <= Month.of(today)]
    return SheetQuestion(
        Asked.YEAR,
        key,
        one.heading or one.words,
        tuple(kept),
        one.sheet,
        tuple((min(spans[choice]), max(spans[choice])) for choice in kept),
    )


def _which_month(one: Series, today: date) -> SheetQuestion:
    latest = Month.of(today) - 1
    months = tuple(str(latest - back) for back in range(4))
    return SheetQuestion(Asked.MONTH, "month", one.words, months, one.sheet)


def named_rows(
    series: Sequence[Series], tools: Tools, expected: Sequence[str], answers: Answers
) -> tuple[list[tuple[Series, Named]], list[SheetTrouble], SheetQuestion | None]:
    """Every series with its activity; rows that are none of ours are told of."""
    named: list[tuple[Series, Named]] = []
    troubles: list[SheetTrouble] = []
    asked = 0
    for one in series:
        if not any(not is_empty(figure.value) for figure in one.figures):
            continue
        telling = any(
            not is_empty(figure.value) and not is_zero(figure.value) for figure in one.figures
        )
        if not one.code and COMPUTED.search(one.words):
            troubles += [_row(TroubleCode.COMPUTED, one)] if telling else []
            continue
        candidates, certain = _candidates(one, tools, expected)
        key = f"row:{one.layout}:{one.heading}:{one.words}:{one.unit}"
        answer = answers.get(key)
        if answer == SKIP:
            troubles.append(_row(TroubleCode.ROW, one))
        elif answer or (len(candidates) == 1 and certain is not None):
            chosen = answer or candidates[0]
            code, _, kind = chosen.partition("/")
            if telling or code in expected:
                named.append((one, Named(((code, kind),), (), bool(answer) or bool(certain))))
        elif telling and candidates and asked < MOST_ROW_QUESTIONS:
            question = SheetQuestion(
                Asked.ROW, key, one.words or one.heading, (*candidates, SKIP), one.sheet
            )
            return [], [], question
        elif telling:
            troubles.append(_row(TroubleCode.ROW, one))
        asked += answer is not None
    return named, troubles, None


def _candidates(
    one: Series, tools: Tools, expected: Sequence[str]
) -> tuple[tuple[str, ...], bool | None]:
    """What a row may be, and whether its name says so for certain; None where it must be asked."""
    activities = tools.catalogue.activities
    code, _, kind = one.code.partition("/")
    if code in activities:
        if kind in {known.code for known in activities[code].kinds}:
            return (one.code,), True
        return _with_kinds((code,), tools, None, one.words), True
    words = e_report.bare(one.words) if one.layout is Layout.E_REPORT else one.words
    if one.layout is Layout.GREEN_OFFICE and (code := green_office.code_of(words, one.heading)):
        return (code,), True
    named = tools.names.resolve(words) if words else None
    if named is None and words and one.heading:
        named = tools.names.resolve(f"{one.heading} {words}")
    certain: bool | None = named.certain if named else None
    if named is None and not words and one.heading:
        named = tools.names.resolve(one.heading)
        certain = True if named else None
    measured = bool(one.unit) and tools.unit(one.unit) is not None
    codes = named.codes if named else tools.names.suggest(words) if measured else ()
    fitting = _fitting(codes, one, tools)
    if len(fitting) > 1:
        oil = one.layout is Layout.E_REPORT  # its table says `oil` of every fuel
        alike = [code for code in expected if oil and _alike(code, fitting, tools)]
        fitting = tuple(dict.fromkeys([*(c for c in fitting if c in expected), *fitting, *alike]))
    kinds = _with_kinds(fitting, tools, named, words)
    return kinds[: MOST_CANDIDATES + 4], certain if len(fitting) == 1 and named else None


def _alike(code: str, fitting: Sequence[str], tools: Tools) -> bool:
    """Of the same ledger and unit as what may be meant: diesel of refuse trucks is oil too."""
    activities = tools.catalogue.activities
    one = activities[code]
    return any(
        (one.ledger, one.unit) == (activities[other].ledger, activities[other].unit)
        for other in fitting
    )


def _fitting(codes: Sequence[str], one: Series, tools: Tools) -> tuple[str, ...]:
    unit = tools.unit(one.unit) if one.unit else None
    if unit is None:
        return tuple(codes)
    activities = tools.catalogue.activities
    return tuple(code for code in codes if unit.accepted_by(activities[code]))


def _with_kinds(
    codes: Sequence[str], tools: Tools, named: Named | None, words: str
) -> tuple[str, ...]:
    """An activity that must name its kind, as one choice a kind where it does not."""
    choices: list[str] = []
    for code in codes:
        kinds = tools.catalogue.activities[code].kinds
        said = (named.kind_of(code) if named else None) or _kind_in(words, kinds)
        if said or not kinds:
            choices.append(f"{code}/{said}" if said else code)
        else:
            choices += [f"{code}/{kind.code}" for kind in kinds]
    return tuple(choices)


def _kind_in(words: str, kinds: Sequence[Kind]) -> str:
    """The one kind whose name stands in the words: `น้ำยาแอร์ R32`."""
    bare = folded(words)
    named = [kind.code for kind in kinds if any(folded(one) in bare for one in kind.aliases)]
    return named[0] if len(named) == 1 else ""


def _row(code: TroubleCode, one: Series) -> SheetTrouble:
    return SheetTrouble(code, one.sheet, one.figures[0].ref, one.words[:60])
