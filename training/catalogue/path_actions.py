"""What coordinators do with learning paths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from training.choices import CourseState
from training.errors import CannotPublish, NotAllowed, StaleEdit
from training.models import Course, LearningPath, LearningStep


@dataclass(frozen=True)
class Step:
    """A course that a path shall have, with a word about why it stands there."""

    course: Course
    note: str = ""


def _may(by: User, path: LearningPath | None, action: str) -> None:
    if not may(by, Permission.RUN_TRAINING):
        raise NotAllowed(path, action)


def _slug_for(name: str) -> str:
    base = slugify(name)[:90] or "path"
    taken = set(LearningPath.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


@transaction.atomic
def create_path(*, by: User, values: Mapping[str, Any], steps: Sequence[Step] = ()) -> LearningPath:
    """A draft. Raises NotAllowed."""
    _may(by, None, "create_path")
    path = LearningPath.objects.create(slug=_slug_for(values["name"]), created_by=by, updated_by=by, **values)
    _set_steps(path, steps)
    return path


@transaction.atomic
def update_path(
    *, path: LearningPath, by: User, version: int, values: Mapping[str, Any], steps: Sequence[Step]
) -> LearningPath:
    """Change what a path says and the order of its courses. Its address stays, for people know it.

    Raises NotAllowed; StaleEdit if someone saved it after `version`; CannotPublish if a published one would lead
    through no course.
    """
    _may(by, path, "update_path")
    _save(path, by, version, **values)
    _set_steps(path, steps)
    if path.state == CourseState.PUBLISHED:
        _check(path)
    return path


@transaction.atomic
def publish_path(*, path: LearningPath, by: User, version: int) -> LearningPath:
    """Let people see a draft, or a retired path again. Raises NotAllowed, StaleEdit and CannotPublish."""
    _may(by, path, "publish_path")
    _save(path, by, version, state=CourseState.PUBLISHED)
    _check(path)
    return path


@transaction.atomic
def retire_path(*, path: LearningPath, by: User, version: int) -> LearningPath:
    """Take a published path out of the catalogue; its courses stay. Raises NotAllowed, also for a draft; StaleEdit."""
    _may(by, path, "retire_path")
    if path.state != CourseState.PUBLISHED:
        raise NotAllowed(path, "retire_path")
    _save(path, by, version, state=CourseState.RETIRED)
    return path


def missing_to_publish(path: LearningPath) -> list[str]:
    """What people need before they see the path, as sentences."""
    if path.steps.filter(course__state=CourseState.PUBLISHED).exists():
        return []
    return [_("Name at least one published course that the path leads through.")]


def _check(path: LearningPath) -> None:
    if missing := missing_to_publish(path):
        raise CannotPublish(missing)


def _save(path: LearningPath, by: User, version: int, **changed: Any) -> None:
    saved = LearningPath.objects.filter(pk=path.pk, version=version).update(
        **changed, version=F("version") + 1, updated_at=timezone.now(), updated_by=by
    )
    path.refresh_from_db()
    if not saved:
        raise StaleEdit(path)


def _set_steps(path: LearningPath, steps: Sequence[Step]) -> None:
    """Write what differs alone. Numbers are compared at the end of the transaction, so steps can change places."""
    wanted = {each.course.pk: (number, each.note) for number, each in enumerate(steps, start=1)}
    known = {row.course_id: row for row in LearningStep.objects.filter(path=path)}
    LearningStep.objects.filter(path=path).exclude(course__in=wanted).delete()
    for course, (number, note) in wanted.items():
        row = known.get(course)
        if row is None:
            LearningStep.objects.create(path=path, course_id=course, number=number, note=note)
        elif (row.number, row.note) != (number, note):
            LearningStep.objects.filter(pk=row.pk).update(number=number, note=note)
