"""The house in order: imports, style and types, the words, the documents, what may be committed."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Message

from handlers.cli import main
from handlers.settings import Settings
from locales import update

ROOT = Path(__file__).resolve().parent.parent

TOOLS = {
    "import rules": (
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])",
    ),
    "lint": ("-m", "ruff", "check"),
    "format": ("-m", "ruff", "format", "--check"),
    "types": ("-m", "mypy"),
}

# Written so that this file does not hold what it looks for.
FORBIDDEN = {
    "a registry's address": re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org"
        r"|--(?:extra-)?index-url|://\S*/simple[/\s]|\"resolved\": *\"http"
    ),
    "a path of one machine": re.compile(r"(?<![\w.-])/(?:home|root|work|Users)/"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_is_content(tool: str) -> None:
    done = subprocess.run(
        (sys.executable, *TOOLS[tool]), cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("language", update.languages())
def test_every_text_of_the_code_is_in_the_language(language: str) -> None:
    catalog = update.read(language, "messages")
    code = update.texts_in_code()
    known = {str(message.id) for message in catalog if message.id}
    assert not code - known, "missing: run locales/update.py, then translate"
    assert not known - code, "no longer said: run locales/update.py"
    assert not catalog.obsolete, "obsolete entries: run locales/update.py"


def test_every_name_of_the_tables_is_in_every_language() -> None:
    named = {
        language: {str(message.id) for message in update.read(language, "catalogue")}
        for language in update.languages()
    }
    assert set(named["th"]) > {""}
    for language, names in named.items():
        assert names == named["th"], language


@pytest.mark.parametrize("domain", ["messages", "catalogue"])
def test_every_text_has_its_thai(domain: str) -> None:
    untranslated = [message.id for message in _messages("th", domain) if not message.string]
    assert not untranslated


@pytest.mark.parametrize("domain", ["messages", "catalogue"])
@pytest.mark.parametrize("language", update.languages())
def test_translations_are_sound(language: str, domain: str) -> None:
    """Certain, and with the placeholders of the original."""
    catalog = update.read(language, domain)
    unsure = [message.id for message in _messages(language, domain) if message.fuzzy]
    assert not unsure
    wrong = {
        message.id: errors
        for message in _messages(language, domain)
        if message.string and (errors := message.check(catalog))
    }
    assert not wrong


@pytest.mark.parametrize("domain", ["messages", "catalogue"])
def test_thai_is_subjectless(domain: str) -> None:
    """One voice for everything: no ครับ, no ค่ะ."""
    assert not [m.string for m in _messages("th", domain) if re.search("ครับ|ค่ะ", str(m.string))]


def _messages(language: str, domain: str) -> Iterator[Message]:
    return (message for message in update.read(language, domain) if message.id)


@pytest.mark.parametrize("name", [field.metadata["name"] for field in fields(Settings)])
def test_setting_is_documented(name: str) -> None:
    assert re.search(rf"\b{name}\b", _readme())


def _commands(group: click.Group, above: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}"


@pytest.mark.parametrize("command", list(_commands(main)))
def test_command_is_documented(command: str) -> None:
    assert re.search(rf"(?:`|bokcarbon ){command}\b", _readme())


def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path, text in _tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not found


def _tracked_texts() -> Iterator[tuple[Path, str]]:
    # A checkout of another user's is still ours to read.
    listed = subprocess.run(
        ("git", "-c", "safe.directory=*", "ls-files", "-z"),
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield path, content.decode("utf-8")
