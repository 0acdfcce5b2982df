"""New one-use codes."""

import secrets

from bot.codes import ALPHABET, CODE_LENGTH


def new_code() -> str:
    """79 random bits in letters and digits that are not mistaken for each other."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
