"""What the pictures say that go with links to the job site."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from chitech.core.design.phrases import pay_amount
from chitech.core.design.picture import Poster, SkillStars
from jobs.models import Posting

MOST_SKILLS = 3


def of_posting(posting: Posting) -> Poster:
    """The picture of one opening. Reads what `Posting.objects.for_cards()` fetches.

    It says nothing that time alone makes untrue: programs keep pictures for as long as they like.
    """
    family = posting.effective_family
    skills = list(posting.skill_list.all())[:MOST_SKILLS]
    return Poster(
        title=posting.business_title,
        above=family.name if family else "",
        pay=pay_amount(posting),
        below=" · ".join(part for part in (posting.department.name, posting.get_work_mode_display()) if part),
        letter=family.letter if family else "",
        color=family.color if family else "",
        skills=tuple(SkillStars(need.skill.name, need.level, capfirst(need.get_level_display())) for need in skills),
        publisher=settings.CITY_NAME,
    )


def of_the_site() -> Poster:
    """The picture of the front page and of the list."""
    return Poster(
        title=_("Technology jobs that say what they pay"),
        above=_("Chi Tech Jobs"),
        below=_("If one asks for a degree, it says why, and what counts instead"),
        color="blue",
        publisher=settings.CITY_NAME,
    )
