"""Learning paths: courses in an order, towards a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, Sum

from chitech.core.accounts.models import User
from pathways.models import Family, Revision
from training.catalogue.cards import Card, cards
from training.choices import CourseState
from training.models import CourseSkill, LearningPath, LearningStep

_SHOWN = Q(steps__course__state=CourseState.PUBLISHED)


@dataclass
class Reached:
    """A skill that a path's title needs, and how far the path brings one: `reaches` is 0 where it does not teach it."""

    name: str
    needs: int
    reaches: int

    @property
    def is_enough(self) -> bool:
        return self.reaches >= self.needs


@dataclass
class PathPage:
    """A path with its steps. `revision` is what the title says today; `hours` are those of all courses."""

    path: LearningPath
    steps: Sequence[tuple[LearningStep, Card]]
    revision: Revision | None
    needs: Sequence[Reached]
    hours: Decimal

    @property
    def reached(self) -> int:
        return sum(each.is_enough for each in self.needs)


def all_paths() -> Any:
    """Published paths with how many courses and hours they have, and what their title says today. Two queries."""
    paths = list(
        LearningPath.objects.filter(state=CourseState.PUBLISHED)
        .select_related("title__family")
        .annotate(courses=Count("steps", filter=_SHOWN), hours=Sum("steps__course__hours", filter=_SHOWN))
        .order_by("title__family__order", "title__level", "name")
    )
    names = dict(
        Revision.objects.in_force_now().filter(title__in=[p.title_id for p in paths]).values_list("title", "name")
    )
    return [(path, names.get(path.title_id or 0, "")) for path in paths]


def path_page(path: LearningPath, *, user: User | AnonymousUser, now: datetime) -> PathPage:
    """One path, in a fixed number of queries. A course that was retired is no step any more."""
    steps = list(path.steps.filter(course__state=CourseState.PUBLISHED).order_by("number"))
    ids = [step.course_id for step in steps]
    found = {card.pk: card for card in cards(ids, user=user, now=now, families=list(Family.objects.all()))}
    revision = (
        Revision.objects.in_force_now()
        .filter(title=path.title_id)
        .select_related("title__family", "title__level")
        .prefetch_related("skill_list__skill")
        .first()
        if path.title_id
        else None
    )
    levels: dict[int, int] = {}
    for skill, level in CourseSkill.objects.filter(course__in=ids).order_by().values_list("skill", "to_level"):
        levels[skill] = max(levels.get(skill, 0), level)
    needs = (
        [Reached(n.skill.name, n.level, levels.get(n.skill_id, 0)) for n in revision.skill_list.all()]
        if revision
        else []
    )
    shown = [(step, found[step.course_id]) for step in steps if step.course_id in found]
    hours = sum((card.hours for _step, card in shown), start=Decimal(0))
    return PathPage(path, shown, revision, needs, hours)
