"""What a place's officials hear of a decision about their month."""

from bot.changes import Noticed
from bot.months import Month
from bot.people import Place
from bot.turn import Turn


def heard(
    turn: Turn, kind: str, place: Place, month: Month, reason: str = "", at_once: bool = True
) -> Noticed:
    """The notice, once per message that decided."""
    return Noticed(
        kind=kind,
        key=f"{kind}:{place.id}:{month}:{turn.situation.event}",
        details={
            "place": place.id,
            "name": place.names,
            "month": str(month),
            "reason": reason,
        },
        officials_of=place.id,
        at_once=at_once,
    )
