"""Fetching: claim an attachment, get and open it outside any transaction, mark what came of it."""

import hashlib
from datetime import datetime
from uuid import uuid4

import structlog

from bot.attachments import Trouble
from bot.flows import evidence
from handlers.channels.base import Never, TooLarge, TryLater
from handlers.files.limits import MOST_BYTES
from handlers.files.opened import CannotOpen
from handlers.files.opening import open_safely
from handlers.service import Service
from storage import attachments, outbox, situations, wakeups
from storage.attachments import Claimed, KeptFile
from storage.outbox import Letter
from storage.session import Transaction

log = structlog.get_logger()


def fetch_one(service: Service) -> bool:
    """Fetch, or delete, the next attachment that is due; False when none is."""
    with service.database.begin() as tx:
        claimed = attachments.claim(tx, service.clock.now())
        seated = claimed is None or attachments.is_from_seated(tx, claimed.id)
    if claimed is None:
        return False
    if claimed.state == attachments.WANTED and not seated:
        _refuse(service, claimed, Trouble.GONE, "its sender holds no seat")
    elif claimed.state == attachments.UNWANTED:
        _delete(service, claimed)
    else:
        _fetch(service, claimed)
    return True


def _fetch(service: Service, claimed: Claimed) -> None:
    channel = service.channels.get(claimed.channel)
    try:
        if channel is None:
            raise Never("the channel is off")
        body = channel.fetch(claimed.content, MOST_BYTES)
        kept = _keep(service, body)
    except Never as gone:
        _refuse(service, claimed, Trouble.GONE, str(gone))
    except TooLarge:
        _refuse(service, claimed, Trouble.TOO_LARGE, "too large")
    except CannotOpen as closed:
        _refuse(service, claimed, closed.trouble, "cannot be opened")
    except Exception as later:  # the platform, the place where files are kept, or our own mistake
        _try_later(service, claimed, later)
    else:
        _mark_kept(service, claimed, kept)


def _try_later(service: Service, claimed: Claimed, error: Exception) -> None:
    expected = isinstance(error, (TryLater, OSError))
    with service.database.begin() as tx:
        now = service.clock.now()
        again = attachments.try_later(tx, claimed, now)
        if not again:
            _tell(tx, claimed, Trouble.GONE, now)
    log.warning(
        "fetch.again",
        attachment=claimed.id,
        reason=type(error).__name__,
        again=again,
        exc_info=not expected,
    )


def _keep(service: Service, body: bytes) -> KeptFile:
    """Open it safely and write down what is kept of it."""
    opened = open_safely(body)
    whole = opened.body or body  # of a table only the sheets are kept, and the file's own hash
    digest = hashlib.sha256(whole).hexdigest()
    path = service.files.keep(uuid4(), opened.media_type, opened.body) if opened.body else ""
    return KeptFile(opened.media_type, len(whole), digest, path, opened.sheets)


def _mark_kept(service: Service, claimed: Claimed, kept: KeptFile) -> None:
    with service.database.begin() as tx:
        wanted = attachments.mark_kept(tx, claimed, kept, service.clock.now())
        wakeups.notify(tx)
    if not wanted and kept.path:
        service.files.delete(kept.path)  # unsent meanwhile
    log.info("fetch.kept", attachment=claimed.id, media_type=kept.media_type, wanted=wanted)
    service.wake.set()


def _refuse(service: Service, claimed: Claimed, trouble: Trouble, reason: str) -> None:
    with service.database.begin() as tx:
        now = service.clock.now()
        if attachments.mark_refused(tx, claimed, trouble, now):  # else it was unsent meanwhile
            _tell(tx, claimed, trouble, now)
        wakeups.notify(tx)
    log.warning("fetch.refused", attachment=claimed.id, trouble=trouble.value, reason=reason)
    service.wake.set()


def _tell(tx: Transaction, claimed: Claimed, trouble: Trouble, now: datetime) -> None:
    """The message was answered before its file came to nothing: its sender hears of it."""
    sender = attachments.answered_sender(tx, claimed.id)
    if sender is None:
        return
    reply = evidence.trouble_reply(situations.locale_of(tx, *sender), trouble)
    key = f"attachment:{claimed.id}"
    letter = Letter(uuid4(), key, *sender, replies=[reply.to_json()], purpose="answer")
    outbox.put(tx, letter, now)


def _delete(service: Service, claimed: Claimed) -> None:
    if claimed.path:
        service.files.delete(claimed.path)
    with service.database.begin() as tx:
        attachments.mark_deleted(tx, claimed, service.clock.now())
    log.info("fetch.deleted", attachment=claimed.id)
