"""What coordinators do with courses, and the planning of sessions.

What concerns people who are in a session is `training.actions.running`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways.models import Skill
from training.actions.running import Dates
from training.choices import CourseState, Format
from training.errors import CannotPublish, NotAllowed, StaleEdit
from training.invitations import city_zone
from training.models import Course, CourseSkill, Instructor, Meeting, Session

# Words that are addresses of their own under /training/.
RESERVED = frozenset(
    {
        "budgets", "calendar", "certificates", "completing", "feed", "manage", "my", "offers", "paths", "running",
        "sessions", "team", "words",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Teaches:
    """A skill that a course shall teach, from a level (0: nothing is needed) to a level."""

    skill: Skill
    from_level: int
    to_level: int


def _may(by: User, thing: Course | Session | None, action: str) -> None:
    if not may(by, Permission.RUN_TRAINING):
        raise NotAllowed(thing, action)


def slug_for(name: str) -> str:
    """An address that no course has: from its name, with a number where that is taken."""
    base = slugify(name)[:90] or "course"
    if base in RESERVED:
        base = f"{base}-course"
    taken = set(Course.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


@transaction.atomic
def create_course(*, by: User, values: Mapping[str, Any], skills: Sequence[Teaches] = ()) -> Course:
    """A draft. Raises NotAllowed."""
    _may(by, None, "create_course")
    course = Course.objects.create(slug=slug_for(values["name"]), created_by=by, updated_by=by, **values)
    _set_skills(course, skills)
    return course


@transaction.atomic
def update_course(
    *, course: Course, by: User, version: int, values: Mapping[str, Any], skills: Sequence[Teaches]
) -> Course:
    """Change what a course says. Its address stays, for people know it.

    Raises NotAllowed; StaleEdit if someone saved it after `version`; CannotPublish if a published one would lack
    something.
    """
    _may(by, course, "update_course")
    saved = Course.objects.filter(pk=course.pk, version=version).update(
        **values, version=F("version") + 1, updated_at=timezone.now(), updated_by=by
    )
    course.refresh_from_db()
    if not saved:
        raise StaleEdit(course)
    _set_skills(course, skills)
    if course.is_published and (missing := missing_to_publish(course)):
        raise CannotPublish(missing)
    return course


def _set_skills(course: Course, skills: Sequence[Teaches]) -> None:
    """Write what differs alone: history tells what changed, not that somebody pressed a button."""
    wanted = {each.skill.pk: each for each in skills}
    known = {row.skill_id: row for row in CourseSkill.objects.filter(course=course)}
    CourseSkill.objects.filter(course=course).exclude(skill__in=wanted).delete()
    for pk, each in wanted.items():
        row = known.get(pk)
        if row is None:
            CourseSkill.objects.create(
                course=course, skill=each.skill, from_level=each.from_level, to_level=each.to_level
            )
        elif (row.from_level, row.to_level) != (each.from_level, each.to_level):
            CourseSkill.objects.filter(pk=row.pk).update(from_level=each.from_level, to_level=each.to_level)


def missing_to_publish(course: Course) -> list[str]:
    """What people must be told before they see the course, as sentences."""
    said = []
    if not course.summary.strip():
        said.append(_("Say in two sentences what the course is."))
    if not course.outcomes.strip():
        said.append(_("Say what people will be able to do, one thing a line."))
    if not course.skill_list.exists():
        said.append(_("Name at least one skill that it teaches: people find it by that."))
    return said


@transaction.atomic
def publish_course(*, course: Course, by: User, version: int | None = None) -> Course:
    """Let people see a draft, or a retired course again. Raises NotAllowed, StaleEdit and CannotPublish."""
    _may(by, course, "publish_course")
    held = _held(course, version)
    if held.is_published:
        raise NotAllowed(held, "publish_course")
    if missing := missing_to_publish(held):
        raise CannotPublish(missing)
    return _decide(held, by, state=CourseState.PUBLISHED, verb="published")


@transaction.atomic
def retire_course(*, course: Course, by: User, version: int | None = None) -> Course:
    """Take a published course out of the catalogue. Sessions that are planned stay: cancel them first.

    Raises NotAllowed, also while a session is to come; StaleEdit.
    """
    _may(by, course, "retire_course")
    held = _held(course, version)
    if not held.is_published or Session.objects.upcoming().filter(course=held).exists():
        raise NotAllowed(held, "retire_course")
    return _decide(held, by, state=CourseState.RETIRED, verb="retired")


def _held(course: Course, version: int | None) -> Course:
    held = Course.objects.select_for_update().get(pk=course.pk)
    if version is not None and held.version != version:
        raise StaleEdit(held)
    return held


def _decide(course: Course, by: User, *, state: CourseState, verb: str) -> Course:
    moment = timezone.now()
    changed: dict[str, Any] = {f"{verb}_at": moment, f"{verb}_by": by, "updated_at": moment, "updated_by": by}
    if state == CourseState.PUBLISHED:
        changed |= {"retired_at": None, "retired_by": None}
    Course.objects.filter(pk=course.pk).update(state=state, version=F("version") + 1, **changed)
    course.refresh_from_db()
    return course


@transaction.atomic
def create_session(
    *, course: Course, by: User, values: Mapping[str, Any], meetings: Sequence[Dates], teachers: Sequence[str] = ()
) -> Session:
    """A session of a course. Raises NotAllowed (also for a course on demand), and ValueError without meetings."""
    _may(by, course, "create_session")
    if course.format == Format.ON_DEMAND or course.state == CourseState.RETIRED:
        raise NotAllowed(course, "create_session")
    if not meetings:
        raise ValueError("A session meets at least once.")
    session = Session.objects.create(course=course, created_by=by, updated_by=by, **values)
    Meeting.objects.bulk_create(
        Meeting(session=session, starts=each.starts, ends=each.ends, topic=each.topic, room=each.room)
        for each in meetings
    )
    _set_teachers(session, teachers)
    session.refresh_from_db()
    return session


@transaction.atomic
def update_session(
    *, session: Session, by: User, version: int, values: Mapping[str, Any], teachers: Sequence[str]
) -> Session:
    """Change what moves nobody: who may come, the line, when enrollment is open, who teaches.

    Dates, place and seats have actions of their own (`training.actions.running`), which tell people and keep the line.
    Raises NotAllowed once it was cancelled; StaleEdit.
    """
    _may(by, session, "update_session")
    saved = (
        Session.objects.scheduled()
        .filter(pk=session.pk, version=version)
        .update(**values, version=F("version") + 1, updated_at=timezone.now(), updated_by=by)
    )
    session.refresh_from_db()
    if not saved and session.state != Session.State.SCHEDULED:
        raise NotAllowed(session, "update_session")
    if not saved:
        raise StaleEdit(session)
    _set_teachers(session, teachers)
    return session


def _set_teachers(session: Session, written: Sequence[str]) -> None:
    """Who teaches: names, or the addresses of accounts. Who is named by their address runs the check-in."""
    wanted = list(dict.fromkeys(written))
    accounts = {
        each.email.casefold(): each
        for each in User.objects.filter(email__in=[name.lower() for name in wanted if "@" in name], is_active=True)
    }
    found = [accounts.get(name.casefold(), name) for name in wanted]
    people = [each for each in found if isinstance(each, User)]
    names = [each for each in found if isinstance(each, str)]
    rows = Instructor.objects.filter(session=session)
    rows.exclude(user__in=people).exclude(user=None, name__in=names).delete()
    known_people, known_names = set(rows.values_list("user", flat=True)), set(rows.values_list("name", flat=True))
    Instructor.objects.bulk_create(
        Instructor(session=session, user=each, name=(each.name or each.email)[:150])
        for each in people
        if each.pk not in known_people
    )
    Instructor.objects.bulk_create(Instructor(session=session, name=name) for name in names if name not in known_names)


@transaction.atomic
def copy_session(*, session: Session, by: User, first_day: Any) -> Session:
    """The same session again, its first meeting on `first_day`, the others as far from it as before.

    Each meets at the same time by the city's clock, also when the clocks have changed in between. Nobody is in it, and
    the time of enrollment is not copied: it is open until it begins. Raises NotAllowed; ValueError without meetings.
    """
    meetings = list(session.meetings.order_by("starts"))
    if not meetings:
        raise ValueError("A session without dates can't be copied.")
    zone = city_zone()
    away = first_day - timezone.localtime(meetings[0].starts, zone).date()
    values = {
        name: getattr(session, name)
        for name in (
            "audience", "department", "program", "room", "link", "note", "seats", "waitlist_length", "offer_hours",
        )
    }  # fmt: skip
    copied = [
        Dates(starts=_later(each.starts, away), ends=_later(each.ends, away), topic=each.topic, room=each.room)
        for each in meetings
    ]
    teachers = list(session.instructors.values_list("name", "user"))
    made = create_session(course=session.course, by=by, values=values, meetings=copied)
    Instructor.objects.bulk_create(Instructor(session=made, name=name, user_id=user) for name, user in teachers)
    return made


def _later(moment: datetime, away: timedelta) -> datetime:
    local = timezone.localtime(moment, city_zone())
    return datetime.combine(local.date() + away, time(local.hour, local.minute), city_zone())
