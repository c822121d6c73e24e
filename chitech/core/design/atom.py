"""What every Atom feed (RFC 4287) of the portal shares."""

import re
from datetime import UTC, datetime
from typing import Any, override
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

# When the portal began: the date of its tag: addresses (RFC 4151), and of a feed that never had an entry.
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
# Letters that XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(Atom1Feed):
    """Django's Atom feed, with the text of an entry as its content and a date that does not follow the clock."""

    @override
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})

    @override
    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else BEGAN


def tag(specific: str) -> str:
    """An identifier that stays when addresses change (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{BEGAN.year}:{specific}"


def xml(text: str) -> str:
    """The text without what XML can't write."""
    return _NOT_IN_XML.sub("", text)
