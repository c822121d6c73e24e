"""Emails as they go over the line."""

from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import EmailPolicy, Policy, default
from functools import cache
from typing import Any

from django.core.mail import EmailMultiAlternatives


class LinkHeader(UnstructuredHeader):
    """A header that holds an address in <>, kept in one piece.

    Python writes what is too long for a line as an encoded word, and then no mail program finds the link in it.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}:{policy.linesep} {self}{policy.linesep}"


class Email(EmailMultiAlternatives):
    """An email whose links in headers stay whole."""

    def message(self, *, policy: Policy = default) -> Any:
        return super().message(policy=_with_whole_links(policy))


@cache
def _with_whole_links(policy: Policy) -> Policy:
    if not isinstance(policy, EmailPolicy):
        return policy
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", LinkHeader)
    return policy.clone(header_factory=registry)
