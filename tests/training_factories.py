"""Makers of courses, their sessions and enrollments. Each makes something complete and true."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories import DepartmentFactory, UserFactory
from training.certificates import actions as certificates
from training.leading.budgets import this_fiscal_year
from training.models import (
    AssessmentResult,
    Certificate,
    Course,
    CourseSkill,
    Enrollment,
    EnrollmentMove,
    LearningPath,
    LearningStep,
    Meeting,
    Session,
    TrainingBudget,
)


class CourseFactory(DjangoModelFactory[Course]):
    """A published course in person. `skills` are (skill, from level, to level) rows. Trait: `draft`."""

    class Meta:
        model = Course

    class Params:
        draft = factory.Trait(state=Course.State.DRAFT, published_at=None, published_by=None)

    @classmethod
    def _create(cls, model_class: type[Course], *args: Any, **fields: Any) -> Course:
        skills = fields.pop("skills", ())
        course = Course.objects.create(**fields)
        CourseSkill.objects.bulk_create(
            CourseSkill(course=course, skill=skill, from_level=start, to_level=end) for skill, start, end in skills
        )
        return course

    name = factory.Sequence(lambda n: f"Course {n}")
    slug = factory.Sequence(lambda n: f"course-{n}")
    summary = "Learn to look after a city service."
    outcomes = "Find what is slow\nSay why\nMend it"
    hours = 6
    created_by = factory.SubFactory(UserFactory)
    updated_by = factory.SelfAttribute("created_by")
    state = Course.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    published_by = factory.SelfAttribute("created_by")


class SessionFactory(DjangoModelFactory[Session]):
    """A session for everyone, with so many `meetings` (3 hours from 9 am in the city; the first in `days` days),
    10 seats and a line without end."""

    class Meta:
        model = Session

    @classmethod
    def _create(cls, model_class: type[Session], *args: Any, **fields: Any) -> Session:
        number, days, starts = fields.pop("meetings", 1), fields.pop("days", 30), fields.pop("first", None)
        session = Session.objects.create(**fields)
        first = starts or timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=days)
        Meeting.objects.bulk_create(
            Meeting(session=session, starts=first + timedelta(days=7 * n), ends=first + timedelta(days=7 * n, hours=3))
            for n in range(number)
        )
        session.refresh_from_db()
        return session

    course = factory.SubFactory(CourseFactory)
    audience = Session.Audience.PUBLIC
    room = "Room 1103, 33 N LaSalle St"
    seats = 10
    created_by = factory.SelfAttribute("course.created_by")
    updated_by = factory.SelfAttribute("created_by")


class EnrollmentFactory(DjangoModelFactory[Enrollment]):
    """Somebody with a seat, with the move that brought them there. `state` says where they stand instead."""

    class Meta:
        model = Enrollment

    @classmethod
    def _create(cls, model_class: type[Enrollment], *args: Any, **fields: Any) -> Enrollment:
        session, state = fields["session"], fields["state"]
        if state == Enrollment.State.WAITLISTED:
            fields.setdefault("line_number", Session.objects.get(pk=session.pk).line_last + 1)
        if state == Enrollment.State.REQUESTED:
            fields.setdefault("approval_due", timezone.now() + timedelta(days=5))
        enrollment = Enrollment.objects.create(**fields)
        EnrollmentMove.objects.create(
            enrollment=enrollment,
            session=session,
            action="enroll",
            to_state=state,
            priority=enrollment.priority,
            line_number=enrollment.line_number,
            moved_by=enrollment.user,
        )
        return enrollment

    user = factory.SubFactory(UserFactory)
    session = factory.SubFactory(SessionFactory)
    course = factory.LazyAttribute(lambda enrollment: enrollment.session.course)
    state = Enrollment.State.ENROLLED


class LearningPathFactory(DjangoModelFactory[LearningPath]):
    """A published path; `courses` are its steps in their order."""

    class Meta:
        model = LearningPath

    @classmethod
    def _create(cls, model_class: type[LearningPath], *args: Any, **fields: Any) -> LearningPath:
        courses = fields.pop("courses", ())
        path = LearningPath.objects.create(**fields)
        LearningStep.objects.bulk_create(
            LearningStep(path=path, course=course, number=number) for number, course in enumerate(courses, start=1)
        )
        return path

    name = factory.Sequence(lambda n: f"Path {n}")
    slug = factory.Sequence(lambda n: f"path-{n}")
    summary = "One course after the other."
    state = LearningPath.State.PUBLISHED
    created_by = factory.SubFactory(UserFactory)
    updated_by = factory.SelfAttribute("created_by")


class CertificateFactory(DjangoModelFactory[Certificate]):
    """Somebody has completed a course, and has the certificate: with a passed result where the course asks for one."""

    class Meta:
        model = Certificate

    @classmethod
    def _create(cls, model_class: type[Certificate], *args: Any, **fields: Any) -> Certificate:
        enrollment, by = fields.pop("enrollment"), fields.pop("issued_by")
        if enrollment.course.assessment:
            AssessmentResult.objects.create(enrollment=enrollment, result="passed", recorded_by=by)
        certificate = certificates.issue(enrollment=enrollment, by=by)
        for name, value in fields.items():
            setattr(certificate, name, value)
        certificate.save()
        return certificate

    enrollment = factory.SubFactory(EnrollmentFactory, state="completed")
    issued_by = factory.SubFactory(UserFactory)


class TrainingBudgetFactory(DjangoModelFactory[TrainingBudget]):
    """$1,000 of a department in this fiscal year."""

    class Meta:
        model = TrainingBudget

    department = factory.SubFactory(DepartmentFactory)
    fiscal_year = factory.LazyFunction(this_fiscal_year)
    amount_cents = 100_000
    set_by = factory.SubFactory(UserFactory)
