"""What the pages of the job site say about themselves to search engines, and where their links are passed on."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.page_meta import LinkPicture, PageMeta
from chitech.core.design.phrases import pay_range
from jobs.choices import Audience
from jobs.criteria import MULTIPLE, Criteria
from jobs.finding import Results
from jobs.models import Posting
from jobs.wording import apply_by


def default_picture() -> LinkPicture:
    """The picture of pages that are about no single opening."""
    return LinkPicture(reverse("jobs:picture"), _("Chi Tech Talent: technology jobs that say what they pay"))


def of_list(results: Results) -> PageMeta:
    """The list in one state. Its one address has the filters in their fixed order, and no sorting."""
    criteria = results.criteria
    return PageMeta(
        title=_list_title(results),
        description=_list_description(results),
        path=reverse("jobs:list") + replace(criteria, sort="").query_string(),
        is_indexed=results.count > 0 and is_worth_finding(criteria),
        picture=default_picture(),
    )


def is_worth_finding(criteria: Criteria) -> bool:
    """Whether the list is one that people look for: all of it, or one choice of one filter.

    Words, pay and age make endless lists, and so does one choice with another; their openings are found on their own.
    """
    choices = sum(len(getattr(criteria, name)) for name in MULTIPLE) + bool(criteria.experience)
    return choices <= 1 and not (criteria.q or criteria.pay_min or criteria.posted)


def _list_title(results: Results) -> str:
    criteria, title = results.criteria, _("Openings in city tech")
    if criteria.q:
        title = _("“%(words)s”: openings in city tech") % {"words": criteria.q}
    elif len(results.chips) == 1:
        title = _("%(choice)s: openings in city tech") % {"choice": results.chips[0].label}
    return f"{title} ({_('page %(number)d') % {'number': criteria.page}})" if criteria.page > 1 else title


def _list_description(results: Results) -> str:
    if len(results.chips) == 1 and results.count:
        begin = ngettext(
            "%(count)s open technology position with the City of Chicago: %(choice)s.",
            "%(count)s open technology positions with the City of Chicago: %(choice)s.",
            results.count,
        ) % {"count": f"{results.count:,}", "choice": results.chips[0].label}
    else:
        begin = _("Open technology positions with the City of Chicago.")
    promise = _("Pay on every one. If a job asks for a degree, it says why, and what counts instead.")
    return f"{begin} {promise}"


def of_posting(posting: Posting) -> PageMeta:
    """An open posting. Its dates are said in full, for what search engines keep is read on another day."""
    title = f"{posting.business_title}, {posting.department.name}"
    degree = posting.degree_phrase.removesuffix(".")
    said = (pay_range(posting), posting.department.name, apply_by(posting.closes_at), degree)
    picture = default_picture()
    if posting.audience != Audience.STAFF:
        path = f"{reverse('jobs:posting-picture', args=[posting.pk])}?v={posting.version}"
        picture = LinkPicture(path, f"{title}. {pay_range(posting)}")
    return PageMeta(
        title=title,
        description=". ".join(part for part in said if part) + ".",
        path=posting.get_absolute_url(),
        picture=picture,
    )
