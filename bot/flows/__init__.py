"""FLOWS: everything a person can do, in the order phrases are matched. One file each."""

from bot.flows import (
    cancel,
    console,
    correct,
    export,
    help,
    join,
    language,
    pause,
    progress,
    record,
    totals,
    undo,
)
from bot.flows.base import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        record.FLOW,
        progress.FLOW,
        totals.FLOW,
        correct.FLOW,
        undo.FLOW,
        cancel.FLOW,
        pause.FLOW,
        pause.RESUME,
        language.FLOW,
        export.FLOW,
        console.FLOW,
        help.FLOW,
        join.FLOW,
    )
}
