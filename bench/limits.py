"""What the portal's pages are held against: the least that Django does for any page on this machine.

All three go through the portal's whole middleware. The plain pages have the portal's frame (`base.html`) and twenty
rows of the facts on a card, and nothing of what makes the list a list: no filters, counts, phrases or drawings.
"""

import os
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone

from jobs.models import Posting, PostingSearch

ROWS = 20
PAGE = engines["django"].from_string(
    """{% extends "base.html" %}{% block title %}Plain rows{% endblock %}{% block main %}<h1>Plain rows</h1>
<ol>{% for row in rows %}<li><article>
<h2><a href="/jobs/{{ row.id }}/">{{ row.name }}</a></h2>
<p>{{ row.pay_min }} to {{ row.pay_max }} {{ row.pay_unit }}</p>
<ul><li>{{ row.family }}</li><li>{{ row.department }}</li><li>{{ row.work_mode }}</li><li>{{ row.level }}</li></ul>
<ul>{% for skill in row.skills %}<li>{{ skill.name }} {{ skill.level }}</li>{% endfor %}</ul>
<p>{{ row.degree }}</p><p>{{ row.closes_at }}</p>
</article></li>{% endfor %}</ol>{% endblock %}"""
)
FIXED: list[dict[str, Any]] = [
    {
        "id": number,
        "name": f"Senior software developer, project {number}",
        "pay_min": "$84,780",
        "pay_max": "$121,536",
        "pay_unit": "a year",
        "family": "Software engineering",
        "department": "Department of Technology and Innovation",
        "work_mode": "Part remote",
        "level": "Level 4: Senior",
        "skills": [{"name": f"Skill {place}", "level": "Working"} for place in range(3)],
        "degree": "No degree needed",
        "closes_at": "Friday 27 November",
    }
    for number in range(ROWS)
]


@login_not_required
def worker(_request: HttpRequest) -> HttpResponse:
    """Which process answers, for the driver, which spreads its connections."""
    return HttpResponse(str(os.getpid()), content_type="text/plain")


@login_not_required
def nothing(_request: HttpRequest) -> HttpResponse:
    """A view that does nothing: what the middleware and the web server cost."""
    return HttpResponse("nothing", content_type="text/plain")


@login_not_required
def plain(request: HttpRequest) -> HttpResponse:
    """Twenty rows that are there already."""
    return HttpResponse(PAGE.render({"rows": FIXED}, request))


@login_not_required
def plain_sql(request: HttpRequest) -> HttpResponse:
    """The same with its SQL: the twenty newest openings as the ORM reads them, in three queries."""
    newest = PostingSearch.objects.open(timezone.now()).order_by("-opens_at", "-posting_id").values("pk")[:ROWS]
    postings = Posting.objects.for_cards().in_bulk([row["pk"] for row in newest])
    rows = [
        {
            "id": posting.pk,
            "name": posting.business_title,
            "pay_min": posting.pay_min_cents,
            "pay_max": posting.pay_max_cents,
            "pay_unit": posting.pay_unit,
            "family": posting.effective_family.name if posting.effective_family else "",
            "department": posting.department.name,
            "work_mode": posting.work_mode,
            "level": posting.level.name if posting.level else "",
            "skills": [{"name": need.skill.name, "level": need.level} for need in list(posting.skill_list.all())[:3]],
            "degree": posting.degree_rule,
            "closes_at": posting.closes_at,
        }
        for posting in postings.values()
    ]
    return HttpResponse(PAGE.render({"rows": rows}, request))
