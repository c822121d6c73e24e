"""What a card of an opening shows, read in a fixed number of queries."""

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Concat

from chitech.core.search.marks import has_match, marked_snippet, marked_whole, plain_line
from chitech.core.search.query import CONFIG, TextQuery
from jobs.models import Posting
from pathways.models import TitleAlias


def cards(ids: list[int], query: TextQuery | None = None) -> list[Posting]:
    """Postings with all that their cards show, in the order given. Two queries; three where words were searched for.

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
        rows = rows.annotate(name_marked=marked_whole(F("business_title"), query), snippet=marked_snippet(body, query))
    found = rows.in_bulk(ids)
    postings = [found[pk] for pk in ids if pk in found]
    if query is not None:
        _say_why(postings, query)
    return postings


def _say_why(postings: list[Posting], query: TextQuery) -> None:
    """Leave a snippet only where it shows a match, and name the alias that matched."""
    aliases = TitleAlias.objects.filter(title__in={posting.title_id for posting in postings})
    aliases = aliases.annotate(document=SearchVector(_as_searched("name"), config=CONFIG)).filter(document=query)
    words = dict(aliases.order_by("-name").values_list("title_id", "name"))
    for posting in postings:
        snippet = getattr(posting, "snippet", "")
        vars(posting)["snippet"] = plain_line(snippet) if has_match(snippet) else ""
        vars(posting)["also_called"] = words.get(posting.title_id or 0, "")


def _as_searched(column: str) -> Func:
    return Func(F(column), function="chitech_search_text", output_field=TextField())
