"""Put the demo's courses (`training/seed/`) into the database, with dates around today. Nothing where there are any."""

import contextlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import cycle, islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways.models import Family, Skill, Title
from training import seed as texts
from training.actions import enrolling
from training.catalogue.words import refresh_words
from training.choices import Audience, CourseState, Format, State
from training.errors import RefusedError
from training.invitations import city_zone
from training.models import (
    Course,
    CourseSkill,
    Enrollment,
    EnrollmentMove,
    Instructor,
    LearningPath,
    LearningStep,
    Meeting,
    Session,
)
from training.running import seeding as running
from training.seeding_done import seed_done

AUDIENCES = {"p": Audience.PUBLIC, "s": Audience.STAFF}
ROOMS = (
    "Training room 2, 2 N LaSalle St",
    "Lab 210, Chicago Cultural Center, 78 E Washington St",
    "Room 11, Harold Washington Library, 400 S State St",
    "Community room, 10 S Kedzie Ave",
)
TEACHERS = ("Rosa Delgado", "Kwame Boateng", "Ewa Zielinska", "Tom Brannigan", "Aisha Karim", "Leo Park")
LINK = "https://meet.demo.example/room-{number}"
# A course with one session to come is given again so many days later.
AGAIN = timedelta(days=49)


@transaction.atomic
def seed(*, today: date, people: Mapping[str, User]) -> None:
    """Courses, sessions, paths, and people in them. `people` by what they show: "trainer" writes, the others come."""
    if Course.objects.exists():
        return
    trainer, written = people["trainer"], texts.read("courses.toml")["course"]
    courses = _courses(written, trainer)
    _paths(courses, trainer)
    _sessions(written, courses, trainer, today)
    _draft(trainer)
    _fill(written, courses, people)
    running.seed(today=today, by=trainer, teacher=people["mentor"])
    seed_done(today=today, people=people)
    refresh_words()


def _courses(written: list[dict[str, Any]], trainer: User) -> dict[str, Course]:
    families = {each.slug: each for each in Family.objects.all()}
    skills = {each.slug: each for each in Skill.objects.all()}
    published = timezone.now() - timedelta(days=90)
    courses = Course.objects.bulk_create(
        Course(
            slug=each["slug"],
            name=each["name"],
            family=families[each["family"]],
            summary=each["summary"],
            outcomes="\n".join(each["outcomes"]),
            hours=each["hours"],
            format=each.get("format", Format.IN_PERSON),
            language=each.get("language", "en"),
            provider=each.get("provider", ""),
            prerequisites=each.get("needs", ""),
            accessibility=each.get("access", ""),
            cost_cents=each.get("cost", 0),
            break_even_size=each.get("break_even", 0),
            needs_approval=each.get("approval", False),
            assessment=each.get("assessment", ""),
            state=CourseState.PUBLISHED,
            created_by=trainer,
            updated_by=trainer,
            published_by=trainer,
            published_at=published + timedelta(hours=place),
        )
        for place, each in enumerate(written)
    )
    by_slug = {course.slug: course for course in courses}
    CourseSkill.objects.bulk_create(
        CourseSkill(course=by_slug[each["slug"]], skill=skills[slug], from_level=low, to_level=high)
        for each in written
        for slug, (low, high) in each["skills"].items()
    )
    return by_slug


def _paths(courses: Mapping[str, Course], trainer: User) -> None:
    written = texts.read("paths.toml")["path"]
    titles = {each.code: each for each in Title.objects.all()}
    paths = LearningPath.objects.bulk_create(
        LearningPath(
            slug=each["slug"],
            name=each["name"],
            summary=each["summary"],
            title=titles[each["title"]],
            state=CourseState.PUBLISHED,
            created_by=trainer,
            updated_by=trainer,
        )
        for each in written
    )
    LearningStep.objects.bulk_create(
        LearningStep(path=path, course=courses[slug], number=number, note=note)
        for path, each in zip(paths, written, strict=True)
        for number, (slug, note) in enumerate(each["steps"], start=1)
    )


def _sessions(written: list[dict[str, Any]], courses: Mapping[str, Course], trainer: User, today: date) -> None:
    """The sessions with their meetings and teachers."""
    rooms, teachers = cycle(ROOMS), cycle(TEACHERS)
    for each in written:
        course = courses[each["slug"]]
        for number, planned in enumerate(_with_again(each.get("sessions", []))):
            session = Session.objects.create(
                course=course,
                audience=AUDIENCES[planned["who"]],
                room="" if course.format == Format.ONLINE else next(rooms),
                link=LINK.format(number=course.pk) if course.format != Format.IN_PERSON else "",
                seats=planned.get("seats"),
                created_by=trainer,
                updated_by=trainer,
            )
            Meeting.objects.bulk_create(_meetings(session, planned, today))
            Instructor.objects.create(session=session, name=next(teachers), user=None)
            if number == 0 and course.format == Format.HYBRID:
                Instructor.objects.create(session=session, name=next(teachers), user=None)


