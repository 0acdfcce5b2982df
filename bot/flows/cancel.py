"""Cancel and pause: close the open question. What is saved stays saved."""

from bot.flows.base import Flow, typed
from bot.flows.record import leaving
from bot.turn import Turn

PAUSE = "pause"


def start(turn: Turn, argument: str) -> None:
    if argument == PAUSE:
        return leaving.pause(turn)
    return leaving.leave(turn)


FLOW = Flow(
    "cancel",
    {
        **typed("cancel", "ยกเลิก", "ออก"),
        **typed(
            "พอแล้ว", "พอก่อน", "พักก่อน", "ขอพักก่อน", "แค่นี้ก่อน", "พอแค่นี้ก่อน", "enough for now", "pause",
            argument=PAUSE,
        ),
    },
    start,
)  # fmt: skip
