"""Asking for a seat: the hot path. One statement decides, writes and tells (docs/adr/0070)."""

from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from chitech.core.outbox import actions as outbox
from chitech.core.outbox import nudge
from training import hooks, managers, telling
from training.actions import deciding, offering
from training.choices import ACTIVE, Priority, State
from training.errors import AlreadyIn, NoPlace, NotAllowed, NotForYou, NotOpen, Overlaps, Teaches
from training.models import Course, Enrollment, Interest, Session
from training.moves import Action
from training.overlaps import known, overlapping

OVERLAP, TWICE = "enrollment_meetings_do_not_overlap", "enrollment_once_a_course"

# The session's row is taken as it is at that moment: who waited for it sees what the one before left. What is decided
# there is written with its move row, its message and the hours that it takes (a trigger), and the row is let go with
# the commit that follows: no other statement comes between.
_ENROLL = """
WITH place AS MATERIALIZED (
    SELECT id, course_id, line_last,
           (waiting = 0 OR starts <= %(moment)s) AND (seats IS NULL OR seats_taken < seats) AS has_seat
    FROM training_session
    WHERE id = %(session)s AND state = 'scheduled' AND (opens_at IS NULL OR opens_at <= %(moment)s)
      AND CASE WHEN (closes_at IS NULL OR closes_at > %(moment)s) AND (starts IS NULL OR starts > %(moment)s)
          THEN waiting = 0 AND (seats IS NULL OR seats_taken < seats)
               OR waitlist_length IS NULL OR waiting < waitlist_length
          ELSE %(at_the_door)s AND (ends IS NULL OR ends > %(moment)s)
               AND (waiting = 0 OR starts <= %(moment)s) AND (seats IS NULL OR seats_taken < seats) END
    FOR NO KEY UPDATE
), row AS (
    INSERT INTO training_enrollment (user_id, course_id, session_id, state, priority, line_number, overlap_accepted,
                                     note, asked, since, calendar_uid)
    SELECT %(user)s, course_id, id, CASE WHEN has_seat THEN 'enrolled' ELSE 'waitlisted' END, %(priority)s,
           CASE WHEN has_seat THEN NULL ELSE line_last + 1 END, %(overlap_accepted)s, %(note)s, %(moment)s, %(moment)s,
           gen_random_uuid()
    FROM place
    ON CONFLICT (user_id, course_id) WHERE state IN ({active}) DO NOTHING
    RETURNING id, user_id, course_id, session_id, state, priority, line_number, calendar_uid
), kept AS (
    INSERT INTO training_enrollmentmove (enrollment_id, session_id, action, from_state, to_state, priority, line_number,
                                         moved_at, moved_by_id, why)
    SELECT id, session_id, 'enroll', '', state, priority, line_number, %(moment)s, %(by)s, %(why)s FROM row
    RETURNING id, enrollment_id
), interest AS (
    DELETE FROM training_interest i USING row WHERE i.user_id = row.user_id AND i.course_id = row.course_id
), news AS (
    SELECT CASE row.state WHEN 'enrolled' THEN %(confirmed)s ELSE %(in_line)s END AS kind, row.user_id,
           row.id || ':' || kept.id AS about, jsonb_build_object('enrollment', row.id) AS context
    FROM row JOIN kept ON kept.enrollment_id = row.id
), told AS (
    {tell}
)
SELECT row.id, row.state, row.line_number, row.calendar_uid,
       EXISTS (SELECT FROM training_offer WHERE session_id = %(session)s AND answer = '' AND held_until <= %(moment)s)
FROM place LEFT JOIN row ON true
"""


def enroll(
    *,
    user: User,
    session: Session | None = None,
    course: Course | None = None,
    overlap_accepted: bool = False,
    note: str = "",
) -> Enrollment:
    """Ask for a seat in a session, or for a course on demand. Answers with a seat, a place in line, or a request.

    Where the course wants the manager's word, nothing is decided yet. `overlap_accepted`: the person knows of the
    overlap. Raises NotOpen, NotForYou, Teaches, AlreadyIn, NoPlace and Overlaps.
    """
    if session is not None:
        knowingly = _check(user, session, overlap_accepted=overlap_accepted)
        course = session.course
    elif course is not None and Course.objects.visible_to(user).filter(pk=course.pk).exists():
        knowingly = False
    else:
        raise NotForYou
    if not course.is_published or (session is None and not course.is_on_demand):
        raise NotOpen
    note = note.strip()
    try:
        if course.needs_approval:
            return _request(user, course, session, knowingly=knowingly, note=note)
        if session is None:
            return _begin(user, course)
        return _take_place(user, session, knowingly=knowingly, note=note)
    except IntegrityError as error:
        raise _refusal(error, user, session) from error


def enroll_for(*, user: User, session: Session, by: User, reason: str) -> Enrollment:
    """A coordinator asks for somebody: a seat or a place in line by the same rules, with the reason in the history.

    Their word stands in place of the manager's. An overlap is for the person alone to accept. Who comes late, or stands
    at the door, can still be let in until the last meeting ends: to a free seat that nobody waits for. Of a session
    that has begun nobody waits for one: what is free then is offered to no one (docs/adr/0071).
    Raises NotAllowed (also for oneself), ValueError without a reason, and what `enroll` raises.
    """
    if not reason.strip():
        raise ValueError("Who is enrolled by somebody else is owed the reason.")
    if user.pk == by.pk or not may(by, Permission.RUN_TRAINING):
        raise NotAllowed(session, Action.ENROLL)
    if not session.course.is_published:
        raise NotOpen
    knowingly = _check(user, session, overlap_accepted=False)
    try:
        return _take_place(user, session, knowingly=knowingly, by=by, why=reason.strip())
    except IntegrityError as error:
        raise _refusal(error, user, session) from error


