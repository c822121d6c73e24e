"""The write vocabulary of profiles: one verb each, one transaction, the change with its history and its messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways.choices import ProfileOrigin, RecordSource, SkillAnswer
from pathways.errors import Incomplete, NotAllowed
from pathways.models import Profile, Skill, SkillLevel, SkillRecord, SkillRequest, Title
from pathways.profiles import emails, finding, querysets
from pathways.profiles.posts import posts_of

MOST_OPEN_REQUESTS = 10


@transaction.atomic
def record_skill(
    *, user: User, skill: Skill, level: int, source: str, by: User, evidence: str = "", url: str = ""
) -> SkillRecord:
    """Someone says that a person has a skill at a level (1 to 4). Each source says it once; again means anew.

    What a manager confirmed stays, whatever a person says of themselves later. A course can only raise what a course
    said. Saying the same again changes nothing. For `course` and `assessment` the caller makes sure that `by` may say
    it; a person says `self` of themselves, and a manager `manager` of those whom they lead. Raises NotAllowed;
    ValueError for a level or source that there is none of.
    """
    source, level = RecordSource(source), SkillLevel(level)
    if source == RecordSource.SELF and by.pk != user.pk:
        raise NotAllowed(user, "rate")
    if source == RecordSource.MANAGER and not querysets.leads(by, user.pk):
        raise NotAllowed(user, "rate")
    says = {"level": int(level), "evidence": evidence.strip(), "url": url.strip()}
    stamp = {"recorded_at": timezone.now(), "recorded_by": by}
    record, is_new = SkillRecord.objects.get_or_create(
        user=user, skill=skill, source=source, defaults={**says, **stamp}
    )
    if not is_new:
        record = SkillRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        is_lower = source == RecordSource.COURSE and level < record.level
        if is_lower or all(getattr(record, name) == value for name, value in says.items()):
            return record
        for name, value in {**says, **stamp}.items():
            setattr(record, name, value)
        record.save(update_fields=[*says, *stamp])
    if source == RecordSource.SELF:
        emails.skills_waiting(record)
    elif source == RecordSource.MANAGER:
        emails.skill_recorded(record)
    return record


@dataclass(frozen=True)
class CourseWord:
    """What another course said of a person's skill, when and by whom: it counts where a later one is withdrawn."""

    level: int
    evidence: str
    url: str
    recorded_at: datetime
    recorded_by: User


@transaction.atomic
def withdraw_course(*, user: User, url: str, others: Mapping[int, CourseWord]) -> int:
    """What a course said of a person does not hold: its certificate, at `url`, was revoked. How many skills lose it.

    `others` are what their other courses say, by skill: the word of one takes the place, with its own day, so that it
    goes over nothing that a manager has said since. Who may revoke is the caller's matter.
    """
    said = SkillRecord.objects.select_for_update(of=("self",)).filter(user=user, source=RecordSource.COURSE, url=url)
    records = list(said)
    for record in records:
        other = others.get(record.skill_id)
        if other is None:
            record.delete()
            continue
        record.level, record.evidence, record.url = other.level, other.evidence, other.url
        record.recorded_at, record.recorded_by = other.recorded_at, other.recorded_by
        record.save(update_fields=["level", "evidence", "url", "recorded_at", "recorded_by"])
    return len(records)


@transaction.atomic
def confirm_skill(*, record: SkillRecord, by: User, level: int | None = None, word: str = "") -> SkillRecord:
    """The manager stands for what a person said of themselves, at the same level or at another one. The person is told.

    Raises NotAllowed to all but the person's manager of today, and for what the person did not say themselves.
    """
    current = SkillRecord.objects.select_for_update(of=("self",)).select_related("user", "skill").get(pk=record.pk)
    if current.source != RecordSource.SELF or not querysets.leads(by, current.user_id):
        raise NotAllowed(current, "confirm")
    current.confirmed_level = int(SkillLevel(level or current.level))
    current.confirmed_word = word.strip()
    current.confirmed_at, current.confirmed_by = timezone.now(), by
    current.save(update_fields=["confirmed_level", "confirmed_word", "confirmed_at", "confirmed_by"])
    emails.skill_confirmed(current)
    return current


@transaction.atomic
def take_back_skill(*, record: SkillRecord, by: User) -> None:
    """A person takes back what they said of themselves. Raises NotAllowed for what is not theirs, or was confirmed."""
    gone, _rows = SkillRecord.objects.filter(
        pk=record.pk, user=by, source=RecordSource.SELF, confirmed_at__isnull=True
    ).delete()
    if not gone:
        raise NotAllowed(record, "take_back")


