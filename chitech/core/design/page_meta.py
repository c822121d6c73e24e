"""What a page says about itself to machines: search engines, and programs that draw a link as a card.

`templates/design/_page_meta.html` writes it into the page's head.
"""

from dataclasses import dataclass

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of one of our paths, as the world knows it, whatever host this request came through."""
    return f"{settings.SITE_URL}{path}"


@dataclass(frozen=True)
class LinkPicture:
    """A PNG of 1200 by 630 pixels, and what is on it."""

    path: str
    alt: str

    @property
    def url(self) -> str:
        return absolute(self.path)


@dataclass(frozen=True)
class PageMeta:
    """`path` is the one address under which this page shall be known, filters included.

    A page that is not indexed may still be walked through to the pages it links to.
    """

    title: str
    description: str
    path: str
    picture: LinkPicture
    is_indexed: bool = True

    @property
    def url(self) -> str:
        return absolute(self.path)
