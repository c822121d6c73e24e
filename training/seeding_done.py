"""What came of the demo's courses: results of assessments, certificates, and budgets of who pays for seats."""

import contextlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from chitech.core.accounts.models import Employment, User
from training.actions import completing, enrolling
from training.certificates import actions
from training.choices import CourseState, Format, Result, State
from training.errors import RefusedError
from training.leading import budgets
from training.models import AssessmentResult, Certificate, Course, Enrollment, Session

# What is left of the budgets, in cents: a little less than the seat costs that somebody of the team asks for.
LEFT_OF_TEAM, LEFT_OF_DEPARTMENT = 300_00, 4_000_00


def seed_done(*, today: date, people: Mapping[str, User]) -> None:
    """After the courses and who is in them. Nothing where there are certificates already."""
    if Certificate.objects.exists():
        return
    trainer = people["trainer"]
    done = Enrollment.objects.filter(state=State.COMPLETED).select_related("user", "course", "session").order_by("pk")
    rows = list(done.exclude(user=trainer))
    AssessmentResult.objects.bulk_create(
        AssessmentResult(enrollment=each, result=Result.PASSED, word="Shown to the group.", recorded_by=trainer)
        for each in rows
        if each.course.assessment
    )
    for each in rows:
        actions.issue(enrollment=each, by=trainer)
    for who in ("staff", "seeker"):
        _complete(people[who], trainer)
    _ask(people["staff"])
    _budgets(today, people)


def _complete(person: User, trainer: User) -> None:
    """One course on demand, as they would take it and the trainer would complete it, with all messages."""
    taken = Enrollment.objects.filter(user=person).values("course")
    course = (
        Course.objects.filter(state=CourseState.PUBLISHED, format=Format.ON_DEMAND, needs_approval=False)
        .exclude(pk__in=taken)
        .order_by("-skill_list__to_level", "pk")
        .first()
    )
    with contextlib.suppress(RefusedError):
        enrollment = enrolling.enroll(user=person, course=course) if course else None
        if enrollment is None:
            return
        if enrollment.course.assessment:
            actions.record_result(enrollment=enrollment, result=Result.PASSED, by=trainer, word="Clear work.")
        completing.complete(enrollment=enrollment, by=trainer, evidence="Worked through every part.")


def _ask(person: User) -> None:
    """A seat that costs more than is left, in a session of this fiscal year if there is one: the manager decides."""
    sessions = Session.objects.open().for_audience(person).filter(course__needs_approval=True)
    wanted = sessions.filter(course__cost_cents__gt=LEFT_OF_TEAM).select_related("course").order_by("starts", "pk")
    for session in wanted:
        with contextlib.suppress(RefusedError):
            enrolling.enroll(user=person, session=session, note="We want to look after this ourselves from spring on.")
            return


def _budgets(today: date, people: Mapping[str, User]) -> None:
    """Budgets of the manager's team and department, for this year and the next."""
    this = budgets.fiscal_year_of(today)
    post = Employment.objects.current().filter(user=people["manager"]).select_related("department").first()
    for year in (this, this + 1):
        if Employment.objects.current().led_by(people["manager"]).exists():
            _set(year, LEFT_OF_TEAM, by=people["trainer"], leader=people["manager"])
        if post is not None and post.department is not None:
            _set(year, LEFT_OF_DEPARTMENT, by=people["trainer"], department=post.department)


def _set(year: int, left: int, *, by: User, **whose: Any) -> None:
    """So large that this much is left of it, in whole hundreds of dollars."""
    budget = budgets.set_budget(by=by, fiscal_year=year, amount_cents=0, **whose)
    (standing,) = budgets.standings(Q(pk=budget.pk), year)
    amount = -(-(standing.used + left) // 100_00) * 100_00
    budgets.set_budget(by=by, fiscal_year=year, amount_cents=amount, **whose)