def _with_again(planned: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Those written, and a later one where only one is to come: without anybody in it."""
    yield from planned
    coming = [each for each in planned if each["in"] > 0]
    if len(coming) == 1:
        left = {name: value for name, value in coming[0].items() if name not in {"taken", "line"}}
        yield left | {"in": coming[0]["in"] + AGAIN.days}


def _meetings(session: Session, planned: dict[str, Any], today: date) -> Iterable[Meeting]:
    """Meetings a week apart, or each working day; never on a weekend. By the city's clock."""
    zone, day = city_zone(), _working_day(today + timedelta(days=planned["in"]))
    for _number in range(planned["meetings"]):
        starts = datetime.combine(day, time(planned["at"]), zone)
        ends = datetime.combine(day, time(planned["at"]), zone) + timedelta(hours=planned["hours"])
        yield Meeting(session=session, starts=starts, ends=ends)
        day = _working_day(day + timedelta(days=1 if planned.get("daily") else 7))


def _working_day(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _draft(trainer: User) -> None:
    """One that is being written."""
    Course.objects.create(
        slug="containers-in-practice",
        name="Containers in practice",
        family=Family.objects.get(slug="infrastructure-and-cloud"),
        summary="Pack a program with all that it needs, and run it anywhere.",
        outcomes="Build an image that is small and safe\nRun several parts together",
        hours=12,
        needs_approval=True,
        created_by=trainer,
        updated_by=trainer,
    )


def _fill(written: list[dict[str, Any]], courses: Mapping[str, Course], people: Mapping[str, User]) -> None:
    """People in the seats that are taken, and in line; what is over, they have completed."""
    ours = {people["staff"].pk, people["seeker"].pk, people["trainer"].pk}
    everyone = list(User.objects.filter(is_active=True).exclude(pk__in=ours).exclude(email="").order_by("pk"))
    turn = cycle(everyone)
    for each in written:
        course, used = courses[each["slug"]], set[int]()
        for planned, session in zip(each.get("sessions", []), course.sessions.order_by("pk"), strict=False):
            wanted = planned.get("taken", 0) + planned.get("line", 0)
            fresh = [one for one in islice(turn, len(everyone)) if one.pk not in used][:wanted]
            used |= {one.pk for one in fresh}
            weeks = 0 if planned.get("daily") else 7
            is_over = planned["in"] + weeks * (planned["meetings"] - 1) + 3 < 0
            state = State.COMPLETED if is_over else State.ENROLLED
            _seat(session, fresh[: planned.get("taken", 0)], state)
            _line(session, fresh[planned.get("taken", 0) :])
            next(turn)  # others come first next time
    for who, slug in (("staff", "plain-language"), ("seeker", "first-steps-in-programming")):
        _ask(people[who], courses[slug].sessions.order_by("pk").last())
    _ask(people["staff"], courses["sql-from-questions-to-answers"].sessions.order_by("pk").first())


def _seat(session: Session, people: Iterable[User], state: State) -> None:
    made = Enrollment.objects.bulk_create(
        Enrollment(user=each, course_id=session.course_id, session=session, state=state, overlap_accepted=True)
        for each in people
    )
    _moved(made)


def _line(session: Session, people: Iterable[User]) -> None:
    made = Enrollment.objects.bulk_create(
        Enrollment(user=each, course_id=session.course_id, session=session, state=State.WAITLISTED, line_number=number)
        for number, each in enumerate(people, start=1)
    )
    _moved(made)


def _moved(made: Iterable[Enrollment]) -> None:
    """How each came to be there."""
    EnrollmentMove.objects.bulk_create(
        EnrollmentMove(
            enrollment=each,
            session_id=each.session_id,
            action="complete" if each.state == State.COMPLETED else "enroll",
            from_state=State.ENROLLED if each.state == State.COMPLETED else "",
            to_state=each.state,
            priority=each.priority,
            line_number=each.line_number,
            moved_by_id=each.user_id,
        )
        for each in made
    )


def _ask(person: User, session: Session | None) -> None:
    """As they would on the page, with the message that they get."""
    with contextlib.suppress(RefusedError):
        enrolling.enroll(user=person, session=session)
