"""The skills of a posting as rows of a form."""

from jobs.models import PostingSkill
from pathways.asked import AskedSkill
from pathways.skill_rows import MOST_ROWS, SkillRowsForm, as_data, known_skills

__all__ = ["MOST_ROWS", "SkillRowsForm", "as_data", "known_skills", "skills_of"]


def skills_of(posting_id: int) -> list[AskedSkill]:
    """The skills that a posting asks for, as the form's rows."""
    rows = PostingSkill.objects.filter(posting=posting_id).select_related("skill")
    return [AskedSkill(row.skill, row.level, row.is_essential) for row in rows]
