"""Kinds of message that only tests send."""

from collections.abc import Mapping
from typing import Any

from chitech.core.outbox.kinds import Kind, register
from chitech.core.outbox.models import Message


def unless_closed(message: Message) -> Mapping[str, Any] | None:
    """What it is about may have closed since it was written."""
    return None if message.context.get("is_closed") else message.context


def sample() -> dict[str, Any]:
    """Words for previews."""
    return {"text": "A word"}


NOTE = Kind(
    name="proof.note",
    label="A note",
    description="A note.",
    group="Proof",
    sample=sample,
    is_public_address_ok=True,
)
FRAGILE = Kind(
    name="proof.fragile", label="Fragile", description="Fails for some.", group="Proof", sample=sample,
    is_public_address_ok=True,
)  # fmt: skip
CLOSING = Kind(
    name="proof.closing", label="Closing", description="May be over.", group="Proof", sample=sample,
    prepare=unless_closed, is_public_address_ok=True,
)  # fmt: skip
ALL = (NOTE, FRAGILE, CLOSING)


def register_all() -> None:
    """Make them known to this process."""
    for kind in ALL:
        register(kind)