@transaction.atomic
def set_title(*, user: User, title: Title, by: User) -> Profile:
    """Say which refreshed title a person has: they themselves, of those that their post stands for; else who may.

    Raises NotAllowed: to others than the person, their manager and HR, for a title that their post does not stand for
    (to the person), and for someone who has no post in the city today.
    """
    post = posts_of([user.pk]).get(user.pk)
    if post is None:
        raise NotAllowed(user, "set_title")
    found = finding.titles_of([post], timezone.localdate()).get(post.pk)
    is_known = found is not None and title.pk in found.titles
    is_allowed = is_known if by.pk == user.pk else may_set_title(by, user)
    since = found.since if found and is_known else post.starts_on
    revision = finding.Pins([title.pk]).of(title.pk, since)
    if not is_allowed or revision is None or title.retired_on:
        raise NotAllowed(user, "set_title")
    origin = ProfileOrigin.CHOSEN if by.pk == user.pk else ProfileOrigin.SET
    profile, _made = Profile.objects.update_or_create(
        user=user,
        defaults={
            "title": title, "revision": revision, "since": since, "origin": origin,
            "title_code": post.title_code, "set_at": timezone.now(), "set_by": by,
        },
    )  # fmt: skip
    if by.pk != user.pk:
        emails.title_set(profile)
    return profile


def may_set_title(person: User, user: User) -> bool:
    """Whether a person says which title another one has: their manager, and HR where they work. Never one's own."""
    if person.pk == user.pk:
        return False
    is_hr = may(person, Permission.READ_PROFILES) and querysets.visible_to(person).filter(pk=user.pk).exists()
    return is_hr or querysets.leads(person, user.pk)


# A skill that is missing


@transaction.atomic
def ask_for_skill(*, by: User, name: str, why: str) -> SkillRequest:
    """Ask HR for a skill that the vocabulary lacks. HR is told. Raises Incomplete, with sentences for the person."""
    name = " ".join(name.split())
    there = Skill.objects.filter(name__iexact=name).first()
    if there:
        raise Incomplete([_("“%(name)s” is there already. Choose it in the list of skills.") % {"name": there.name}])
    mine = SkillRequest.objects.unanswered().filter(asked_by=by)
    if mine.filter(name__iexact=name).exists():
        raise Incomplete([_("You have asked for this already. HR has not answered yet.")])
    if mine.count() >= MOST_OPEN_REQUESTS:
        raise Incomplete([_("HR has not answered ten of your questions yet. Please wait for them.")])
    request = SkillRequest.objects.create(name=name, why=why.strip(), asked_by=by, asked_at=timezone.now())
    emails.skill_asked(request)
    return request


@transaction.atomic
def answer_request(
    *, request: SkillRequest, by: User, answer: str, skill: Skill | None = None, name: str = "", group: str = "",
    reason: str = "",
) -> SkillRequest:  # fmt: skip
    """Answer who misses a skill: a new skill (`name`, `group`), one that is there (`skill`), or no (`reason`).

    The person is told. Raises NotAllowed, also where someone has answered meanwhile; Incomplete.
    """
    answer = SkillAnswer(answer)
    current = SkillRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not may(by, Permission.WRITE_TITLES) or current.answered_at:
        raise NotAllowed(current, "answer")
    if answer == SkillAnswer.NO and not reason.strip():
        raise Incomplete([_("Say why it does not become a skill: the person reads it.")])
    if answer == SkillAnswer.EXISTING and skill is None:
        raise Incomplete([_("Choose the skill that is meant.")])
    if answer == SkillAnswer.NEW:
        skill = _new_skill(name or current.name, group)
    current.answer, current.reason = answer, reason.strip()
    current.skill = None if answer == SkillAnswer.NO else skill
    current.answered_at, current.answered_by = timezone.now(), by
    current.save(update_fields=["answer", "reason", "skill", "answered_at", "answered_by"])
    emails.skill_answered(current)
    return current


def _new_skill(name: str, group: str) -> Skill:
    name = " ".join(name.split())
    try:
        with transaction.atomic():
            return Skill.objects.create(name=name, group=group.strip(), slug=slugify(name)[:80])
    except IntegrityError:
        raise Incomplete([_("There is a skill like “%(name)s” already.") % {"name": name}]) from None
