"""The Bot API's commands, menu button and chat action, with its rules, for Telegram's stand-in."""

import re
from typing import Any

MOST_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LONGEST_ABOUT = 256
LANGUAGE = re.compile(r"([a-z]{2})?")
ACTIONS = {"typing", "upload_photo", "upload_document"}

Json = dict[str, Any]


class Refused(Exception):
    """A 400 with the Bot API's description."""


class Menus:
    """What `GET /menus` shows: `commands` by scope and language, `button`, `actions` by chat."""

    def __init__(self) -> None:
        self.commands: dict[str, list[Json]] = {}
        self.button: Json = {"type": "default"}
        self.actions: list[list[Any]] = []
        self.calls: list[str] = []
        self.methods = {
            "setMyCommands": self._set,
            "getMyCommands": lambda body: self.commands.get(_where(body), []),
            "deleteMyCommands": self._delete,
            "setChatMenuButton": self._set_button,
            "getChatMenuButton": lambda body: self.button,
            "sendChatAction": self._act,
        }

    def call(self, method: str, body: Json) -> Any:
        self.calls.append(method)
        return self.methods[method](body)

    def to_json(self) -> Json:
        shown = ("commands", "button", "actions", "calls")
        return {name: getattr(self, name) for name in shown}

    def _set(self, body: Json) -> bool:
        commands = body.get("commands")
        if not isinstance(commands, list) or len(commands) > MOST_COMMANDS:
            raise Refused("Bad Request: too many bot commands")
        for one in commands:
            if not COMMAND.fullmatch(one.get("command", "")):
                raise Refused("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(one.get("description", "")) <= LONGEST_ABOUT:
                raise Refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_where(body)] = commands
        return True

    def _delete(self, body: Json) -> bool:
        self.commands.pop(_where(body), None)
        return True

    def _set_button(self, body: Json) -> bool:
        button = body.get("menu_button", {})
        if button.get("type") not in ("commands", "default"):
            raise Refused("Bad Request: MENU_BUTTON_TYPE_INVALID")
        self.button = button
        return True

    def _act(self, body: Json) -> bool:
        if not isinstance(body.get("chat_id"), int) or body.get("action") not in ACTIONS:
            raise Refused("Bad Request: wrong parameter action in request")
        self.actions.append([body["chat_id"], body["action"]])
        return True


def _where(body: Json) -> str:
    """`default:th`, `chat 5000000001:`"""
    scope = body.get("scope", {"type": "default"})
    if scope["type"] == "chat" and not isinstance(scope.get("chat_id"), int):
        raise Refused("Bad Request: chat not found")
    if not LANGUAGE.fullmatch(body.get("language_code", "")):
        raise Refused("Bad Request: invalid language code specified")
    name = " ".join(str(part) for part in (scope["type"], scope.get("chat_id", "")) if part)
    return f"{name}:{body.get('language_code', '')}"
