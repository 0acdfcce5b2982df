"""Reads forms.toml: one block, one form; refuses what cannot be summed or would count twice."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.catalogue.reading_tables import Row, toml_blocks
from bot.catalogue.shapes import Activity, Form, FormField, Unit


def read_forms(
    folder: Path, units: Mapping[str, Unit], activities: Mapping[str, Activity]
) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for row in toml_blocks(folder, "forms.toml"):
        form = _form(row)
        row.done()
        _refuse_shared_names(row, form, forms)
        _refuse_boxes_twice(row, form)
        for field in form.fields:
            _refuse_misfits(row, field, units, activities)
        forms[form.code] = form
    return forms


def _form(row: Row) -> Form:
    return Form(
        code=row.name,
        label=row.text("label"),
        short_label=row.text("short_label"),
        aliases=row.texts("aliases"),
        source=row.text("source"),
        verified=row.flag("verified"),
        at_finish=row.flag("at_finish"),
        per_day=row.flag("per_day"),
        fields=tuple(_fields(row)),
    )


def _fields(row: Row) -> Iterator[FormField]:
    bodies: list[dict[str, Any]] = row.blocks("fields")
    if not bodies:
        row.refuse("fields is missing")
    for number, body in enumerate(bodies, start=1):
        inner = Row(row.file, f"{row.name}: field {number}", body)
        field = FormField(
            label=inner.text("label"),
            unit=inner.text("unit"),
            activities=inner.texts("activities"),
            kind=inner.optional_text("kind"),
        )
        inner.done()
        if not field.activities:
            inner.refuse("activities is missing")
        yield field


def _refuse_shared_names(row: Row, form: Form, earlier: Mapping[str, Form]) -> None:
    """A typed name must lead to one form; the chat hears lower case."""
    for alias in form.aliases:
        if alias != alias.casefold():
            row.refuse(f"alias {alias!r} must be in lower case")
        for other in earlier.values():
            if alias in other.aliases:
                row.refuse(f"alias {alias!r} is {other.code}'s already")


def _refuse_boxes_twice(row: Row, form: Form) -> None:
    """A figure belongs in one box of a form."""
    seen: set[tuple[str, str]] = set()
    for field in form.fields:
        for code in field.activities:
            if (code, field.kind) in seen:
                row.refuse(f"activity {code!r} stands twice")
            seen.add((code, field.kind))


def _refuse_misfits(
    row: Row, field: FormField, units: Mapping[str, Unit], activities: Mapping[str, Activity]
) -> None:
    if field.unit not in units:
        row.refuse(f"unknown unit {field.unit!r}")
    for code in field.activities:
        if code not in activities:
            row.refuse(f"unknown activity {code!r}")
        _refuse_inexact(row, field, activities[code])
    for one, other in combinations(field.activities, 2):
        for inner, outer in ((one, other), (other, one)):
            if outer in activities[inner].subset_of:
                row.refuse(f"{inner} lies inside {outer}: the box would count it twice")


def _refuse_inexact(row: Row, field: FormField, activity: Activity) -> None:
    """A copied figure must be the kept one: only units a power of ten apart divide exactly."""
    ratio = activity.conversions.get(field.unit)
    if ratio is None:
        row.refuse(f"{activity.code} is not counted in {field.unit}")
    if ratio.normalize().as_tuple().digits != (1,):
        row.refuse(f"{activity.code} in {field.unit} would have to be rounded")
    if field.kind and field.kind not in {kind.code for kind in activity.kinds}:
        row.refuse(f"{activity.code} has no kind {field.kind!r}")
