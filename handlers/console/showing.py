"""Showing a page: its template, the texts it names, in the reader's language."""

from collections.abc import Mapping

from flask import render_template, request

from bot.text import Voice, voice
from handlers.console.access import SignedIn


def voice_for(who: SignedIn | None) -> Voice:
    """The language asked for in the address, else the reader's own."""
    chosen = request.args.get("lang")
    return voice(chosen or (who.person.locale if who else None))


def show(template: str, t: Voice, texts: Mapping[str, str], **values: object) -> str:
    """The page; templates say `text("key")` for the marked texts of their page."""

    def text(key: str, **names: object) -> str:
        return t(texts[key], **names)

    return render_template(template, text=text, t=t, lang=t.code, **values)
