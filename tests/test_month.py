"""A whole month of a real tambon, from outside: signed webhooks into a running service, its
answers read where the platform would show them, its totals checked against arithmetic by hand.
"""

import base64
import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import pytest
import requests

from tests.chats import FILES
from tests.processes import (
    LINE_SECRET,
    LINE_TOKEN,
    TELEGRAM_SECRET,
    TELEGRAM_TOKEN,
    Processes,
    free_port,
    processes,
    wait_for,
)

PLACE, PROVINCE = "210110", "21"
ASKING = "2026-08-05T09:00+07:00"  # a Wednesday; July 2026 is being asked for
TO_COPY = "แบบขยะ ก.ค. 2569: ขยะมูลฝอยที่เกิดขึ้น 64 ตัน"
AFTER_THE_DUE_DAY = "2026-08-11T09:00+07:00"


@dataclass(frozen=True)
class Answer:
    """What is typed, and what it must come to: base units, and kg CO2e worked out by hand."""

    activity: str
    typed: str
    quantity: str
    kg_co2e: str | None
    confirm: bool = False


# The factors of July 2026 as TGO and IPCC print them: grid 0.4750 per kWh, diesel on the road
# 2.740339134 and gasohol E10 2.01919016 per litre, LPG 3.1133 per kg, septic tanks 0.336 per
# person-day, tap water 0.541 per m3, paper 2.102 per kg, landfilled waste 1.592266666667 per kg.
MONTH = (
    Answer("ORG_ELEC", "๓,๔๕๖ หน่วย", "3456", "1641.6"),
    Answer("ORG_ELEC_STREET", "10300", "10300", "4892.5"),
    Answer("ORG_ELEC_PUMP", "5.6 MWh", "5600", "2660"),
    Answer("ORG_DIESEL_VEH", "320 ลิตร ครับ", "320", "876.908523"),
    Answer("ORG_DIESEL_WASTE", "หนึ่งร้อยยี่สิบลิตร", "120", "328.840696", confirm=True),
    Answer("ORG_GASOHOL", "180 ล.", "180", "363.454229"),
    Answer("ORG_LPG", "3 ถัง 15 กก.", "45", "140.0985"),
    Answer("ORG_STAFF", "420 คน-วัน", "420", "141.12"),
    Answer("ORG_WATER", "130 คิว", "130", "70.33"),
    Answer("ORG_PAPER", "5 รีม", "12.475", "26.22245"),
    Answer("WASTE_GENERATED", "64 ตัน", "64", None),
    Answer("WASTE_LANDFILL_OUT", "58000 กก.", "58", "92351.466667"),
    Answer("WASTE_RECYCLE", "6.5", "6.5", None),
    Answer("BURN_RICE", "ไม่มี", "0", "0"),
)
OWN_TONNES = "11.14"  # 11,141.074… kg: everything an organisation uses itself
AREA_TONNES = "92.35"


class Phone(Protocol):
    """A person on a platform: types, presses, and sees what comes."""

    def say(self, text: str, expecting: str) -> str: ...

    def press(self, label: str, expecting: str) -> str: ...

    def send_photo(self, body: bytes, expecting: str) -> str: ...

    def wait_for(self, text: str) -> str: ...


@dataclass
class World:
    """A running service with one platform beside it."""

    running: Processes
    env: dict[str, str]
    base_url: str
    phone: Callable[[str], Phone]

    def serve(self, now: str) -> Any:
        port = self.base_url.rpartition(":")[2]
        return self.running.start(
            *("handlers.cli", "serve", "--all-in-one", "--port", port),
            url=f"{self.base_url}/readyz",
            env={**self.env, "BOKCARBON_CLOCK": now},
        )

    def invite(self, place: str, role: str) -> str:
        env = {**self.env, "BOKCARBON_CLOCK": ASKING}
        printed = self.running.run("invite", "--place", place, "--role", role, env=env)
        found = re.search(r"join (\S+)", printed)
        assert found, printed
        return found[1]


