"""What a card of an opening shows, read in a fixed number of queries."""

from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat

from chitech.core.search.marks import has_match, marked_snippet, marked_whole, plain_line
from chitech.core.search.query import CONFIG, TextQuery
from jobs.models import Posting
from pathways.models import TitleAlias


def cards(ids: list[int], query: TextQuery | None = None) -> list[Posting]:
    """Postings with all that their cards show, in the order given. Two queries.

    With a query each posting also has `name_marked`, `snippet` (both for the filter `marked`) and `also_called`: the
    old or everyday word that it was found by.
    """
    if not ids:
        return []
    rows = Posting.objects.for_cards()
    if query is not None:
        body = Concat(
            "what_you_will_do", Value("\n"), "what_you_need", Value("\n"), "what_helps", output_field=TextField()
        )
        rows = rows.annotate(
            name_marked=marked_whole(F("business_title"), query),
            snippet=marked_snippet(body, query),
            also_called=Subquery(_aliases_found(query)),
        )
    found = rows.in_bulk(ids)
    for posting in found.values():
        snippet = vars(posting).get("snippet", "")
        vars(posting)["snippet"] = plain_line(snippet) if has_match(snippet) else ""
    return [found[pk] for pk in ids if pk in found]


def _aliases_found(query: TextQuery) -> QuerySet[TitleAlias, Any]:
    """The first alias of a posting's title that the query matches, as one column."""
    searched = Func(F("name"), function="chitech_search_text", output_field=TextField())
    aliases = TitleAlias.objects.filter(title=OuterRef("title_id"))
    aliases = aliases.annotate(document=SearchVector(searched, config=CONFIG)).filter(document=query)
    return aliases.order_by("name").values("name")[:1]
