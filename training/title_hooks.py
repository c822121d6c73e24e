"""What Training tells Pathways: courses for titles and for skills, and those that serve a new revision's skills."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Window
from django.db.models.functions import JSONObject, RowNumber
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways import hooks
from pathways.models import Revision, RevisionSkill, Skill
from training.choices import CourseState
from training.models import Course, CourseSkill, LearningPath

FIRST_FEW = 3
_COURSE = "skill__course_list__course"


def _helped(title_ids: Sequence[int]) -> Any:
    """The skills that titles need today, once for each published course that takes them further."""
    return RevisionSkill.objects.filter(
        revision__in=Revision.objects.in_force_now().filter(title__in=title_ids),
        skill__course_list__course__state=CourseState.PUBLISHED,
        skill__course_list__from_level__lt=F("level"),
    ).order_by()


def courses_for(title_ids: Sequence[int], with_links: bool) -> Mapping[int, list[hooks.Fact]]:  # noqa: FBT001 - the hook's shape
    """Courses that teach what today's titles need: counted; then the learning path, and those that teach most of it.

    One query.
    """
    if with_links:
        return _with_links(title_ids)
    rows = _helped(title_ids).values("revision__title").annotate(n=Count(_COURSE, distinct=True))
    return {pk: [_fact(n)] for pk, n in rows.values_list("revision__title", "n")}


def _fact(n: int, links: Sequence[hooks.Link] = (), more_url: str = "") -> hooks.Fact:
    label = ngettext("%(n)s course for its skills", "%(n)s courses for its skills", n) % {"n": n}
    return hooks.Fact(key="courses", label=label, count=n, links=links, more_url=more_url)


def _with_links(title_ids: Sequence[int]) -> dict[int, list[hooks.Fact]]:
    """The learning paths of these titles, then the courses that teach most of what each needs; the way to all of them.

    `more_url` is the catalogue with each skill of the title ticked.
    """
    title, name, slug = "revision__title", f"{_COURSE}__name", f"{_COURSE}__slug"
    needed = RevisionSkill.objects.filter(revision=OuterRef("revision")).order_by("skill__slug").values("skill__slug")
    # With the courses, for the page of a title counts its questions.
    paths = (
        LearningPath.objects.filter(state=CourseState.PUBLISHED, title=OuterRef("revision__title"))
        .order_by("name")
        .values_list(JSONObject(name="name", slug="slug"))
    )
    ranked = (
        _helped(title_ids)
        .values("revision", title, _COURSE, name, slug)
        .annotate(n=Count("skill", distinct=True))
        .annotate(
            place=Window(RowNumber(), partition_by=title, order_by=[F("n").desc(), _COURSE]),
            total=Window(Count("*"), partition_by=title),
        )
        .filter(place__lte=FIRST_FEW)
        .annotate(needed=ArraySubquery(needed), paths=ArraySubquery(paths))
        .order_by(title, "place")
    )
    links: dict[int, list[hooks.Link]] = defaultdict(list)
    led: dict[int, list[hooks.Link]] = {}
    found: dict[int, tuple[int, str]] = {}
    for row in ranked:
        note = ngettext("%(n)s skill", "%(n)s skills", row["n"]) % {"n": row["n"]}
        links[row[title]].append(hooks.Link(text=row[name], url=Course(slug=row[slug]).get_absolute_url(), note=note))
        found[row[title]] = (row["total"], _catalogue(row["needed"]))
        led[row[title]] = [
            hooks.Link(
                text=path["name"], url=LearningPath(slug=path["slug"]).get_absolute_url(), note=_("learning path")
            )
            for path in row["paths"]
        ]
    return {pk: [_fact(n, [*led[pk], *links[pk]], more)] for pk, (n, more) in found.items()}


def _catalogue(skills: Iterable[str]) -> str:
    return f"{reverse('training:list')}?{urlencode([('skill', slug) for slug in skills])}"


def courses_by_skill(skill_ids: Sequence[int], with_links: bool) -> Mapping[int, list[hooks.Fact]]:  # noqa: FBT001, ARG001 - the hook's shape
    """Published courses by skill: counted, with the way to them. One query."""
    rows = (
        Skill.objects.filter(pk__in=skill_ids, course_list__course__state=CourseState.PUBLISHED)
        .order_by()
        .annotate(n=Count("course_list"))
    )
    return {
        pk: [
            hooks.Fact(
                key="courses",
                label=ngettext("%(n)s course", "%(n)s courses", n) % {"n": n},
                count=n,
                more_url=_catalogue([slug]),
            )
        ]
        for pk, slug, n in rows.values_list("pk", "slug", "n")
    }


_MOST_LISTED = 20


def courses_serving(revisions: Sequence[Revision]) -> Mapping[int, list[hooks.Impact]]:
    """Courses that teach a skill which a revision needs or its title needed until now. Two queries."""
    needs = Q(revision__in=[r.pk for r in revisions]) | Q(
        revision__in=Revision.objects.in_force_now().filter(title__in=[r.title_id for r in revisions])
    )
    by_title = {revision.title_id: revision.pk for revision in revisions}
    wanted: dict[int, set[int]] = defaultdict(set)
    skills = RevisionSkill.objects.filter(needs)
    for title, skill in skills.order_by().values_list("revision__title", "skill"):
        wanted[skill].add(by_title[title])
    found: dict[int, dict[int, hooks.Link]] = defaultdict(dict)
    rows = CourseSkill.objects.filter(skill__in=wanted, course__state=CourseState.PUBLISHED).select_related(
        "course", "skill"
    )
    for row in rows.order_by("course__name"):
        for revision in wanted[row.skill_id]:
            # The page for everyone: who writes and approves titles does not run courses.
            link = hooks.Link(text=row.course.name, url=row.course.get_absolute_url(), note=row.skill.name)
            found[revision].setdefault(row.course_id, link)
    return {
        revision: [
            hooks.Impact(
                key="courses",
                label=ngettext("%(n)s course", "%(n)s courses", len(links)) % {"n": len(links)},
                count=len(links),
                items=list(links.values())[:_MOST_LISTED],
                more=max(len(links) - _MOST_LISTED, 0),
                explanation=_("They teach skills that this title needs, or needed until now."),
            )
        ]
        for revision, links in found.items()
    }


def register() -> None:
    """Called when the portal starts."""
    hooks.title_facts.register("courses", courses_for)
    hooks.skill_facts.register("courses", courses_by_skill)
    hooks.revision_impact.register(courses_serving)
