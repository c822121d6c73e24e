"""Two people edited one posting: what each of them wrote, side by side, and taking over what the other saved."""

from typing import Any

from django.apps import apps
from django.http import QueryDict
from django.utils.translation import gettext as _

from chitech.core.audit.timeline import around_the_difference, in_words
from chitech.core.design.conflicts import Difference
from jobs.forms import PostingForm
from jobs.history import FORMATS, describe_skill
from jobs.models import Posting
from jobs.skill_rows import SkillRowsForm, as_data, skills_of
from pathways.asked import AskedSkill
from pathways.models import SkillLevel

SKILLS = "skills"


def differences(*, current: Posting, version: int, form: PostingForm, rows: SkillRowsForm) -> list[Difference]:
    """Where a valid form, begun on `version`, differs from what is saved now."""
    began_with = _event_of(current, version)
    found = []
    for name, typed in form.values().items():
        column: Any = Posting._meta.get_field(name)  # noqa: SLF001
        saved = getattr(current, name)
        if saved == typed:
            continue
        untouched = began_with is not None and getattr(began_with, column.attname) == getattr(typed, "pk", typed)
        words = around_the_difference(in_words(column, saved, FORMATS), in_words(column, typed, FORMATS))
        found.append(Difference(name, str(form[name].label), *words, only_theirs=untouched))
    saved_skills, typed_skills = _skills_in_words(skills_of(current.pk)), _skills_in_words(rows.asked)
    if saved_skills != typed_skills:
        found.append(Difference(SKILLS, _("Skills"), saved_skills, typed_skills, only_theirs=False))
    return found


def taking_theirs(data: QueryDict, current: Posting) -> QueryDict:
    """What was typed, with what is saved in place of the fields that the person ticked (`theirs`)."""
    taken = set(data.getlist("theirs"))
    if not taken:
        return data
    merged, saved = data.copy(), PostingForm(instance=current)
    for name in taken & set(saved.fields):
        value = saved[name].value()
        merged[name] = "" if value is None else str(value)
    if SKILLS in taken:
        for key in [key for key in merged if key.startswith("skills-")]:
            del merged[key]
        merged.update(as_data(skills_of(current.pk)))
    return merged


def _event_of(posting: Posting, version: int) -> Any:
    """The posting as it was at a version, from its history."""
    events = apps.get_model("jobs", "PostingEvent")._default_manager  # noqa: SLF001
    return events.filter(pgh_obj=posting.pk, version=version).order_by("-pgh_id").first()


def _skills_in_words(skills: list[AskedSkill]) -> str:
    described = [
        describe_skill({
            "skill": item.skill.name,
            "level": str(SkillLevel(item.level).label),
            "is_essential": _("Yes") if item.is_essential else _("No"),
        })
        for item in skills
    ]  # fmt: skip
    return "; ".join(sorted(described))
