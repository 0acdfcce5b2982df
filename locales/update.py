"""Brings `messages.po` of every language up to the code: `.venv/bin/python -m locales.update`.

New texts come in untranslated, texts no longer said go, translations stay. The tests refuse a text
without its Thai. The names in the tables (`catalogue.po`) are not touched.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

LOCALES = Path(__file__).resolve().parent
ROOMS = ("bot", "handlers")
# `t` and `voice` are a `bot.text.Voice`, which translates where a text is said; `mark` marks it
# where it is defined.
KEYWORDS: dict[str, None] = {"t": None, "voice": None, "mark": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def languages() -> tuple[str, ...]:
    """The codes of all languages there is a folder for."""
    return tuple(sorted(folder.parent.name for folder in LOCALES.glob("*/LC_MESSAGES")))


def file_of(language: str, domain: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    """One file; raises `PoFileError` with the line when it cannot be read."""
    with file_of(language, domain).open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def texts_in_code() -> set[str]:
    """Every English text the code marks for translation."""
    found: set[str] = set()
    for room in ROOMS:
        for text in _extract(LOCALES.parent / room):
            found.add(text)
    # `voice("th")` asks for a language by its code; that is no text.
    return found.difference(languages())


def _extract(folder: Path) -> Iterator[str]:
    options = {"**.html": {"silent": "false"}}
    for found in extract_from_dir(str(folder), METHODS, options, KEYWORDS):
        message = found[2]
        yield from (message,) if isinstance(message, str) else message


def update(language: str) -> None:
    """Write the language's `messages.po` anew, sorted, so that a change touches few lines."""
    told = read(language, "messages")
    catalog = Catalog(locale=language)
    for text in texts_in_code():
        known = told.get(text)
        catalog.add(text, known.string if known else "")
    with file_of(language, "messages").open("wb") as target:
        target.write(HEADER.format(language=language).encode())
        write_po(target, catalog, width=0, no_location=True, omit_header=True, sort_output=True)


if __name__ == "__main__":
    for language in languages():
        update(language)
