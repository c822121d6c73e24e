"""What the pages of the catalogue say about themselves to search engines, and where their links are passed on."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.page_meta import LinkPicture, PageMeta
from training.catalogue.criteria import FILTERS, Criteria
from training.catalogue.finding import Results
from training.models import Course, LearningPath


def picture() -> LinkPicture:
    """The picture of the portal."""
    return LinkPicture(reverse("jobs:picture"), _("Chi Tech Talent"))


def of_list(results: Results) -> PageMeta:
    """The list in one state. Its one address has the filters in their fixed order, and no sorting."""
    criteria, title = results.criteria, _("Technology courses")
    if criteria.q:
        title = _("“%(words)s”: technology courses") % {"words": criteria.q}
    elif len(results.chips) == 1:
        title = _("%(choice)s: technology courses") % {"choice": results.chips[0].label}
    if criteria.page > 1:
        title = f"{title} ({_('page %(number)d') % {'number': criteria.page}})"
    said = ngettext("%(n)s course", "%(n)s courses", results.count) % {"n": f"{results.count:,}"}
    return PageMeta(
        title=title,
        description=_("%(courses)s for technology work in the city: what you will be able to do, when, and seats left.")
        % {"courses": said},
        path=reverse("training:list") + replace(criteria, sort="").query_string(),
        is_indexed=results.count > 0 and is_worth_finding(criteria),
        picture=picture(),
    )


def is_worth_finding(criteria: Criteria) -> bool:
    """Whether the list is one that people look for: all of it, or one choice that time does not change."""
    plain = not any(getattr(criteria, name) for name in FILTERS if name in {"q", "when", "seats"})
    return criteria.in_use <= 1 and plain


def of_course(course: Course) -> PageMeta:
    return PageMeta(
        title=course.name,
        description=course.summary,
        path=course.get_absolute_url(),
        picture=picture(),
        is_indexed=course.is_published,
    )


def of_path(path: LearningPath) -> PageMeta:
    return PageMeta(title=path.name, description=path.summary, path=path.get_absolute_url(), picture=picture())
