"""Two people wrote on one draft: what each of them has, side by side, and taking over what the other saved."""

from typing import Any

from django.apps import apps
from django.http import QueryDict
from django.utils.translation import gettext as _

from chitech.core.audit.timeline import around_the_difference, in_words
from chitech.core.design.conflicts import Difference
from pathways.asked import AskedSkill
from pathways.forms import RevisionForm
from pathways.models import Revision, SkillLevel
from pathways.skill_rows import SkillRowsForm, as_data

SKILLS = "skills"


def _dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}".removesuffix(".00")


FORMATS = {
    "pay_min_cents": _dollars,
    "pay_max_cents": _dollars,
    "pay_steps": lambda steps: ", ".join(_dollars(cents) for cents in steps),
}


def skills_of(revision: Revision) -> list[AskedSkill]:
    """The skills of a revision as rows of the form."""
    rows = revision.skill_list.select_related("skill")
    return [AskedSkill(row.skill, row.level, row.is_essential) for row in rows]


def differences(*, current: Revision, version: int, form: RevisionForm, rows: SkillRowsForm) -> list[Difference]:
    """Where a valid form, begun on `version`, differs from what is saved now."""
    events = apps.get_model("pathways", "RevisionEvent")._default_manager  # noqa: SLF001
    began_with = events.filter(pgh_obj=current.pk, version=version).order_by("-pgh_id").first()
    found = []
    for name, typed in form.values().items():
        column: Any = Revision._meta.get_field(name)  # noqa: SLF001
        saved = getattr(current, name)
        if saved == typed:
            continue
        untouched = began_with is not None and getattr(began_with, column.attname) == getattr(typed, "pk", typed)
        words = around_the_difference(in_words(column, saved, FORMATS), in_words(column, typed, FORMATS))
        found.append(Difference(name, str(form[name].label), *words, only_theirs=untouched))
    saved_skills, typed_skills = _in_words(skills_of(current)), _in_words(rows.asked)
    if saved_skills != typed_skills:
        found.append(Difference(SKILLS, _("Skills"), saved_skills, typed_skills, only_theirs=False))
    return found


def taking_theirs(data: QueryDict, current: Revision) -> QueryDict:
    """What was typed, with what is saved in place of the fields that the person ticked (`theirs`)."""
    taken = set(data.getlist("theirs"))
    if not taken:
        return data
    merged, saved = data.copy(), RevisionForm(instance=current)
    for name in taken & set(saved.fields):
        value = saved[name].value()
        merged[name] = "" if value is None else str(value)
    if SKILLS in taken:
        for key in [key for key in merged if key.startswith("skills-")]:
            del merged[key]
        merged.update(as_data(skills_of(current)))
    return merged


def _in_words(skills: list[AskedSkill]) -> str:
    words = [
        f"{item.skill.name}, {SkillLevel(item.level).label}, {_('essential') if item.is_essential else _('helpful')}"
        for item in skills
    ]
    return "; ".join(sorted(words))
