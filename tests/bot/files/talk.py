"""A talk with files, without a database: the situation goes on from answer to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.attachments import XLSX, Attachment, Sheet
from bot.catalogue import PlaceKind, catalogue
from bot.cells import CellKey, Status
from bot.changes import EvidenceAttached, Recorded
from bot.conversation import reply
from bot.drafts import new_cell
from bot.messages import Button, Kind, Message, Reply
from bot.months import Month
from bot.people import Person, Place, Role, Seat
from bot.situation import Situation
from bot.turn import Turn

NOW = datetime(2026, 8, 3, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
PLACE = Place("210110", PlaceKind.TAMBON, "21", "2101", "องค์การบริหารส่วนตำบลกะเฉด", "Kachet SAO")
Figures = Mapping[tuple[str, str], str]  # activity and month → base quantity


class FileTalk:
    """An official of Kachet, on 3 August 2026."""

    def __init__(self, told: Figures | None = None, locale: str = "en") -> None:
        self.situation = Situation(
            now=NOW,
            catalogue=catalogue(),
            locale=locale,
            base_url="http://test",
            draft_id="d0",
            secret="a-long-secret-that-is-only-used-once",
            person=Person(1, locale),
            seats=(Seat(1, PLACE, Role.OFFICIAL),),
        )
        self.recorded: list[Recorded] = []
        self.evidence: list[EvidenceAttached] = []
        self.replies: tuple[Reply, ...] = ()
        self._count = 0
        for (activity, month), quantity in (told or {}).items():
            self._keep(activity, month, Decimal(quantity))

    def send(self, *sheets: Sheet, name: str = "figures.xlsx") -> str:
        attachment = Attachment(7, name, XLSX, "0" * 64, sheets)
        return self._answer(Message(Kind.FILE, NOW), attachment)

    def say(self, text: str) -> str:
        return self._answer(Message(Kind.TEXT, NOW, text))

    def press(self, label: str) -> str:
        button = next(button for button in self.buttons if button.label == label)
        return self._answer(Message(Kind.ACTION, NOW, label, button.action))

    @property
    def buttons(self) -> Sequence[Button]:
        return self.replies[-1].buttons

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def saved(self) -> dict[tuple[str, str], Decimal | None]:
        """What this talk has saved, by activity and month."""
        return {
            (one.cell.key.activity, str(one.cell.key.month)): one.cell.quantity
            for one in self.recorded
        }

    def _answer(self, message: Message, attachment: Attachment | None = None) -> str:
        self._count += 1
        situation = replace(self.situation, draft_id=f"d{self._count}", attachment=attachment)
        answer = reply(situation, message)
        turn = Turn(situation)
        for change in answer.changes:
            turn.make(change)
            if isinstance(change, Recorded):
                self.recorded.append(change)
            if isinstance(change, EvidenceAttached):
                self.evidence.append(change)
        self.situation = turn.situation
        self.replies = answer.replies
        return "\n".join(one.whole_text for one in answer.replies)

    def _keep(self, activity: str, month: str, quantity: Decimal) -> None:
        key = CellKey(PLACE.id, Month.parse(month), activity)
        unit = catalogue().activities[activity].unit
        status = Status.REPORTED if quantity else Status.NOTHING
        cell = new_cell(key, 1, status, quantity, quantity, unit, False, None)
        self.situation = self.situation.with_cell(cell)
