"""A course that ends with an assessment is completed by nobody who has not passed it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways.models import SkillRecord
from tests.conftest import SignIn
from tests.training.helpers import state_of, told
from tests.training_factories import CourseFactory, EnrollmentFactory
from training.actions.completing import complete
from training.certificates import actions
from training.choices import State
from training.errors import NotAllowed, NotPassed
from training.models import AssessmentResult, Certificate, Enrollment, Instructor, Meeting
from training.wording import refusal

pytestmark = pytest.mark.django_db


def look_now() -> None:
    """What the database looks at when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_not_without_a_result_and_not_with_not_yet(assessed: Enrollment, coordinator: User) -> None:
    with pytest.raises(NotPassed) as refused:
        complete(enrollment=assessed, by=coordinator, evidence="")
    assert "ends with an assessment" in refusal(refused.value)
    actions.record_result(enrollment=assessed, result="not_yet", by=coordinator, word="Two of five")
    with pytest.raises(NotAllowed):
        complete(enrollment=assessed, by=coordinator, evidence="")
    assert not Certificate.objects.exists()
    assert not SkillRecord.objects.exists()
    actions.record_result(enrollment=assessed, result="passed", by=coordinator)
    complete(enrollment=assessed, by=coordinator, evidence="Five of five")
    assert state_of(assessed) == State.COMPLETED
    assert assessed.certificate.assessment == assessed.course.assessment
    look_now()


def spoiled(what: Callable[[], object]) -> None:
    """Do it, and let the database look."""
    with transaction.atomic():
        what()
        look_now()


def test_the_database_refuses_what_goes_past_the_action(assessed: Enrollment, plain: Enrollment) -> None:
    def completed(enrollment: Enrollment) -> Callable[[], object]:
        return lambda: Enrollment.objects.filter(pk=enrollment.pk).update(state=State.COMPLETED)

    with pytest.raises(IntegrityError, match="without a passed assessment"):
        spoiled(completed(assessed))
    spoiled(completed(plain))


def test_a_result_that_a_completion_stands_on_stays(assessed: Enrollment, coordinator: User) -> None:
    actions.record_result(enrollment=assessed, result="passed", by=coordinator)
    complete(enrollment=assessed, by=coordinator)
    assessed.refresh_from_db()
    with pytest.raises(NotAllowed):
        actions.record_result(enrollment=assessed, result="not_yet", by=coordinator)
    with pytest.raises(IntegrityError):
        spoiled(lambda: AssessmentResult.objects.update(result="not_yet"))
    with pytest.raises(IntegrityError):
        spoiled(lambda: AssessmentResult.objects.all().delete())


def test_an_earlier_result_is_in_the_history(assessed: Enrollment, coordinator: User) -> None:
    actions.record_result(enrollment=assessed, result="not_yet", by=coordinator)
    actions.record_result(enrollment=assessed, result="passed", by=coordinator)
    events = apps.get_model("training", "AssessmentResultEvent").objects.order_by("pgh_id")
    assert [event.result for event in events] == ["not_yet", "passed"]


def test_nobody_assesses_themselves_and_no_stranger_does(
    assessed: Enrollment, plain: Enrollment, ana: User, ben: User, coordinator: User
) -> None:
    for who in (ana, ben):
        with pytest.raises(NotAllowed):
            actions.record_result(enrollment=assessed, result="passed", by=who)
    assert assessed.session
    Instructor.objects.create(session=assessed.session, user=ben, name="Ben")
    actions.record_result(enrollment=assessed, result="passed", by=ben)
    with pytest.raises(NotAllowed):  # there is nothing to assess
        actions.record_result(enrollment=plain, result="passed", by=coordinator)


def test_the_page_notes_the_result_then_completes(
    assessed: Enrollment, ana: User, ben: User, coordinator: User, sign_in: SignIn
) -> None:
    here = f"/training/completing/{assessed.pk}/"
    stranger = sign_in(ben)
    assert stranger.get(here).status_code == 404
    assert stranger.post(f"{here}complete/").status_code == 404
    browser = sign_in(coordinator)
    assert "Four must be right" in browser.get(here).text
    assert browser.post(f"{here}result/", {"word": "kept"}).status_code == 422
    refused = browser.post(f"{here}complete/", {})
    assert refused.status_code == 409
    assert "Note first that the person has passed it" in refused.text
    assert browser.post(f"{here}result/", {"result": "passed", "word": "Well done"}).status_code == 302
    assert browser.post(f"{here}complete/", {"evidence": "A report"}).status_code == 302
    assert told(ana) == ["certificate"]
    assert "See the certificate" in browser.get(here).text


def test_the_list_asks_as_often_for_two_as_for_twelve(assessed: Enrollment, coordinator: User, sign_in: SignIn) -> None:
    browser, counts = sign_in(coordinator), []
    for _size in range(2):
        browser.get("/training/completing/")
        with CaptureQueriesContext(connection) as queries:
            assert "SQL in depth" in browser.get("/training/completing/").text
        counts.append(len(queries))
        EnrollmentFactory.create_batch(10, session=assessed.session)
    assert counts[0] == counts[1]


def test_a_draft_is_named_to_nobody_else(ben: User, sign_in: SignIn) -> None:
    draft = CourseFactory.create(name="Not out yet", draft=True)
    assert "Not out yet" not in sign_in(ben).get(f"/training/completing/?course={draft.pk}").text


def test_what_is_long_over_stands_with_its_course(plain: Enrollment, coordinator: User, sign_in: SignIn) -> None:
    browser = sign_in(coordinator)
    on_demand = EnrollmentFactory.create(session=None, course=CourseFactory.create(name="Alone", format="on_demand"))
    for days, is_there in ((59, True), (61, False)):
        first = timezone.now() - timedelta(days=days)
        Meeting.objects.filter(session=plain.session_id).update(starts=first, ends=first + timedelta(hours=3))
        assert ("SQL in a day" in browser.get("/training/completing/").text) == is_there
    assert "SQL in a day" in browser.get(f"/training/completing/?course={plain.course_id}").text
    assert "Alone" not in browser.get("/training/completing/").text
    assert str(on_demand.user) in browser.get("/training/completing/?show=on_demand").text


def test_who_teaches_finds_their_people_and_no_others(
    assessed: Enrollment, plain: Enrollment, ben: User, sign_in: SignIn
) -> None:
    assert assessed.session
    Instructor.objects.create(session=assessed.session, user=ben, name="Ben")
    page = sign_in(ben).get("/training/completing/").text
    assert "SQL in depth" in page
    assert "SQL in a day" not in page
