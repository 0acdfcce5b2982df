"""Talking to the stand-ins from a test: what arrived, and what is to go wrong next."""

from dataclasses import dataclass
from typing import Any

import requests

TIMEOUT = 20


@dataclass(frozen=True)
class LineStandin:
    """The simulator at `url`."""

    url: str

    def say(self, user: str, times: int = 1, **act: str) -> int:
        """Do something on the played phone; the status the service answered with."""
        body = {"user": user, "times": times, **act}
        return int(requests.post(f"{self.url}/say", json=body, timeout=TIMEOUT).json()["status"])

    def play(self, *faults: str, quota: int = 300) -> None:
        rules = {"faults": faults, "quota": quota}
        requests.post(f"{self.url}/rules", json=rules, timeout=TIMEOUT).raise_for_status()

    def used(self) -> int:
        return int(requests.post(f"{self.url}/rules", json={}, timeout=TIMEOUT).json()["used"])

    def sent_to(self, user: str) -> list[dict[str, Any]]:
        """The messages the account sent this person."""
        asked = requests.get(f"{self.url}/talk", params={"user": user}, timeout=TIMEOUT)
        entries = asked.json()["entries"]
        return [entry["message"] for entry in entries if entry["side"] == "account"]

    def phone(self, user: str) -> dict[str, Any]:
        """What the phone shows beside the talk: its menu, and the loading sign."""
        asked = requests.get(f"{self.url}/talk", params={"user": user}, timeout=TIMEOUT)
        shown: dict[str, Any] = asked.json()
        return shown

    def call(self, path: str, token: str, body: Any = None, **headers: str) -> requests.Response:
        """An API call of LINE's, as any client would make it."""
        return requests.request(
            "GET" if body is None else "POST",
            f"{self.url}/line/v2/bot/{path}",
            json=body,
            headers={"Authorization": f"Bearer {token}", **headers},
            timeout=TIMEOUT,
        )


@dataclass(frozen=True)
class TelegramStandin:
    """The Bot API's stand-in at `url`."""

    url: str

    def play(self, *faults: dict[str, Any]) -> None:
        posted = requests.post(f"{self.url}/faults", json=faults, timeout=TIMEOUT)
        posted.raise_for_status()

    def sent_to(self, chat: int) -> list[dict[str, Any]]:
        asked = requests.get(f"{self.url}/sent", params={"chat": str(chat)}, timeout=TIMEOUT)
        sent: list[dict[str, Any]] = asked.json()["sent"]
        return sent

    def photos_of(self, chat: int) -> list[dict[str, Any]]:
        """Uploaded photos: caption, SHA-256, and how many messages had come by then."""
        asked = requests.get(f"{self.url}/sent", params={"chat": str(chat)}, timeout=TIMEOUT)
        photos: list[dict[str, Any]] = asked.json()["photos"]
        return photos

    def answered(self) -> list[str]:
        answered: list[str] = requests.get(f"{self.url}/sent", timeout=TIMEOUT).json()["answered"]
        return answered

    def menus(self) -> dict[str, Any]:
        """Commands by scope and language, the menu button, chat actions, the calls in order."""
        shown: dict[str, Any] = requests.get(f"{self.url}/menus", timeout=TIMEOUT).json()
        return shown
