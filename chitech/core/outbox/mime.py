"""Emails as they go over the line."""

from dataclasses import dataclass
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, Policy, default
from functools import cache
from typing import Any, cast

from django.core.mail import EmailMultiAlternatives


class LinkHeader(UnstructuredHeader):
    """A header that holds an address in <>, kept in one piece.

    Python writes what is too long for a line as an encoded word, and then no mail program finds the link in it.
    """

    name: str

    def fold(self, *, policy: Policy) -> str:
        """The header on its lines: the address has one of its own, however long it is."""
        return f"{self.name}:{policy.linesep} {self}{policy.linesep}"


class _Registry(HeaderRegistry):
    """Makes the class of a header once. Python's makes one anew for each header, a quarter of the work of an email."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        key = name.lower()
        if key not in self._made:
            self._made[key] = super().__getitem__(name)
        return self._made[key]


@dataclass(frozen=True)
class Calendar:
    """What an email tells calendar programs (RFC 5545, RFC 5546). `method` is that of its METHOD property."""

    text: str
    method: str


class Email(EmailMultiAlternatives):
    """An email whose links in headers stay whole, and which may bring an invitation."""

    calendar: Calendar | None = None

    def message(self, *, policy: Policy | None = default) -> Any:
        return super().message(policy=_with_whole_links(policy or default))

    def _add_bodies(self, msg: Any) -> None:
        """An invitation is the last way to show the same thing. Its method stands in the MIME type (RFC 6047, 2.4)."""
        super()._add_bodies(msg)  # type: ignore[misc]
        if self.calendar:
            msg.add_alternative(
                self.calendar.text, subtype="calendar", charset="utf-8", params={"method": self.calendar.method}
            )


@cache
def _with_whole_links(policy: Policy) -> Policy:
    if not isinstance(policy, EmailPolicy):
        return policy
    registry = _Registry()
    registry.map_to_type("list-unsubscribe", cast("Any", LinkHeader))
    return policy.clone(header_factory=registry)
