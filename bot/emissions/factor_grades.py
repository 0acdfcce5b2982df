"""The quality of an emission factor: High, Medium or Low, as GPC 1.1 grades it (section 5.6).

High: specific to the place. Medium: more general, such as the nation's. Low: international
defaults, and whatever has no verified source.
"""

import re

from bot.catalogue import Factor, Grade

# Who publishes values for Thailand; a factor whose source names one of them is the nation's.
NATIONAL = re.compile(r"\b(?:TGO|T-VER|DEDE|PTT|Thai|Thailand)\b")


def factor_grade(factor: Factor) -> Grade:
    """As whoever added it graded it; else by where it holds and where it comes from."""
    if factor.grade is not None:
        return factor.grade
    if not factor.verified:
        return Grade.LOW
    if factor.scope:
        return Grade.HIGH
    return Grade.MEDIUM if NATIONAL.search(factor.source) else Grade.LOW
