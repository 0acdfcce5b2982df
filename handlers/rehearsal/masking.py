"""Codes and one-use links are left out of what a rehearsal prints: they differ every time."""

import re

from bot.flows.join import code_in

_LINK = re.compile(r"(https?://\S*/)[\w-]{20,}")
HIDDEN = "····-····-····-····"


def masked(text: str) -> str:
    text = _LINK.sub(r"\1…", text)
    code = code_in(text)
    if not code:
        return text
    dashed = "-".join(code[at : at + 4] for at in range(0, len(code), 4))
    return text.replace(dashed, HIDDEN).replace(code, HIDDEN)
