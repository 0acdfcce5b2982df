"""The days on which state offices in Thailand are closed, as far as they are known.

From the `holidays` package: the public holidays with the days given in lieu of them, and the
Ploughing Ceremony of the government's own list. Labour Day is left out: state offices work. So is
Children's Day, always a Saturday.

The cabinet announces the next year's days late in the year before, and extra ones any time. What
lies further ahead is computed: the Buddhist days by the package's lunar calendar (unconfirmed for
2029 and later), no Ploughing Day after 2026. An announced day is added, or taken out, in the table
`calendar_days` (`bokcarbon calendar day`).
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

OF_THE_GOVERNMENT = "วันพืชมงคล"
NO_DAY_OFF = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")


@lru_cache(maxsize=32)
def days_off(year: int) -> Mapping[date, str]:
    """The closed days of a year with their Thai names."""
    public = holidays.country_holidays("TH", years=year, language="th")
    official = holidays.country_holidays(
        "TH", years=year, language="th", categories=("government",)
    )
    found: dict[date, str] = {}
    for day in sorted({*public, *official}):
        names = [name for name in public.get_list(day) if not name.endswith(NO_DAY_OFF)]
        names += [name for name in official.get_list(day) if name.endswith(OF_THE_GOVERNMENT)]
        if names:
            found[day] = ", ".join(names)
    return found
