"""What Pathways knows of a person, for them to take along, and how it goes with them."""

from django.utils.translation import gettext as _

from chitech.core.accounts.hooks import Kept, PersonalData, Section
from chitech.core.accounts.models import User
from chitech.core.accounts.my_data import RULE_ERASED, RULE_RECORDS
from chitech.core.audit import actions as audit
from pathways.models import Profile, SkillRecord, SkillRequest


def sections(user: User) -> list[Section]:
    """The refreshed title, what was said of skills, and the skills that the person missed."""
    profiles = Profile.objects.filter(user=user).select_related("title", "revision", "set_by")
    records = SkillRecord.objects.filter(user=user).select_related("skill", "recorded_by", "confirmed_by")
    requests = SkillRequest.objects.filter(asked_by=user).select_related("skill")
    return [
        Section(
            "title",
            [
                {
                    "code": each.title.code,
                    "name": each.revision.name,
                    "since": each.since,
                    "how_we_know": each.origin,
                    "set": each.set_at,
                    "set_by": str(each.set_by),
                }
                for each in profiles
            ],
        ),
        Section("skills", [_record(each) for each in records]),
        Section(
            "skills_asked_for",
            [
                {
                    "name": each.name,
                    "why": each.why,
                    "asked": each.asked_at,
                    "answer": each.answer,
                    "skill": each.skill.name if each.skill else None,
                    "what_hr_said": each.reason,
                }
                for each in requests
            ],
        ),
    ]


def _record(each: SkillRecord) -> dict[str, object]:
    return {
        "skill": each.skill.name,
        "who_says_so": each.source,
        "level": each.level,
        "evidence": each.evidence,
        "link": each.url,
        "recorded": each.recorded_at,
        "recorded_by": str(each.recorded_by),
        "confirmed_level": each.confirmed_level,
        "confirmed": each.confirmed_at,
        "confirmed_by": str(each.confirmed_by) if each.confirmed_by else None,
        "what_the_manager_said": each.confirmed_word,
    }


def keeps(user: User) -> list[Kept]:
    """What someone did as a manager stays with those for whom they did it."""
    found = []
    if SkillRecord.objects.filter(confirmed_by=user).exclude(user=user).exists():
        found.append(Kept(_("Which skills of others you confirmed, and when, without your name."), RULE_RECORDS))
    return found


def erase(user: User) -> None:
    """Title, skills and questions go. Their history keeps numbers and dates, and none of the words."""
    records = list(SkillRecord.objects.filter(user=user).values_list("pk", flat=True))
    requests = list(SkillRequest.objects.filter(asked_by=user).values_list("pk", flat=True))
    Profile.objects.filter(user=user).delete()
    SkillRecord.objects.filter(pk__in=records).delete()
    SkillRequest.objects.filter(pk__in=requests).delete()
    rule = _("The person’s own wish; the portal keeps no personal data that it does not need.")
    about, reason = f"person {user.pk}", str(RULE_ERASED)
    words = {"evidence": "", "url": "", "confirmed_word": ""}
    audit.erase(model=SkillRecord, keys=records, columns=words, by=user, about=about, reason=reason, rule=rule)
    words = {"name": "", "why": "", "reason": ""}
    audit.erase(model=SkillRequest, keys=requests, columns=words, by=user, about=about, reason=reason, rule=rule)


PART = PersonalData("pathways", sections=sections, keeps=keeps, erase=erase)