def _check(user: User, session: Session, *, overlap_accepted: bool) -> bool:
    """What can be known before. Answers whether there is an overlap that the person accepts."""
    found = known(user, session)
    # What is for everyone need not be asked of the person: the common case costs no second statement.
    if not found.is_for_everyone and not Session.objects.visible_to(user).filter(pk=session.pk).exists():
        raise NotForYou
    if found.teaches:
        raise Teaches
    if found.overlapping_ids and not overlap_accepted:
        raise Overlaps(found.overlapping)
    return bool(found.overlapping_ids)


def priority_of(user: User, course: int) -> Priority:
    """Where a person stands in line by the published rule."""
    if hooks.programs_of([user.pk]).get(user.pk):
        return Priority.PROGRAM
    return Priority.IN_PLAN if hooks.with_skill_in_plan(course, [user.pk]) else Priority.FIRST_COME


def _take_place(
    user: User, session: Session, *, knowingly: bool, note: str = "", by: User | None = None, why: str = ""
) -> Enrollment:
    given: dict[str, Any] = {
        "session": session.pk,
        "user": user.pk,
        "by": (by or user).pk,
        "why": why,
        "moment": timezone.now(),
        "priority": int(priority_of(user, session.course_id)),
        "overlap_accepted": knowingly,
        "note": note,
        "confirmed": telling.CONFIRMED,
        "in_line": telling.IN_LINE,
        "at_the_door": by is not None,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_statement(), given)
        found = cursor.fetchone()
        if found and found[0]:
            nudge.after_commit()
    if found is None:
        sessions = Session.objects.open() if by is None else Session.objects.open_at_the_door()
        current = sessions.filter(pk=session.pk).first()
        raise NoPlace if current and current.is_full else NotOpen
    pk, state, line_number, calendar_uid, has_lapsed = found
    if pk is None:
        raise AlreadyIn
    if has_lapsed and state == State.WAITLISTED:
        offering.pass_on(session.pk)  # an offer has run out that nobody has passed on yet
    enrollment = Enrollment(
        pk=pk,
        user=user,
        course=session.course,
        session=session,
        state=state,
        priority=given["priority"],
        line_number=line_number,
        overlap_accepted=knowingly,
        note=note,
        asked=given["moment"],
        since=given["moment"],
        calendar_uid=calendar_uid,
    )
    enrollment._state.adding = False  # noqa: SLF001 -- Django's own way: this is the row that was written
    return enrollment


@cache
def _statement() -> str:
    active = ", ".join(f"'{state}'" for state in ACTIVE)
    return _ENROLL.format(active=active, tell=outbox.inserting((telling.CONFIRMED, telling.IN_LINE), source="news"))


def _request(user: User, course: Course, session: Session | None, *, knowingly: bool, note: str) -> Enrollment:
    """Ask the manager first. No seat is taken meanwhile, and no place in line."""
    moment = timezone.now()
    if session is not None and not Session.objects.open(moment).filter(pk=session.pk).exists():
        raise NotOpen
    with transaction.atomic():
        enrollment = Enrollment.objects.create(
            user=user,
            course=course,
            session=session,
            state=State.REQUESTED,
            priority=priority_of(user, course.pk),
            overlap_accepted=knowingly,
            note=note,
            approval_due=deciding.decide_until(
                moment, starts=session.starts if session else None, days=course.approval_days
            ),
        )
        telling.keep_first(enrollment)
        Interest.objects.filter(user=user, course=course).delete()
        telling.ask_to_decide(enrollment, managers.who_decides(user))
    return enrollment


@transaction.atomic
def _begin(user: User, course: Course) -> Enrollment:
    """A course on demand: no seats, no line."""
    enrollment = Enrollment.objects.create(user=user, course=course, state=State.ENROLLED)
    move = telling.keep_first(enrollment)
    Interest.objects.filter(user=user, course=course).delete()
    telling.tell_one(telling.CONFIRMED, enrollment, move)
    return enrollment


def _refusal(error: IntegrityError, user: User, session: Session | None) -> Exception:
    """What the database would not write, as a reason; anything else as it is."""
    if OVERLAP in str(error):
        return Overlaps(overlapping(user, session) if session else ())
    return AlreadyIn() if TWICE in str(error) else error


@transaction.atomic
def note_interest(*, user: User, course: Course) -> bool:
    """A person would come to a course that has no session for them. Tells coordinators when there are enough of them.

    False if that was known. Raises NotOpen for a course that is not published or on demand, AlreadyIn.
    """
    if not course.is_published or course.is_on_demand:
        raise NotOpen
    if Enrollment.objects.active().filter(user=user, course=course).exists():
        raise AlreadyIn
    _row, is_new = Interest.objects.get_or_create(user=user, course=course)
    if is_new and course.interest_threshold:
        count = Interest.objects.filter(course=course).count()
        if count >= course.interest_threshold:
            telling.tell_of_interest(course, managers.coordinators())
    return is_new


def drop_interest(*, user: User, course: Course) -> bool:
    """Take it back. False if there was none."""
    deleted, _by_model = Interest.objects.filter(user=user, course=course).delete()
    return bool(deleted)
