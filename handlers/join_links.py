"""Links that open the chat with a code typed already: `{code}` stands in them.

A platform is asked once for its account's name, outside of any transaction; until it has answered
there is no link, and the code alone does.
"""

from threading import Event, Thread
from typing import Protocol, runtime_checkable

import structlog

from handlers.channels.base import Never, TryLater
from handlers.service import Service

log = structlog.get_logger()

RETRY_SECONDS = 600.0


@runtime_checkable
class Linked(Protocol):
    """A channel that has such links."""

    name: str

    def join_link(self) -> str:
        """The link with `{code}` in it; empty when the account has no name to link to."""


def learn(service: Service) -> bool:
    """Ask every channel that is on and not known yet; whether all are known now."""
    if service.settings.plays_line:  # the rehearsal's page types the code by itself
        service.join_links["line"] = f"{service.settings.base_url}/simulator/?say=join%20{{code}}"
    complete = True
    for channel in service.channels.values():
        if not isinstance(channel, Linked) or channel.name in service.join_links:
            continue
        try:
            service.join_links[channel.name] = channel.join_link()
        except (TryLater, Never) as error:
            log.info("join_links.unknown", channel=channel.name, error=type(error).__name__)
            complete = False
    return complete


def learn_in_background(service: Service, stop: Event) -> Thread:
    """Until every channel has answered once; a worker's threads go on meanwhile."""

    def keep_asking() -> None:
        while not learn(service) and not stop.wait(RETRY_SECONDS):
            pass

    thread = Thread(target=keep_asking, name="join links", daemon=True)
    thread.start()
    return thread


def links_for(service: Service, code: str) -> dict[str, str]:
    """The links for one code, by channel."""
    return {
        channel: template.format(code=code)
        for channel, template in service.join_links.items()
        if template
    }
