"""One-use codes: easily read aloud and retyped, hard to guess."""

import re

# No 0 O 1 I L: read aloud and retyped without slips.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 16  # 79 bits
_CODE = re.compile(
    rf"(?<![A-Z0-9])([{ALPHABET}](?:-?[{ALPHABET}]){{{CODE_LENGTH - 1}}})(?![A-Z0-9])"
)


def code_in(text: str) -> str:
    """The code in a message, without dashes, upper case; empty when there is none."""
    found = _CODE.search(text.upper()[:200])
    return found[1].replace("-", "") if found else ""


def dashed(code: str) -> str:
    """`ABCD-EFGH-JKMN-PQRS`"""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
