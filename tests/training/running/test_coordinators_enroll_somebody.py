"""A coordinator finds somebody and asks for a seat for them: by the same rules, with the reason kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from tests.conftest import SignIn
from tests.factories import UserFactory
from tests.training.helpers import figures, told
from tests.training.running.cast import begun, over
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.actions.enrolling import enroll, enroll_for
from training.choices import State
from training.errors import NoPlace, NotAllowed, NotOpen
from training.models import Enrollment, EnrollmentMove, Meeting, Session

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
    ended = browser.post(page(over()), asked(ana))
    assert ended.status_code == 409
    assert "the session is over" in ended.text
    not_yet = SessionFactory.create(opens_at=timezone.now() + timedelta(days=1))
    assert "has not opened yet" in browser.post(page(not_yet), asked(ana)).text
    staff_only = browser.post(page(SessionFactory.create(audience="staff")), asked(ana))
    assert "for other people" in staff_only.text
    first: Session = SessionFactory.create()
    EnrollmentFactory.create(session=first, user=ana)
    overlap = browser.post(page(SessionFactory.create()), asked(ana))
    assert overlap.status_code == 409
    assert "another session at that time" in overlap.text
    assert Enrollment.objects.count() == 1


def test_who_comes_late_or_stands_at_the_door_gets_a_free_seat(sign_in: SignIn, coordinator: User, ana: User) -> None:
    """Nobody else can: enrollment has closed, or the session has begun."""
    closed: Session = SessionFactory.create(closes_at=timezone.now() - timedelta(hours=1), seats=1)
    running = begun(meetings=2, seats=1)
    for session in (closed, running):
        person = UserFactory.create(name="Lou Late")
        with pytest.raises(NotOpen):
            enroll(user=person, session=session)
        answer = sign_in(coordinator).post(page(session), asked(person), follow=True)
        assert "Lou Late has a seat, and is told." in answer.text
        refused = sign_in(coordinator).post(page(session), asked(ana))
        assert refused.status_code == 409
        assert "No seat is free" in refused.text
        assert figures(session) == (1, 0)


def test_nobody_is_let_in_past_a_line_until_the_session_begins(coordinator: User, ana: User, ben: User) -> None:
    """After that, what is free is offered to no one who waits."""
    session: Session = SessionFactory.create(seats=2)
    EnrollmentFactory.create(session=session)
    EnrollmentFactory.create(session=session, user=ben, state=State.WAITLISTED)
    Session.objects.filter(pk=session.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NoPlace):
        enroll_for(user=ana, session=session, by=coordinator, reason="Late")
    Meeting.objects.filter(session=session).update(
        starts=timezone.now() - timedelta(hours=1), ends=timezone.now() + timedelta(hours=1)
    )
    assert enroll_for(user=ana, session=session, by=coordinator, reason="At the door").state == "enrolled"
    assert figures(session) == (2, 1)


def test_nobody_enrolls_themselves_so_nor_does_who_runs_nothing(coordinator: User, ana: User) -> None:
    session: Session = SessionFactory.create(course=CourseFactory.create(needs_approval=True))
    for user, by in ((coordinator, coordinator), (ana, UserFactory.create())):
        with pytest.raises(NotAllowed):
            enroll_for(user=user, session=session, by=by, reason="Because")
    assert not Enrollment.objects.exists()
