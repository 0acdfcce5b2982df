"""Menus kept in step: a person's seats or language change, and within seconds so does the menu.

Claim, act, mark: a lease says who acts, the platform is told outside any transaction, then the
conversation remembers what it shows. Showing the same menu twice does no harm. Never in a webhook.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.menus import Menu, default_menu, menu_for
from handlers.channels.base import Face, Never, NotYet, TokenWrong, TryLater
from handlers.service import Service
from storage import leases
from storage import menus as shown_menus
from storage.menus import Shown

log = structlog.get_logger()

LEASE = timedelta(seconds=20)
REST = timedelta(seconds=30)  # after a platform did not take it
REST_WITHOUT_TOKEN = timedelta(minutes=10)
REST_AFTER_REFUSAL = timedelta(hours=6)  # for somebody who cannot be shown any menu

Group = tuple[str, Menu | None]


class MenuKeeper:
    """One a process. It remembers whom and what to leave alone for a while."""

    def __init__(self, service: Service, holder: str) -> None:
        self._service = service
        self._holder = holder
        # a channel, a menu of it, or somebody on it
        self._resting: dict[tuple[str, str], datetime] = {}

    def keep(self) -> bool:
        """Show what has changed, a bounded lot of it; False when nothing was done."""
        faces = self._faces()
        groups = self._claim(faces) if faces else {}
        done = [
            self._show(faces[channel], channel, menu, users, faces[channel].batch)
            for (channel, menu), users in groups.items()
        ]
        return any(done)

    def _faces(self) -> dict[str, Face]:
        return {
            name: channel.face
            for name, channel in self._service.channels.items()
            if channel.face and not self._rests(name, "")
        }

    def _claim(self, faces: dict[str, Face]) -> dict[Group, list[str]]:
        """Who is shown another menu than they should be, if it is ours to see to."""
        now = self._service.clock.now()
        with self._service.database.begin() as tx:
            groups = self._differing(faces, shown_menus.everybody(tx, list(faces)))
            if groups and not leases.hold(tx, "menus", self._holder, now, LEASE):
                return {}
        return groups

    def _differing(
        self, faces: dict[str, Face], everybody: Sequence[Shown]
    ) -> dict[Group, list[str]]:
        names: dict[Group, str | None] = {}
        left = {channel: face.most for channel, face in faces.items()}
        groups: dict[Group, list[str]] = {}
        for one in everybody:
            menu = _wanted(one)
            group = (one.channel, menu)
            if group not in names:
                names[group] = faces[one.channel].name_of(menu) if menu else None
            if one.menu == names[group] or self._rests(one.channel, one.user):
                continue
            if left[one.channel] and not self._rests(one.channel, _words(menu)):
                left[one.channel] -= 1
                groups.setdefault(group, []).append(one.user)
        return groups

    def _show(
        self, face: Face, channel: str, menu: Menu | None, users: list[str], size: int
    ) -> bool:
        done = False
        for at in range(0, len(users), size):
            if self._rests(channel, "") or self._rests(channel, _words(menu)):
                break
            done = self._show_batch(face, channel, menu, users[at : at + size]) or done
        return done

    def _show_batch(self, face: Face, channel: str, menu: Menu | None, users: list[str]) -> bool:
        try:
            face.show(users, menu)
        except TryLater as later:
            what = _words(menu) if isinstance(later, NotYet) else ""
            self._rest(channel, what, later.after or REST)
            log.warning("menus.later", channel=channel, menu=_words(menu), reason=str(later))
            return False
        except TokenWrong as wrong:
            self._rest(channel, "", REST_WITHOUT_TOKEN)
            log.error("menus.token", channel=channel, reason=str(wrong))
            return False
        except Never as refused:
            return self._refused(face, channel, menu, users, refused)
        with self._service.database.begin() as tx:
            shown_menus.mark(tx, channel, users, face.name_of(menu) if menu else None)
        log.info("menus.shown", channel=channel, menu=_words(menu), people=len(users))
        return True

    def _refused(
        self, face: Face, channel: str, menu: Menu | None, users: list[str], refused: Never
    ) -> bool:
        """One person in a batch may be why: each alone, and who is refused rests."""
        if len(users) > 1:
            return self._show(face, channel, menu, users, size=1)
        self._rest(channel, users[0], REST_AFTER_REFUSAL)
        log.warning("menus.refused", channel=channel, reason=str(refused))
        return False

    def _rest(self, channel: str, user: str, wait: timedelta) -> None:
        self._resting[channel, user] = self._service.clock.now() + wait

    def _rests(self, channel: str, user: str) -> bool:
        until = self._resting.get((channel, user))
        if until is not None and until <= self._service.clock.now():
            del self._resting[channel, user]
            return False
        return until is not None


def _wanted(one: Shown) -> Menu | None:
    """The menu somebody should see; None where it is the one everybody begins with."""
    menu = menu_for(one.roles, one.locale)
    return None if menu == default_menu() else menu


def _words(menu: Menu | None) -> str:
    return f"{menu.audience}:{menu.locale}" if menu else "everybody's"
