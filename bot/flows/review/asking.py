"""What every flow of an overseer begins with: is the place there, is it theirs, has it changed."""

from bot.audit import Deed
from bot.changes import Audited
from bot.flows.review.naming import NEEDS, Target, argument_of, target_of
from bot.months import Month
from bot.oversight import PlaceProgress, Reviewed
from bot.place_names import find
from bot.policy import Action, can
from bot.text import mark
from bot.turn import Turn

# The same words for a place that is not there and for one that is somebody else's.
NOT_FOUND = mark("No place like that was found here. Please check the name: %(name)s")
WHICH = mark("Which place is meant?")
NOT_OVERSEER = mark("This is for coordinators. Type help to see what can be done.")
CHANGED = mark("It has changed since it was shown. Here it is as it stands now.")


def month_for(turn: Turn, target: Target) -> Month:
    return target.month or turn.situation.report_month


def refuse(turn: Turn, action: Action) -> None:
    """What is for those above only, asked for by somebody who is not."""
    turn.make(Audited(Deed.DENIED, details={"action": action.value}))
    turn.say(turn.t(NOT_OVERSEER))


def reviewed(turn: Turn, flow: str, argument: str) -> Reviewed | None:
    """The place the message is about, if this person may do `flow` there; else it is said."""
    target, situation = target_of(argument), turn.situation
    if target.name:
        _say_who(turn, flow, target)
        return None
    found = situation.reviewed
    if (
        found is None
        or found.place.id != target.place
        or not can(situation.actor, NEEDS[flow], found.place)
    ):
        # A button of ours names no such place: it is forged, or the seat is another's by now.
        turn.make(Audited(Deed.DENIED, details={"action": NEEDS[flow].value}))
        turn.say(turn.t(NOT_FOUND, name=target.place))
        return None
    return found


def has_changed(found: Reviewed, stamp: str) -> bool:
    """Whether the place's month is not any more as it was shown with the button."""
    return bool(stamp) and stamp != found.standing.stamp


def row_of(turn: Turn, place: str) -> PlaceProgress | None:
    return next((row for row in turn.situation.progress if row.place.id == place), None)


def _say_who(turn: Turn, flow: str, target: Target) -> None:
    """A name that fits several, or is only close to one, is asked about; never taken."""
    places = find((row.place for row in turn.situation.progress), target.name).places
    if not places:
        return turn.say(turn.t(NOT_FOUND, name=target.name))
    month = month_for(turn, target)
    buttons = [
        turn.menu(place.short_name(turn.t), flow, argument_of(place.id, month)) for place in places
    ]
    return turn.say(turn.t(WHICH), buttons)
