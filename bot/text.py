"""The person's language: translations, numbers, months and dates as Thai offices write them.

Sources say `t("English text %(name)s", name=…)`; `locales/<lang>/LC_MESSAGES/messages.po` holds the
talk, `catalogue.po` the names in the tables. Both are read from `.po` once, at start.
"""

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.months import BUDDHIST_OFFSET, Month

LOCALES_FOLDER = Path(__file__).resolve().parent.parent / "locales"
DOMAINS = ("messages", "catalogue")
DEFAULT_LOCALE = "th"


def mark(english: str) -> str:
    """Mark a text for translation where it is defined; it is translated where it is said."""
    return english


class Voice:
    """All the bot needs to speak one language. Calling it translates: `voice("Saved")`."""

    def __init__(self, code: str, translations: NullTranslations) -> None:
        self.code = code
        self._translations = translations
        self._babel = Locale.parse(code)

    def __call__(self, english: str, **values: object) -> str:
        translated = self._translations.gettext(english)
        return translated % values if values else translated

    @property
    def language_name(self) -> str:
        """The language's own name: ไทย, English."""
        return (self._babel.display_name or self.code).split(" (")[0]

    def number(self, quantity: Decimal, decimals: int | None = None) -> str:
        """Thousands commas, Arabic digits. All decimals are shown unless `decimals` cuts them."""
        if decimals is not None:
            quantity = quantity.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
            return f"{quantity:,f}"
        digits = f"{quantity:,f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits

    def tonnes(self, kilograms: Decimal) -> str:
        """Kilograms of CO2e as tonnes, with as many decimals as the size deserves."""
        tonnes = kilograms / 1000
        if not tonnes:
            return "0"
        decimals = 4 if abs(tonnes) < 1 else 3 if abs(tonnes) < 10 else 2
        return self.number(tonnes, decimals)

    def month(self, month: Month) -> str:
        """`ก.ค. 2569`, `Jul 2026`."""
        name = self._babel.months["format"]["abbreviated"][month.month]
        return f"{name} {self.year(month.year)}"

    def month_long(self, month: Month) -> str:
        """`กรกฎาคม 2569`, `July 2026`."""
        name = self._babel.months["format"]["wide"][month.month]
        return f"{name} {self.year(month.year)}"

    def day(self, day: date) -> str:
        """`10 ส.ค. 2569`, `10 Aug 2026`."""
        return f"{day.day} {self.month(Month.of(day))}"

    def moment(self, moment: datetime) -> str:
        """A local time the caller has already put in the right zone."""
        return f"{self.day(moment.date())} {moment:%H:%M}"

    def year(self, year: int) -> int:
        """A Common Era year as the language counts it: 2569, 2026."""
        return year + BUDDHIST_OFFSET if self.code == "th" else year


def _read_domain(folder: Path, domain: str) -> GNUTranslations:
    with (folder / f"{domain}.po").open("rb") as source:
        catalog = read_po(source, locale=folder.parent.name)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _read_locale(folder: Path) -> Voice:
    translations = _read_domain(folder, DOMAINS[0])
    for domain in DOMAINS[1:]:
        translations.add_fallback(_read_domain(folder, domain))
    return Voice(folder.parent.name, translations)


@lru_cache(maxsize=1)
def voices() -> Mapping[str, Voice]:
    """Every language there is a folder for, Thai first."""
    folders = sorted(LOCALES_FOLDER.glob("*/LC_MESSAGES"))
    read = {folder.parent.name: _read_locale(folder) for folder in folders}
    return {
        code: read[code] for code in sorted(read, key=lambda code: (code != DEFAULT_LOCALE, code))
    }


def voice(code: str | None) -> Voice:
    """The voice of a language, Thai when it is unknown."""
    known = voices()
    return known.get(code or DEFAULT_LOCALE, known[DEFAULT_LOCALE])
