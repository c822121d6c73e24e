"""What holds of a header row, whatever file it comes from."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.readers.table import Cell, column_letter, text_of


def is_blank(cells: Sequence[Cell]) -> bool:
    return not any(text_of(cell).strip() for cell in cells)


def plain(header: str) -> str:
    """A header without what people vary: case, spaces, punctuation. “# Of Positions” and “of_positions” are one."""
    return re.sub(r"[\W_]+", "", header.casefold())


def check_headers(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The header row, trimmed. Raises ImportRefused if a name stands twice, since nobody could tell which is meant."""
    headers = [" ".join(text_of(cell).split()) for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    seen: dict[str, int] = {}
    for index, header in enumerate(headers):
        key = plain(header) or header
        if key and key in seen:
            raise ImportRefused(
                "doubled_header",
                _("Two columns have the same name, “%(name)s” (columns %(first)s and %(second)s). Rename one of them.")
                % {"name": header, "first": column_letter(seen[key]), "second": column_letter(index)},
            )
        seen.setdefault(key, index)
    return tuple(headers)


def looks_like_data(headers: Sequence[str]) -> bool:
    """Whether a first row is more likely a row of values: a number, a date or a long text stands in it."""
    return any(re.fullmatch(r"[$]?\d[\d,./:T -]*", header) or len(header) > 100 for header in headers if header)
