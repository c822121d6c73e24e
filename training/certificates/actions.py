"""The write vocabulary of assessments and certificates: one verb each, one transaction."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways.profiles.actions import CourseWord, withdraw_course
from training import telling
from training.choices import Result, State
from training.errors import NotAllowed
from training.invitations import city_zone
from training.models import AssessmentResult, Certificate, CourseSkill, Enrollment, Instructor

# While somebody is in one of these, a result can be noted. Once it is completed, the result stands.
ASSESSED = (State.ENROLLED, State.ATTENDED, State.PARTLY)


def may_mark(enrollment: Enrollment, by: User) -> bool:
    """Who runs training, and who teaches the session; nobody marks themselves."""
    if enrollment.user_id == by.pk:
        return False
    if may(by, Permission.RUN_TRAINING):
        return True
    return (
        enrollment.session_id is not None and Instructor.objects.filter(session=enrollment.session_id, user=by).exists()
    )


@transaction.atomic
def record_result(*, enrollment: Enrollment, result: str, by: User, word: str = "") -> AssessmentResult:
    """Note what the assessment at the end showed; again to put it right, or after another try.

    Raises NotAllowed: to others than who runs or teaches it, for a course without an assessment, before it has begun,
    and once it is completed. ValueError for a result that there is none of.
    """
    current = Enrollment.objects.select_for_update(of=("self",)).select_related("course", "session")
    held = current.get(pk=enrollment.pk)
    begun = held.session is None or held.session.starts is None or held.session.starts <= timezone.now()
    if not may_mark(held, by) or not held.course.assessment or not begun or held.state not in ASSESSED:
        raise NotAllowed(held, "assess")
    says = {"result": Result(result), "word": word.strip(), "recorded_at": timezone.now(), "recorded_by": by}
    found, _is_new = AssessmentResult.objects.update_or_create(enrollment=held, defaults=says)
    return found


def is_passed(enrollment: Enrollment) -> bool:
    """Whether the course may be completed as far as its assessment goes: passed, or there is none."""
    if not enrollment.course.assessment:
        return True
    return AssessmentResult.objects.filter(enrollment=enrollment, result=Result.PASSED).exists()


def issue(*, enrollment: Enrollment, by: User) -> Certificate:
    """Write down what somebody has completed, in today's words. Call it in the transaction that completes."""
    course, session = enrollment.course, enrollment.session
    zone, salt = city_zone(), secrets.token_hex(16)
    taught = CourseSkill.objects.filter(course=course).select_related("skill").order_by("-to_level", "skill__name")
    return Certificate.objects.create(
        enrollment=enrollment,
        person_name=str(enrollment.user)[:200],
        course_name=course.name,
        provider=course.provider,
        hours=course.hours,
        skills=[{"name": each.skill.name, "level": each.to_level} for each in taught],
        assessment=course.assessment,
        first_day=timezone.localdate(session.starts, zone) if session and session.starts else None,
        last_day=timezone.localdate(session.ends, zone) if session and session.ends else None,
        identity_salt=salt,
        identity_hash=hash_of(enrollment.user.email, salt),
        issued_by=by,
    )


def hash_of(email: str, salt: str) -> str:
    """What stands for an address in a badge: SHA-256 of it, in small letters, with the salt behind it."""
    return hashlib.sha256(f"{email.lower()}{salt}".encode()).hexdigest() if email else ""


@transaction.atomic
def revoke(*, certificate: Certificate, by: User, reason: str) -> Certificate:
    """The city no longer stands for a certificate; its page says so, and the person is told why.

    Nor does it for the skills: what the course said of them goes from the profile. What the person, their manager or
    another course says stays.

    Raises NotAllowed to all but who runs training, for one's own, and where it is revoked; ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A revoked certificate needs the reason.")
    is_own = certificate.enrollment.user_id == by.pk
    changed = 0
    if may(by, Permission.RUN_TRAINING) and not is_own:
        changed = Certificate.objects.filter(pk=certificate.pk, revoked_at=None).update(
            revoked_at=timezone.now(), revoked_by=by, revoke_reason=reason.strip()
        )
    if not changed:
        raise NotAllowed(certificate.enrollment, "revoke")
    certificate.refresh_from_db()
    person = certificate.enrollment.user
    withdraw_course(user=person, url=certificate.get_absolute_url(), others=_words_of_others(person))
    telling.certificate_revoked(certificate)
    return certificate


def _words_of_others(person: User) -> dict[int, CourseWord]:
    """By skill, the highest level of the courses whose certificates hold; of equal ones the first."""
    words: dict[int, CourseWord] = {}
    valid = Certificate.objects.filter(enrollment__user=person, revoked_at=None).order_by("issued_at", "pk")
    with_skills = valid.select_related("enrollment__course", "issued_by").prefetch_related(
        "enrollment__course__skill_list"
    )
    for each in with_skills:
        said = _("Completed the course “%(name)s”.") % {"name": each.course_name}
        for taught in each.enrollment.course.skill_list.all():
            level = taught.to_level
            if taught.skill_id not in words or words[taught.skill_id].level < level:
                words[taught.skill_id] = CourseWord(
                    level, said, each.get_absolute_url(), each.issued_at, each.issued_by
                )
    return words


@transaction.atomic
def set_public(*, certificate: Certificate, by: User, is_public: bool) -> Certificate:
    """Let everyone who has the address read the certificate, or nobody. Raises NotAllowed to all but its person."""
    if not Certificate.objects.of(by).filter(pk=certificate.pk).update(is_public=is_public):
        raise NotAllowed(certificate.enrollment, "show")
    certificate.refresh_from_db()
    return certificate
