"""Pages with large pieces, which are put in after the page around them is drawn.

A template joins and copies what it has drawn once more for each block and condition around it. For pieces of some
100 KB that takes longer than all the rest of the page: so each is a mark while the template is drawn.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any], pieces: Mapping[str, SafeString]
) -> HttpResponse:
    """The page. Its template says {{ name }} of a piece as of any other value; nobody can type a mark, since what
    people type is escaped.
    """
    marks = {name: format_html("<!--piece {}-->", name) for name in pieces}
    page = render_to_string(template, {**context, **marks}, request)
    parts = re.split(f"<!--piece ({'|'.join(pieces)})-->", page)
    # Between each two texts stands the name of the piece that comes between them.
    return HttpResponse([pieces[part] if place % 2 else part for place, part in enumerate(parts)])