@pytest.fixture(params=["line", "telegram"])
def world(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Any:
    base_url = f"http://127.0.0.1:{free_port()}"
    env = {
        "DATABASE_URL": database_url,
        "BASE_URL": base_url,
        "SECRET_KEY": "for tests only, long enough to be taken",
        "FILES_URL": f"file://{tmp_path}/files",
    }
    with processes(tmp_path) as running:
        make = {"line": _line, "telegram": _telegram}[request.param]
        settings, phone = make(running, base_url)
        made = World(running, {**env, **settings}, base_url, phone)
        running.run("migrate", env=made.env)
        running.run("load", "places", "bot/catalogue/places.csv", "--apply", env=made.env)
        yield made


def test_a_month_is_told_totalled_exported_and_summarised(world: World, tmp_path: Path) -> None:
    codes = {
        role: world.invite(place, role)
        for place, role in ((PLACE, "official"), (PROVINCE, "coordinator"), (PROVINCE, "admin"))
    }
    service = world.serve(ASKING)
    official, coordinator, admin = (world.phone(name) for name in ("101", "102", "103"))
    for phone, role in ((official, "official"), (coordinator, "coordinator"), (admin, "admin")):
        phone.say(f"เข้าร่วม {codes[role]}", "คำเชิญ")
        phone.press("รับทราบและเข้าร่วม", "เข้าร่วมแล้ว")
    used = world.phone("104").say(f"เข้าร่วม {codes['official']}", "รหัสนี้ใช้ไม่ได้")
    assert "องค์การบริหารส่วนตำบล" not in used

    _tell_the_month(official)
    totals = official.say("ยอดรวม", "ยอดรวม เดือนกรกฎาคม 2569")
    assert OWN_TONNES in totals
    assert AREA_TONNES in totals

    rows = _download(world, admin)
    told = {row["activity"]: row for row in rows}
    assert set(told) == {answer.activity for answer in MONTH}
    for answer in MONTH:
        row = told[answer.activity]
        assert (row["place"], row["month"]) == (PLACE, "2026-07")
        assert Decimal(row["quantity"]) == Decimal(answer.quantity)
        emitted = Decimal(row["kg_co2e"]) if row["kg_co2e"] else None
        assert emitted == (Decimal(answer.kg_co2e) if answer.kg_co2e else None)
        assert row["place_th"] == "องค์การบริหารส่วนตำบลกะเฉด"
    assert told["BURN_RICE"]["status"] == "nothing"
    (kept,) = tmp_path.glob("files/*/*.jpg")
    assert told["ORG_ELEC"]["evidence"] == sha256(kept.read_bytes()).hexdigest()
    assert told["ORG_DIESEL_VEH"]["evidence"] == ""

    world.running.stop(service)
    world.serve(AFTER_THE_DUE_DAY)
    summary = coordinator.wait_for("จังหวัดระยอง · กรกฎาคม 2569")
    assert "ครบและทันกำหนด ขอขอบคุณ (1): อบต.กะเฉด" in summary
    assert f"หน่วยงานใช้เอง (ตัน CO2e): {OWN_TONNES}" in summary
    assert "14 / " in summary


def _tell_the_month(official: Phone) -> None:
    shown = official.say("เริ่ม", "ข้อ 1 จาก 14")
    for number, answer in enumerate(MONTH, start=1):
        after = TO_COPY if number == len(MONTH) else f"ข้อ {number + 1} จาก 14"
        if answer.confirm:
            official.say(answer.typed, "อ่านได้ว่า")
            shown = official.press("ถูกต้อง บันทึก", after)
        else:
            shown = official.say(answer.typed, after)
        assert "บันทึกแล้ว · ก.ค. 2569" in shown
        if answer.activity == "ORG_ELEC":
            official.send_photo((FILES / "bill.jpg").read_bytes(), "แนบเป็นหลักฐานแล้ว: ไฟฟ้า")
    assert "ส่งครบ 14 รายการ" in shown
    assert "e-report ก.ค. 2569: ไฟฟ้า 3456 หน่วย (kWh) · น้ำมันดีเซล 440 ลิตร" in shown


def _download(world: World, admin: Phone) -> list[dict[str, str]]:
    """The one-use link: looking at it does not use it up, the second download is refused."""
    given = admin.say("ส่งออก", "/console/download/")
    found = re.search(r"http://\S+/console/download/\S+", given)
    assert found, given
    assert requests.get(found[0], timeout=10).status_code == 200
    answer = requests.post(found[0], data={"format": "values.csv"}, timeout=30)
    assert answer.status_code == 200
    assert answer.content.startswith("\ufeff".encode())
    again = requests.post(found[0], data={"format": "values.csv"}, timeout=30)
    assert again.status_code == 410
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


# --- LINE, by the simulator as a separate process -------------------------------------------------


def _line(running: Processes, base_url: str) -> tuple[dict[str, str], Callable[[str], Phone]]:
    port = free_port()
    standin = f"http://127.0.0.1:{port}/simulator"
    running.start(
        *("handlers.channels.simulator", "--port", str(port)),
        *("--webhook", f"{base_url}/webhook/line"),
        *("--secret", LINE_SECRET, "--token", LINE_TOKEN),
        url=f"{standin}/people",
        env={},
    )
    settings = {
        "LINE_CHANNEL_SECRET": LINE_SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": LINE_TOKEN,
        "LINE_API_HOST": f"{standin}/line",
        "LINE_DATA_API_HOST": f"{standin}/line",
    }
    return settings, lambda name: LinePhone(standin, f"U{name}")


class LinePhone:
    def __init__(self, standin: str, user: str) -> None:
        self._standin, self._user = standin, user
        self._seen = 0
        self._buttons: dict[str, str] = {}

    def say(self, text: str, expecting: str) -> str:
        return self._do({"text": text}, expecting)

    def press(self, label: str, expecting: str) -> str:
        return self._do({"data": self._buttons[label], "label": label}, expecting)

    def send_photo(self, body: bytes, expecting: str) -> str:
        return self._do({"type": "image", "body": base64.b64encode(body).decode()}, expecting)

    def wait_for(self, text: str) -> str:
        shown: list[str] = []

        def look() -> str | None:
            for entry in self._news():
                message = entry["message"]
                shown.append(message.get("text") or message.get("altText", ""))
                for item in message.get("quickReply", {}).get("items", ()):
                    action = item["action"]
                    self._buttons[action["label"]] = action.get("data", "")
            return "\n".join(shown) if any(text in one for one in shown) else None

        return wait_for(look, text)

    def _do(self, act: dict[str, str], expecting: str) -> str:
        self._news()
        done = requests.post(f"{self._standin}/say", json={"user": self._user, **act}, timeout=20)
        assert done.json() == {"status": 200}
        return self.wait_for(expecting)

    def _news(self) -> list[dict[str, Any]]:
        asked = {"user": self._user, "after": str(self._seen)}
        entries = requests.get(f"{self._standin}/talk", params=asked, timeout=20).json()["entries"]
        self._seen = max([self._seen, *(entry["number"] for entry in entries)])
        return [entry for entry in entries if entry["side"] == "account"]


# --- Telegram, by a stand-in of its Bot API -------------------------------------------------------


def _telegram(running: Processes, base_url: str) -> tuple[dict[str, str], Callable[[str], Phone]]:
    port = free_port()
    standin = f"http://127.0.0.1:{port}"
    running.start(
        *("tests.standins.telegram", str(port), TELEGRAM_TOKEN), url=f"{standin}/sent", env={}
    )
    settings = {
        "TELEGRAM_BOT_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_SECRET_TOKEN": TELEGRAM_SECRET,
        "TELEGRAM_API_HOST": standin,
    }
    return settings, lambda name: TelegramPhone(standin, f"{base_url}/webhook/telegram", int(name))


class TelegramPhone:
    _updates = 1_000

    def __init__(self, standin: str, webhook: str, chat: int) -> None:
        self._standin, self._webhook, self._chat = standin, webhook, chat
        self._seen = 0
        self._clock = 1_785_895_200  # 2026-08-05T02:00Z, a second later at every message
        self._buttons: dict[str, str] = {}

    def say(self, text: str, expecting: str) -> str:
        return self._post({"message": self._message(text)}, expecting)

    def press(self, label: str, expecting: str) -> str:
        press = {
            "id": f"press-{self._seen}",
            "from": {"id": self._chat},
            "message": self._message("…"),
            "data": self._buttons[label],
        }
        return self._post({"callback_query": press}, expecting)

    def send_photo(self, body: bytes, expecting: str) -> str:
        sizes = [{"file_id": name, "file_size": len(body)} for name in ("small", "large")]
        held = {"file_id": "large"}
        requests.post(f"{self._standin}/files", params=held, data=body, timeout=20)
        message = self._message("") | {"photo": sizes}
        return self._post({"message": message}, expecting)

    def wait_for(self, text: str) -> str:
        shown: list[str] = []

        def look() -> str | None:
            for body in self._news():
                shown.append(body["text"])
                for row in body.get("reply_markup", {}).get("inline_keyboard", ()):
                    self._buttons |= {key["text"]: key.get("callback_data", "") for key in row}
            return "\n".join(shown) if any(text in one for one in shown) else None

        return wait_for(look, text)

    def _message(self, text: str) -> dict[str, Any]:
        self._clock += 1
        chat = {"id": self._chat, "type": "private"}
        return {"message_id": self._clock, "chat": chat, "date": self._clock, "text": text}

    def _post(self, part: dict[str, Any], expecting: str) -> str:
        self._news()
        TelegramPhone._updates += 1
        done = requests.post(
            self._webhook,
            json={"update_id": TelegramPhone._updates, **part},
            headers={"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET},
            timeout=20,
        )
        assert done.status_code == 200
        return self.wait_for(expecting)

    def _news(self) -> list[dict[str, Any]]:
        asked = {"chat": str(self._chat)}
        sent: list[dict[str, Any]] = requests.get(
            f"{self._standin}/sent", params=asked, timeout=20
        ).json()["sent"]
        news, self._seen = sent[self._seen :], len(sent)
        return news
