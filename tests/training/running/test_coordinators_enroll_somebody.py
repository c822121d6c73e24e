"""A coordinator finds somebody and asks for a seat for them: by the same rules, with the reason kept."""

from typing import Any

import pytest

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import UserFactory
from tests.training.helpers import figures, told
from tests.training.running.cast import begun
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.actions.enrolling import enroll_for
from training.errors import NotAllowed
from training.models import Enrollment, EnrollmentMove, Session

pytestmark = pytest.mark.django_db


def page(session: Session) -> str:
    return f"/training/manage/sessions/{session.pk}/roster/enroll/"


def asked(person: User, **more: Any) -> dict[str, Any]:
    return {"q": person.name, "person": person.pk, "reason": "Their team starts with it in May.", **more}


def test_who_is_found_gets_a_seat_with_the_reason(sign_in: SignIn, coordinator: User, ana: User) -> None:
    session: Session = SessionFactory.create(course=CourseFactory.create(needs_approval=True), seats=1)
    browser = sign_in(coordinator)
    assert ana.email in browser.get(f"{page(session)}?q={ana.email[:6]}").text
    assert browser.post(page(session), asked(ana)).status_code == 302
    move = EnrollmentMove.objects.get()
    assert (move.to_state, move.moved_by, move.why) == ("enrolled", coordinator, "Their team starts with it in May.")
    assert told(ana) == ["confirmed"]


def test_a_full_session_is_never_oversold(sign_in: SignIn, coordinator: User, ana: User) -> None:
    session: Session = SessionFactory.create(seats=1)
    EnrollmentFactory.create(session=session)
    answer = sign_in(coordinator).post(page(session), asked(ana), follow=True)
    assert "All seats are taken: Ana Asks is in line" in answer.text
    assert figures(session) == (1, 1)


def test_few_letters_list_nobody_and_who_is_in_it_is_not_listed(sign_in: SignIn, coordinator: User, ana: User) -> None:
    session: Session = SessionFactory.create()
    browser = sign_in(coordinator)
    assert ana.email not in browser.get(f"{page(session)}?q=an").text
    EnrollmentFactory.create(session=session, user=ana)
    assert ana.email not in browser.get(f"{page(session)}?q=ana").text


def test_what_is_refused_says_why(sign_in: SignIn, coordinator: User, ana: User) -> None:
    browser = sign_in(coordinator)
    assert browser.post(page(SessionFactory.create()), asked(ana, reason="")).status_code == 422
    over = browser.post(page(begun()), asked(ana))
    assert over.status_code == 409
    assert "the session has begun" in over.text
    staff_only = browser.post(page(SessionFactory.create(audience="staff")), asked(ana))
    assert "for other people" in staff_only.text
    first: Session = SessionFactory.create()
    EnrollmentFactory.create(session=first, user=ana)
    overlap = browser.post(page(SessionFactory.create()), asked(ana))
    assert overlap.status_code == 409
    assert "another session at that time" in overlap.text
    assert Enrollment.objects.count() == 1


def test_nobody_enrolls_themselves_so_nor_does_who_runs_nothing(coordinator: User, ana: User) -> None:
    session: Session = SessionFactory.create(course=CourseFactory.create(needs_approval=True))
    for user, by in ((coordinator, coordinator), (ana, UserFactory.create())):
        with pytest.raises(NotAllowed):
            enroll_for(user=user, session=session, by=by, reason="Because")
    assert not Enrollment.objects.exists()
