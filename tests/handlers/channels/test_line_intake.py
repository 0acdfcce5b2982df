"""What is LINE's own in taking events: the signature, batches, and ids of our own making."""

import base64
import copy
import hashlib
import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.channels.base import Event, Refused
from tests.handlers.channels.platforms import (
    OLD_LINE_SECRET,
    RECEIVED,
    channel,
    line_headers,
    packed,
    sample,
    samples,
)

LINE = channel("line")
TEXT = next(sample(path)["body"] for path in samples("line") if path.stem == "text")


def _receive(body: Any) -> list[Event]:
    content = packed(body)
    return LINE.receive(line_headers(content), content, RECEIVED)


def _event(**changes: Any) -> dict[str, Any]:
    event: dict[str, Any] = copy.deepcopy(TEXT["events"][0])
    return {key: value for key, value in {**event, **changes}.items() if value is not None}


def test_signature_is_over_the_raw_bytes() -> None:
    body = packed(TEXT)
    with pytest.raises(Refused):
        LINE.receive(line_headers(body), body + b" ", RECEIVED)


def test_both_secrets_are_good_while_one_is_rotated() -> None:
    body = packed(TEXT)
    assert LINE.receive(line_headers(body, OLD_LINE_SECRET), body, RECEIVED)
    with pytest.raises(Refused):
        LINE.receive(line_headers(body, "another secret"), body, RECEIVED)


def test_signature_in_another_form_is_refused() -> None:
    body = packed(TEXT)
    good = line_headers(body)["X-Line-Signature"]
    digest = hmac.new(b"line-secret-for-tests", body, hashlib.sha256).digest()
    for form in (good.rstrip("="), good + "\n", digest.hex(), base64.b64encode(body).decode()):
        with pytest.raises(Refused):
            LINE.receive({"x-line-signature": form}, body, RECEIVED)


@given(odd=st.none() | st.integers() | st.text() | st.lists(st.none()), at=st.integers(0, 2))
def test_odd_event_costs_no_neighbour(odd: Any, at: int) -> None:
    events: list[Any] = [_event(webhookEventId="first"), _event(webhookEventId="second")]
    events.insert(at, odd)
    assert [event.id for event in _receive({"events": events})] == ["first", "second"]


@pytest.mark.parametrize("field", ["webhookEventId", "timestamp", "deliveryContext", "mode"])
def test_missing_field_costs_no_event(field: str) -> None:
    assert len(_receive({"events": [_event(**{field: None})]})) == 1


def test_event_without_an_id_gets_the_same_one_when_it_comes_again() -> None:
    first, again, other = _receive(
        {
            "events": [
                _event(webhookEventId=None, deliveryContext={"isRedelivery": False}),
                _event(webhookEventId=None, deliveryContext={"isRedelivery": True}),
                _event(webhookEventId=None, timestamp=1785895200999),
            ]
        }
    )
    assert first.id == again.id != other.id


def test_too_many_events_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        _receive({"events": [{}] * 501})
    assert refused.value.status == 413
