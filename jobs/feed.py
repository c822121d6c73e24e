"""The openings as an Atom feed (RFC 4287), with the filters of the list."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chitech.core.design import markdown
from chitech.core.design.atom import Feed, tag, xml
from chitech.core.design.page_meta import absolute
from chitech.core.design.phrases import pay_range
from jobs.criteria import Criteria, Vocabulary
from jobs.filter_words import in_words
from jobs.finding import matching
from jobs.models import Posting, PostingSearch
from jobs.wording import apply_by

MOST_ENTRIES = 50


def write(criteria: Criteria, *, vocabulary: Vocabulary, now: datetime) -> str:
    """The newest openings for the public that match, as a feed. An order and a page mean nothing here.

    Reads: one query for the numbers, one for what the entries say.
    """
    asked = replace(criteria, sort="", page=1)
    feed = Feed(
        title=xml(_title(asked, vocabulary)),
        link=absolute(reverse("jobs:list") + asked.query_string()),
        description=None,
        language=get_language(),
        author_name=settings.CITY_NAME,
        author_link=settings.CITY_URL,
        subtitle=_("Technology jobs with the City of Chicago. Pay on every one."),
        feed_url=absolute(reverse("jobs:feed") + asked.query_string()),
        feed_guid=tag(f"jobs{asked.query_string()}"),
    )
    for posting in _newest(asked, vocabulary, now):
        feed.add_item(**_entry(posting))
    return feed.writeString("utf-8")


def changed_at(posting: Posting) -> datetime:
    """When readers last saw it change: an edit before its opening was seen at the opening."""
    return max(posting.updated_at, posting.opens_at or posting.updated_at)


def _newest(criteria: Criteria, vocabulary: Vocabulary, now: datetime) -> list[Posting]:
    anyone = AnonymousUser()
    visible = PostingSearch.objects.open(now).for_audience(anyone)
    rows = matching(visible, criteria, vocabulary, now).order_by("-opens_at", "-posting_id")
    ids = list(rows.values_list("pk", flat=True)[:MOST_ENTRIES])
    found = Posting.objects.open(now).for_audience(anyone).select_related("department", "family", "title__family")
    by_number = found.in_bulk(ids) if ids else {}
    return [by_number[pk] for pk in ids if pk in by_number]


def _entry(posting: Posting) -> dict[str, Any]:
    family = posting.effective_family
    return {
        "title": xml(posting.business_title),
        "link": absolute(posting.get_absolute_url()),
        "description": xml(escape(" · ".join([pay_range(posting), posting.department.name]))),
        "content": xml(_content(posting)),
        "unique_id": tag(f"jobs/{posting.pk}"),
        "pubdate": posting.opens_at,
        "updateddate": changed_at(posting),
        "categories": [xml(family.name)] if family else [],
    }


def _content(posting: Posting) -> str:
    """The facts that one chooses by, and what the work is."""
    facts = (
        pay_range(posting),
        posting.department.name,
        posting.get_work_mode_display(),
        posting.experience_phrase,
        posting.degree_phrase,
        apply_by(posting.closes_at),
    )
    listed = format_html_join("", "<li>{}</li>", ((fact,) for fact in facts if fact))
    return format_html("<ul>{}</ul>{}", listed, markdown.render(posting.what_you_will_do))


def _title(criteria: Criteria, vocabulary: Vocabulary) -> str:
    """Names the filters, for whoever follows several feeds must tell them apart."""
    chosen = in_words(criteria, vocabulary)
    title = _("Openings in city tech")
    return f"{title}: {', '.join(chosen)}" if chosen else title
