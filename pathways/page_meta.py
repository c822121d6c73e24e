"""What the public pages of careers say about themselves to search engines, and where their links are passed on."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from chitech.core.design.page_meta import LinkPicture, PageMeta
from chitech.core.design.phrases import pay_amount
from chitech.core.design.picture import Poster, SkillStars
from pathways.models import Revision, Title
from pathways.reading import TitlePage

MOST_SKILLS = 3
_LONGEST = 300


def of_page(name: str, *, title: str, description: str, asked: QueryDict, known: Iterable[str] = ()) -> PageMeta:
    """A page as it was asked for with the names that it knows. So it is passed on; found it is without any."""
    query = _query((key, value) for key in sorted(known) for value in asked.getlist(key) if value)
    return PageMeta(title, description, reverse(name) + query, _site_picture(), is_indexed=not query)


def of_title(page: TitlePage, *, is_today: bool) -> PageMeta:
    """A title on a day: it is found as what it says today."""
    path = page.title.get_absolute_url() + _query([] if is_today else [("on", page.day.isoformat())])
    said = page.revision
    if said is None:
        return PageMeta(page.name, _("A title of the city’s technology jobs."), path, _picture(page.title), False)
    words = ". ".join(part for part in (pay_amount(said), said.summary) if part)
    return PageMeta(said.name, _cut(words), path, _picture(page.title, said), is_today)


def of_history(title: Title, name: str, *, asked: Sequence[tuple[str, str]]) -> PageMeta:
    words = _("What the title %(name)s said and says: duties, skills, pay and degrees, with the day of each change.")
    path = reverse("pathways:history", args=[title.code]) + _query(asked)
    heading = _("History of %(name)s") % {"name": name}
    return PageMeta(heading, words % {"name": name}, path, _picture(title), is_indexed=not asked)


def poster(revision: Revision) -> Poster:
    """The picture of what a title says. Reads the title's family and the skills."""
    family, level = revision.title.family, revision.title.level
    needs = sorted(revision.skill_list.select_related("skill"), key=lambda need: not need.is_essential)
    return Poster(
        title=revision.name,
        above=family.name,
        pay=pay_amount(revision),
        below=" · ".join([revision.title.code, level.name]),
        letter=family.letter,
        color=family.color,
        skills=tuple(
            SkillStars(need.skill.name, need.level, capfirst(need.get_level_display())) for need in needs[:MOST_SKILLS]
        ),
        publisher=settings.CITY_NAME,
    )


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"?{query}" if query else ""


def _picture(title: Title, said: Revision | None = None) -> LinkPicture:
    if said is None:
        return _site_picture()
    path = reverse("pathways:title-picture", args=[title.code])
    return LinkPicture(f"{path}?v={said.pk}", ". ".join(part for part in (said.name, pay_amount(said)) if part))


def _site_picture() -> LinkPicture:
    return LinkPicture(reverse("jobs:picture"), _("Chi Tech Talent: technology jobs that say what they pay"))


def _cut(text: str) -> str:
    """At the end of a word."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
