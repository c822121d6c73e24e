"""The write vocabulary of profiles: one verb each, one transaction, the change with its history and its messages."""

from django.db import transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from pathways.choices import RecordSource
from pathways.errors import NotAllowed
from pathways.models import Skill, SkillLevel, SkillRecord
from pathways.profiles import querysets


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
    if is_new:
        return record
    record = SkillRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if source == RecordSource.COURSE and level < record.level:
        return record
    if any(getattr(record, name) != value for name, value in says.items()):
        for name, value in {**says, **stamp}.items():
            setattr(record, name, value)
        record.save(update_fields=[*says, *stamp])
    return record


@transaction.atomic
def confirm_skill(*, record: SkillRecord, by: User, level: int | None = None, word: str = "") -> SkillRecord:
    """The manager stands for what a person said of themselves, at the same level or at another one.

    Raises NotAllowed to all but the person's manager of today, and for what the person did not say themselves.
    """
    current = SkillRecord.objects.select_for_update(of=("self",)).select_related("user", "skill").get(pk=record.pk)
    if current.source != RecordSource.SELF or not querysets.leads(by, current.user_id):
        raise NotAllowed(current, "confirm")
    current.confirmed_level = int(SkillLevel(level or current.level))
    current.confirmed_word = word.strip()
    current.confirmed_at, current.confirmed_by = timezone.now(), by
    current.save(update_fields=["confirmed_level", "confirmed_word", "confirmed_at", "confirmed_by"])
    return current
