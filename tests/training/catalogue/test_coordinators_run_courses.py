"""Coordinators write, publish and retire courses; they plan, move, copy and cancel sessions."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from tests.conftest import SignIn
from tests.factories import SkillFactory, UserFactory
from tests.training.helpers import clocks_go_forward, told
from tests.training_factories import CourseFactory, EnrollmentFactory, SessionFactory
from training.actions import leaving
from training.catalogue import actions
from training.catalogue.actions import Teaches
from training.errors import NotAllowed, StaleEdit
from training.models import Course, Session

pytestmark = pytest.mark.django_db

CITY = ZoneInfo("America/Chicago")


def course_data(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Trees in tables", "summary": "Count trees.", "outcomes": "Count\r\nSort", "hours": "6",
        "format": "in_person", "language": "en", "cost_cents": "$1,200.50", "break_even_size": "0",
        "interest_threshold": "8", "approval_days": "5", **changed,
    }  # fmt: skip


def session_data(session: Session | None = None, **changed: Any) -> dict[str, Any]:
    day = (timezone.localdate() + timedelta(days=21)).isoformat()
    data = {
        "audience": "public", "room": "Room 7", "seats": "10", "offer_hours": "48",
        "day-0": day, "from-0": "09:00", "to-0": "12:00", "teachers": "Rosa, Kwame",
    }  # fmt: skip
    if session is not None:
        meeting = session.meetings.get()
        starts, ends = (timezone.localtime(each, CITY) for each in (meeting.starts, meeting.ends))
        data |= {"version": str(session.version), "room": session.room, "seats": str(session.seats)}
        data |= {"day-0": f"{starts:%Y-%m-%d}", "from-0": f"{starts:%H:%M}", "to-0": f"{ends:%H:%M}"}
    return data | changed


def test_a_course_is_written_planned_and_published(sign_in: SignIn, coordinator: User) -> None:
    browser, sql = sign_in(coordinator), SkillFactory.create(name="SQL")
    answer = browser.post("/training/manage/new/", course_data(**{"skill-0": "sql", "from-0": "0", "to-0": "2"}))
    course = Course.objects.get()
    assert answer["Location"] == f"/training/manage/{course.pk}/"
    assert (course.slug, course.cost_cents, course.state) == ("trees-in-tables", 120050, "draft")
    assert list(course.skill_list.values_list("skill", "from_level", "to_level")) == [(sql.pk, 0, 2)]
    assert browser.post(f"/training/manage/{course.pk}/sessions/new/", session_data()).status_code == 302
    session = Session.objects.get()
    assert timezone.localtime(session.starts, CITY).hour == 9
    assert {each.name for each in session.instructors.all()} == {"Rosa", "Kwame"}
    browser.post(f"/training/manage/{course.pk}/publish/", {"version": course.version})
    course.refresh_from_db()
    assert course.is_published
    assert course.published_by == coordinator


def test_what_is_missing_is_said_and_nothing_published(sign_in: SignIn, coordinator: User) -> None:
    course = CourseFactory.create(draft=True, outcomes="")
    answer = sign_in(coordinator).post(f"/training/manage/{course.pk}/publish/")
    assert answer.status_code == 422
    assert "one thing a line" in answer.text
    assert "at least one skill" in answer.text
    course.refresh_from_db()
    assert not course.is_published


def test_a_stale_edit_is_shown_beside_what_was_saved(sign_in: SignIn, coordinator: User) -> None:
    course = CourseFactory.create(name="Old name")
    Course.objects.filter(pk=course.pk).update(name="Their name", version=2)
    answer = sign_in(coordinator).post(f"/training/manage/{course.pk}/edit/", course_data(version="1", name="My name"))
    assert answer.status_code == 409
    assert "Their name" in answer.text
    assert "My name" in answer.text
    course.refresh_from_db()
    assert course.name == "Their name"


def test_a_name_that_is_an_address_gets_another_one(coordinator: User) -> None:
    values = {"name": "Calendar", "summary": "Dates.", "hours": 2}
    assert actions.create_course(by=coordinator, values=values).slug == "calendar-course"
    assert actions.create_course(by=coordinator, values=values).slug == "calendar-course-2"


def test_a_course_with_a_session_to_come_is_not_retired(sign_in: SignIn, coordinator: User) -> None:
    session = SessionFactory.create()
    browser, address = sign_in(coordinator), f"/training/manage/{session.course_id}/retire/"
    assert browser.post(address).status_code == 409
    browser.post(f"/training/manage/sessions/{session.pk}/cancel/", {"reason": "Nobody came."})
    assert browser.post(address).status_code == 302
    assert Course.objects.get().state == "retired"


def test_moving_a_session_tells_who_is_in_it_and_saving_it_unchanged_does_not(
    sign_in: SignIn, coordinator: User, ana: User
) -> None:
    session = SessionFactory.create()
    EnrollmentFactory.create(session=session, user=ana)
    browser, address = sign_in(coordinator), f"/training/manage/sessions/{session.pk}/"
    assert browser.post(address, session_data(session)).status_code == 302
    assert told(ana) == []
    session.refresh_from_db()
    assert browser.post(address, session_data(session, room="Another room")).status_code == 302
    assert told(ana) == ["changed"]


def test_a_session_that_someone_saved_meanwhile_is_a_409(sign_in: SignIn, coordinator: User) -> None:
    session = SessionFactory.create()
    data = session_data(session, room="Mine")
    Session.objects.filter(pk=session.pk).update(version=5, room="Theirs")
    answer = sign_in(coordinator).post(f"/training/manage/sessions/{session.pk}/", data)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    session.refresh_from_db()
    assert session.room == "Theirs"


def test_fewer_seats_than_are_taken_ask_what_becomes_of_people(sign_in: SignIn, coordinator: User) -> None:
    session = SessionFactory.create(seats=3)
    for _number in range(2):
        EnrollmentFactory.create(session=session)
    session.refresh_from_db()
    browser, address = sign_in(coordinator), f"/training/manage/sessions/{session.pk}/"
    answer = browser.post(address, session_data(session, seats="1", room="Elsewhere"))
    assert answer.status_code == 422
    assert "2 seats are taken" in answer.text
    session.refresh_from_db()
    assert (session.seats, session.room) == (3, "Room 1103, 33 N LaSalle St")  # all of it or nothing
    answer = browser.post(address, session_data(session, seats="1", lowering="last_to_line"))
    assert answer.status_code == 302
    session.refresh_from_db()
    assert (session.seats, session.seats_taken, session.waiting) == (1, 1, 1)


def test_a_copy_meets_at_the_same_hour_when_the_clocks_have_changed(sign_in: SignIn, coordinator: User) -> None:
    change = clocks_go_forward()
    friday, later = change - timedelta(days=9), change + timedelta(days=5)
    session = SessionFactory.create(first=datetime.combine(friday, time(9), CITY), meetings=2)
    EnrollmentFactory.create(session=session)
    sign_in(coordinator).post(f"/training/manage/sessions/{session.pk}/copy/", {"first_day": later.isoformat()})
    copied = Session.objects.exclude(pk=session.pk).get()
    local = [timezone.localtime(each.starts, CITY) for each in copied.meetings.order_by("starts")]
    assert [(each.date(), each.hour) for each in local] == [(later, 9), (later + timedelta(days=7), 9)]
    assert (copied.seats, copied.seats_taken, copied.room) == (session.seats, 0, session.room)


def test_cancelling_needs_the_reason(sign_in: SignIn, coordinator: User, ana: User) -> None:
    session = SessionFactory.create()
    EnrollmentFactory.create(session=session, user=ana)
    browser, address = sign_in(coordinator), f"/training/manage/sessions/{session.pk}/cancel/"
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "The room is flooded."}).status_code == 302
    assert browser.post(address, {"reason": "Again."}).status_code == 409
    assert told(ana) == ["cancelled"]


def test_meetings_that_make_no_sense_are_said_at_the_row(sign_in: SignIn, coordinator: User) -> None:
    course = CourseFactory.create()
    browser, address = sign_in(coordinator), f"/training/manage/{course.pk}/sessions/new/"
    assert "ends after it starts" in browser.post(address, session_data() | {"to-0": "08:00"}).text
    assert "when it meets" in browser.post(address, session_data() | {"day-0": ""}).text
    overlap = session_data() | {"from-1": "10:00", "to-1": "11:00"}
    assert "overlap" in browser.post(address, overlap | {"day-1": overlap["day-0"]}).text
    assert not Session.objects.exists()


def test_only_who_runs_training_may(sign_in: SignIn, staff: User, coordinator: User) -> None:
    course, auditor = CourseFactory.create(), UserFactory.create(roles=[Role.AUDITOR])
    for action in (actions.publish_course, actions.retire_course):
        with pytest.raises(NotAllowed):
            action(course=course, by=staff)
    with pytest.raises(NotAllowed):
        actions.create_course(by=auditor, values={"name": "x", "summary": "y", "hours": 1})
    with pytest.raises(StaleEdit):
        actions.retire_course(course=course, by=coordinator, version=99)
    assert sign_in(staff).get("/training/manage/").status_code == 404
    assert sign_in(auditor).get(f"/training/manage/{course.pk}/").status_code == 200
    assert sign_in(auditor).get(f"/training/manage/{course.pk}/edit/").status_code == 404


def test_skills_are_written_where_they_differ(coordinator: User) -> None:
    sql, charts = SkillFactory.create(), SkillFactory.create()
    course = CourseFactory.create(skills=[(sql, 0, 1), (charts, 0, 1)])
    kept = course.skill_list.get(skill=charts).pk
    values = {"name": course.name}
    skills = [Teaches(sql, 1, 2), Teaches(charts, 0, 1)]
    actions.update_course(course=course, by=coordinator, version=1, values=values, skills=skills)
    assert course.skill_list.get(skill=charts).pk == kept
    assert course.skill_list.get(skill=sql).to_level == 2


def test_a_slip_in_the_year_moves_nobody_into_the_past(sign_in: SignIn, coordinator: User) -> None:
    seat = EnrollmentFactory.create(session=SessionFactory.create())
    session, browser = Session.objects.get(), sign_in(coordinator)
    for day, said in (("2020-01-07", "This day has passed"), ("9999-12-31", "more than five years away")):
        answer = browser.post(f"/training/manage/sessions/{session.pk}/", session_data(session, **{"day-0": day}))
        assert answer.status_code == 422
        assert said in answer.content.decode()
        copied = browser.post(f"/training/manage/sessions/{session.pk}/copy/", {"first_day": day})
        assert copied.status_code == 422
        new = browser.post(f"/training/manage/{session.course_id}/sessions/new/", session_data(None, **{"day-0": day}))
        assert new.status_code == 422
    assert Session.objects.get().starts == session.starts
    assert not told(seat.user)


def test_the_past_meetings_of_a_running_session_stay_as_they_are(sign_in: SignIn, coordinator: User) -> None:
    session = SessionFactory.create(meetings=2, first=timezone.now() - timedelta(days=2))
    gone, coming = session.meetings.order_by("starts")
    day = timezone.localdate() + timedelta(days=6)
    sent = {"version": str(session.version), "day-1": day.isoformat(), "from-1": "09:00", "to-1": "10:00"}
    local = [timezone.localtime(each, CITY) for each in (gone.starts, gone.ends)]
    if local[0].date() != local[1].date():  # begun shortly before midnight: the form has one day a meeting
        local = [local[0].replace(hour=9), local[0].replace(hour=12)]
    sent |= {"day-0": f"{local[0]:%Y-%m-%d}", "from-0": f"{local[0]:%H:%M}", "to-0": f"{local[1]:%H:%M}"}
    answer = sign_in(coordinator).post(f"/training/manage/sessions/{session.pk}/", session_data(None, **sent))
    assert answer.status_code == 302
    coming.refresh_from_db()
    assert timezone.localdate(coming.starts, CITY) == day


def test_an_address_that_no_account_has_is_no_teachers_name(sign_in: SignIn, coordinator: User) -> None:
    session = SessionFactory.create()
    sent = session_data(session, teachers="Rosa, tpyo@city.example")
    answer = sign_in(coordinator).post(f"/training/manage/sessions/{session.pk}/", sent)
    assert answer.status_code == 422
    assert "No account has the address tpyo@city.example" in answer.content.decode()
    assert not session.instructors.exists()


def test_who_has_a_seat_is_not_made_the_teacher_too(sign_in: SignIn, coordinator: User) -> None:
    seat = EnrollmentFactory.create(session=SessionFactory.create(), user__email="both@city.example")
    session, browser = Session.objects.get(), sign_in(coordinator)
    sent = session_data(session, teachers="Both@city.example")
    answer = browser.post(f"/training/manage/sessions/{session.pk}/", sent)
    assert answer.status_code == 422
    assert "both@city.example is in this session" in answer.content.decode()
    assert not session.instructors.exists()
    leaving.withdraw(enrollment=seat, by=seat.user)
    session.refresh_from_db()
    sent = session_data(session, teachers="Both@city.example")
    assert browser.post(f"/training/manage/sessions/{session.pk}/", sent).status_code == 302
    assert session.instructors.get().user == seat.user
