"""What a method is asked: one figure, in one month, at one place."""

from dataclasses import dataclass
from decimal import Decimal

from bot.catalogue import Activity, Catalogue
from bot.emissions.factors import AS_PUBLISHED
from bot.emissions.local import ANYWHERE, Local
from bot.months import Month


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where factors are looked up; `gwp_set` empty: each as its source published it."""

    catalogue: Catalogue
    month: Month
    gwp_set: str = AS_PUBLISHED
    local: Local = ANYWHERE


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure: `base_quantity` is in the activity's base unit."""

    setting: Setting
    activity: Activity
    base_quantity: Decimal
    kind: str = ""
