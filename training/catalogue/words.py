"""The words of the catalogue: what is suggested for a misspelt search, and offered while typing."""

from chitech.core.search.spelling import replace_corpus
from training.models import Course, CourseSkill

CORPUS = "training"

_TEXTS = """
    SELECT name FROM training_course WHERE state = 'published'
    UNION ALL SELECT outcomes FROM training_course WHERE state = 'published'
    UNION ALL SELECT name FROM training_learningpath WHERE state = 'published'
    UNION ALL SELECT name FROM pathways_skill
    UNION ALL SELECT name FROM pathways_family
"""


def refresh_words() -> int:
    """Read the words anew. Returns how many there are. Run by beat, after an import, and by the demo's seeding."""
    return replace_corpus(CORPUS, _TEXTS)


def search_words() -> list[str]:
    """Names of courses and of the skills that they teach: each typed in full finds something. Two queries."""
    shown = Course.objects.published()
    skills = CourseSkill.objects.filter(course__in=shown).order_by().values_list("skill__name", flat=True).distinct()
    return [*sorted(skills), *shown.order_by("name").values_list("name", flat=True)[:500]]
