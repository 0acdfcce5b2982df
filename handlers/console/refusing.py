"""What is refused at the console's doors: the page says little, the audit log says what it was."""

from datetime import timedelta

import structlog

from bot.audit import Deed
from bot.policy import Action
from handlers.console.access import SignedIn
from handlers.service import Service
from storage import audit, tickets
from storage.session import Transaction

log = structlog.get_logger()

# Anybody can make up links; beyond so many an hour they are only counted in the service's log.
MOST_UNKNOWN = 100
HOUR = timedelta(hours=1)


def refuse_link(tx: Transaction, service: Service, purpose: str, secret: str) -> None:
    """A link that is used, too old or made up. Never the secret itself."""
    now = service.clock.now()
    why, person = tickets.why_not(tx, purpose, secret)
    log.warning("link.refused", purpose=purpose, why=why)
    if person is None and audit.how_often(tx, Deed.LINK_REFUSED, now - HOUR) >= MOST_UNKNOWN:
        return
    details = {"purpose": purpose, "why": why}
    audit.write(tx, Deed.LINK_REFUSED, now, person, details=details)


def denied(service: Service, who: SignedIn, action: Action, place: str | None = None) -> None:
    """Somebody who is signed in asks for what is not theirs. In a transaction of its own."""
    with service.database.begin() as tx:
        audit.write(
            tx,
            Deed.DENIED,
            service.clock.now(),
            who.person.id,
            place,
            details={"action": action.value, "where": "console"},
        )
