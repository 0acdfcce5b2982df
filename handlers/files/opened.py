"""What opening a file gives, or why it cannot be opened."""

from dataclasses import dataclass

from bot.attachments import Sheet, Trouble


@dataclass(frozen=True, slots=True)
class Opened:
    """`body` is what is kept: without metadata, or empty where only `sheets` are."""

    media_type: str
    body: bytes = b""
    sheets: tuple[Sheet, ...] = ()


class CannotOpen(Exception):
    """The file is refused for good."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
