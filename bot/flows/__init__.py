"""FLOWS: everything a person can do, in the order phrases are matched. One file each."""

from bot.flows import (
    calendar,
    cancel,
    console,
    copy,
    correct,
    evidence,
    export,
    hand_over,
    help,
    join,
    language,
    link,
    my_data,
    office,
    pause,
    progress,
    record,
    resubmit,
    review,
    seats,
    template,
    totals,
    undo,
    unsend,
)
from bot.flows.base import Flow
from bot.flows.record import late

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        *review.REVIEWING,
        record.FLOW,
        resubmit.FLOW,
        late.WITHDRAW_FLOW,
        progress.FLOW,
        totals.FLOW,
        copy.FLOW,
        correct.FLOW,
        undo.FLOW,
        unsend.FLOW,
        evidence.FLOW,
        cancel.FLOW,
        pause.FLOW,
        pause.PAUSE,
        pause.RESUME,
        calendar.FLOW,
        language.FLOW,
        export.FLOW,
        template.FLOW,
        console.FLOW,
        seats.FLOW,
        hand_over.FLOW,
        office.FLOW,
        link.FLOW,
        my_data.FLOW,
        help.FLOW,
        join.FLOW,
    )
}
