"""The `calculate` command: CSV files in and out around `bot/emissions`."""

import csv
from decimal import Decimal, InvalidOperation
from typing import IO

import click

from bot.catalogue import catalogue
from bot.emissions.landfill import Site
from bot.emissions.lines import (
    LANDFILL_COLUMNS,
    RESULT_COLUMNS,
    BadRow,
    calculate_rows,
    landfill_rows,
)


def calculate_lines(source: IO[str], out: IO[str]) -> None:
    """Every row with its result; exit 1 when any row could not be computed."""
    reader = csv.DictReader(source)
    columns = [name for name in reader.fieldnames or () if name not in RESULT_COLUMNS[1:]]
    own = [name for name in RESULT_COLUMNS if name not in columns]
    writer = csv.DictWriter(out, [*columns, *own], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    failed = False
    for row in calculate_rows(catalogue(), reader):
        failed = failed or bool(row["error"])
        writer.writerow(row)
    if failed:
        raise SystemExit(1)


def calculate_landfill(
    source: IO[str], out: IO[str], site: tuple[str, str, str, str], until: int | None
) -> None:
    """Methane of a site year by year; one clear line when a row cannot be read."""
    writer = csv.DictWriter(out, LANDFILL_COLUMNS, lineterminator="\n")
    try:
        doc, mcf, k_per_year, oxidation = (Decimal(text) for text in site)
        rows = list(
            landfill_rows(
                csv.DictReader(source),
                Site(doc=doc, mcf=mcf, k_per_year=k_per_year, oxidation=oxidation),
                until,
            )
        )
    except InvalidOperation:
        click.echo("doc, mcf, k and oxidation must be numbers such as 0.17", err=True)
        raise SystemExit(1) from None
    except BadRow as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None
    writer.writeheader()
    writer.writerows(rows)
