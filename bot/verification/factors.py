"""The factors inside the file: which one holds in a month at a place, and what a unit emits."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.verification.arithmetic import NOTHING, number

Factor = Mapping[str, Any]
BEGINNING = "0000-00-00"
MAIN = ("co2", "ch4", "n2o")
PREFERRED = "AR5"


class Tables:
    """The catalogue of the file, indexed."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        catalogue = body["catalogue"]
        self.activities: Mapping[str, Any] = catalogue["activities"]
        self.gpc_lines: Mapping[str, Any] = catalogue["gpc_lines"]
        self.overlaps: Mapping[str, Any] = catalogue["overlaps"]
        self.versions: dict[str, Factor] = {one["version"]: one for one in catalogue["factors"]}
        self.keys: dict[str, list[Factor]] = {}
        for one in catalogue["factors"]:
            self.keys.setdefault(one["key"], []).append(one)
        self.places: dict[str, Any] = {one["id"]: one for one in body["places"]}

    def scopes(self, place: str) -> list[str]:
        known = self.places[place]
        wanted = (place, known["district"], known["province"])
        return list(dict.fromkeys(one for one in wanted if one))

    def choose(self, key: str, month: str, scopes: Sequence[str]) -> Factor | None:
        """The value of `key` that counts in a month: the nearest place's, else the nation's."""
        rows = self.keys.get(key, [])
        start = f"{month}-01"
        for scope in scopes:
            own = [one for one in rows if one.get("scope") == scope]
            in_force = self._in_force(_of_set(own), start)
            if in_force:
                return self._preferred(key, in_force)
        nation = _of_set([one for one in rows if "scope" not in one])
        in_force = self._in_force(nation, start)
        if in_force:
            return self._preferred(key, in_force)
        if any(_begins(one) <= start for one in nation):
            return None
        first = [one for one in nation if _begins(one) == _begins(nation[0])] if nation else []
        return max(first, key=lambda one: one.get("edition", 1)) if first else None

    def _in_force(self, rows: Sequence[Factor], start: str) -> list[Factor]:
        dates = sorted({_begins(one) for one in rows if _begins(one) <= start})
        newest = [
            max(
                (one for one in rows if _begins(one) == day),
                key=lambda one: int(one.get("edition", 1)),
            )
            for day in dates
        ]
        return [one for one in newest if one.get("valid_to", "9999") >= start]

    def _preferred(self, key: str, in_force: Sequence[Factor]) -> Factor:
        policy = self.overlaps.get(key, {}).get("overlap", "newest")
        return in_force[0] if policy == "oldest" else in_force[-1]


def _begins(one: Factor) -> str:
    return str(one.get("valid_from", BEGINNING))


def _of_set(rows: Sequence[Factor]) -> list[Factor]:
    preferred = [one for one in rows if one.get("gwp_set") == PREFERRED]
    return sorted(preferred or rows, key=_begins)


def per_unit(factor: Factor) -> Any:
    """kg CO2e of one unit, as printed by its source."""
    return number(factor.get("kgco2e_printed", factor.get("kgco2e_exact")))


def is_split(factor: Factor) -> bool:
    return any(f"{gas}_kg" in factor for gas in MAIN) or bool(factor.get("components"))


def is_removal(factor: Factor) -> bool:
    return number(factor.get("co2_kg")) < NOTHING


def is_outside(factor: Factor) -> bool:
    """Whether all its gases are of the Montreal Protocol."""
    gases = factor.get("components") or {}
    return bool(gases) and all(gas.startswith(("hcfc", "cfc")) for gas in gases)
