"""Giving a one-use code: a message to forward as it is, with links that open the chat."""

from collections.abc import Iterator
from datetime import timedelta

from bot.codes import dashed
from bot.messages import Button
from bot.people import Place, Role, Seat
from bot.roster import channel_name
from bot.text import mark
from bot.turn import Turn

VALID_FOR = timedelta(days=7)  # of an invitation
TO_FORWARD = mark(
    "Invitation to BokCarbon: %(seat)s\n"
    "Open BokCarbon on LINE or Telegram and type: join %(code)s\n"
    "It works once, until %(until)s."
)
COPY = mark("Copy")


def give(turn: Turn, place: Place, role: Role) -> None:
    """Say the invitation of this turn's fresh code in one message that can be forwarded."""
    t, situation = turn.t, turn.situation
    text = t(
        TO_FORWARD,
        seat=Seat(0, place, role).name(t),
        code=dashed(situation.code),
        until=t.day((situation.now + VALID_FOR).date()),
    )
    text = "\n".join([text, *links(turn)])
    turn.say(text, [Button(t(COPY), copy=text)])


def links(turn: Turn, but_not: str = "") -> Iterator[str]:
    """A line a channel: the link that opens the chat with the code typed already."""
    for channel, template in turn.situation.join_links.items():
        if template and channel != but_not:
            link = template.format(code=dashed(turn.situation.code))
            yield f"{channel_name(channel)}: {link}"
