"""What a verification found."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass
class Report:
    """`compared` counts the numbers that were computed again; `differences` says which disagree.

    `notes` are no mistakes, but what a reader should know.
    """

    compared: int = 0
    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        return not self.differences and self.compared > 0

    def compare(self, what: str, stated: Any, computed: Decimal) -> None:
        """Both must be the same number, to the last decimal."""
        self.compared += 1
        if Decimal(stated or 0) != computed:
            self.differences.append(f"{what}: the file says {stated or 0}, computed {computed}")

    def same(self, what: str, stated: object, computed: object) -> None:
        self.compared += 1
        if stated != computed:
            self.differences.append(f"{what}: the file says {stated!r}, computed {computed!r}")
