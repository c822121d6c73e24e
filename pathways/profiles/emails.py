"""What people are told about profiles. Messages carry numbers of rows: what they say is read when they go out."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import Employment, RoleGrant
from chitech.core.accounts.roles import Permission, roles_with
from chitech.core.outbox.actions import Outgoing, send, send_many
from chitech.core.outbox.kinds import Kind, register
from chitech.core.outbox.models import Message
from pathways.choices import RecordSource
from pathways.models import Profile, SkillLevel, SkillRecord, SkillRequest

CONFIRMED, WAITING, TITLE = "pathways.skill_confirmed", "pathways.skills_waiting", "pathways.title_set"
ASKED, ANSWERED = "pathways.skill_asked", "pathways.skill_answered"


def skill_confirmed(record: SkillRecord) -> None:
    """Tell the person what their manager stands for. In the caller's transaction."""
    key = f"{CONFIRMED}:{record.pk}:{record.confirmed_at:%Y%m%d%H%M%S%f}"
    send(kind=CONFIRMED, to=record.user_id, key=key, context={"record": record.pk})


def skill_recorded(record: SkillRecord) -> None:
    """Tell the person that their manager has named a skill of theirs."""
    key = f"{CONFIRMED}:{record.pk}:{record.recorded_at:%Y%m%d%H%M%S%f}"
    send(kind=CONFIRMED, to=record.user_id, key=key, context={"record": record.pk})


def skills_waiting(record: SkillRecord) -> None:
    """Tell the manager that someone has rated themselves: once a day for each person, however many skills they rate."""
    leaders = (
        Employment.objects.current()
        .filter(user=record.user_id)
        .exclude(manager_employee_id="")
        .values("manager_employee_id")
    )
    people = Employment.objects.current().filter(employee_id__in=leaders, user__is_active=True)
    day = timezone.localdate()
    send_many(
        WAITING,
        [
            Outgoing(to=leader, key=f"{WAITING}:{record.user_id}:{leader}:{day}", context={"person": record.user_id})
            for leader in people.exclude(user=record.user_id).values_list("user", flat=True)
            if leader
        ],
    )


def title_set(profile: Profile) -> None:
    """Tell the person which title their manager or HR has set."""
    key = f"{TITLE}:{profile.pk}:{profile.set_at:%Y%m%d%H%M%S%f}"
    send(kind=TITLE, to=profile.user_id, key=key, context={"profile": profile.pk})


def skill_asked(request: SkillRequest) -> None:
    """Tell who writes the vocabulary that someone misses a skill."""
    grants = RoleGrant.objects.live().filter(
        role__in=roles_with(Permission.WRITE_TITLES), department=None, user__is_active=True
    )
    people = set(grants.order_by().values_list("user", flat=True))
    send_many(
        ASKED, [Outgoing(to=pk, key=f"{ASKED}:{request.pk}:{pk}", context={"request": request.pk}) for pk in people]
    )


def skill_answered(request: SkillRequest) -> None:
    """Tell who missed a skill what HR says."""
    key = f"{ANSWERED}:{request.pk}"
    send(kind=ANSWERED, to=request.asked_by_id, key=key, context={"request": request.pk})


def confirmed_context(message: Message) -> dict[str, Any] | None:
    """None where the record is gone."""
    rows = SkillRecord.objects.select_related("skill", "confirmed_by", "recorded_by")
    record = rows.filter(pk=message.context["record"], user=message.user_id).first()
    if record is None:
        return None
    is_own = record.source == RecordSource.SELF
    if is_own and record.confirmed_level is None:
        return None
    level = record.confirmed_level if is_own and record.confirmed_level else record.level
    return {
        "skill": record.skill.name,
        "by": str(record.confirmed_by if is_own else record.recorded_by),
        "level": str(SkillLevel(level).label),
        "said": str(record.get_level_display()) if is_own and level != record.level else "",
        "word": record.confirmed_word if is_own else record.evidence,
        "summary": _("%(skill)s: %(level)s") % {"skill": record.skill.name, "level": SkillLevel(level).label},
        "url": f"{reverse('pathways:me')}#skill-{record.skill.slug}",
    }


def waiting_context(message: Message) -> dict[str, Any] | None:
    """None where the manager has looked at them already, or leads the person no more."""
    waiting = SkillRecord.objects.waiting().filter(user=message.context["person"]).visible_to(message.user)  # type: ignore[arg-type]
    records = list(waiting.select_related("skill", "user").order_by("skill__name"))
    if not records:
        return None
    names = ", ".join(record.skill.name for record in records[:5])
    return {
        "name": str(records[0].user),
        "skills": names,
        "count": len(records),
        "summary": names,
        "url": reverse("pathways:person", args=[message.context["person"]]),
    }


def title_context(message: Message) -> dict[str, Any] | None:
    """None where another title was set since."""
    profile = (
        Profile.objects.select_related("revision", "set_by")
        .filter(pk=message.context["profile"], user=message.user_id)
        .first()
    )
    if profile is None:
        return None
    return {
        "title": profile.revision.name,
        "by": str(profile.set_by),
        "since": profile.since,
        "summary": profile.revision.name,
        "url": reverse("pathways:me"),
    }


def _request(message: Message) -> SkillRequest | None:
    rows = SkillRequest.objects.select_related("asked_by", "skill", "answered_by")
    return rows.filter(pk=message.context["request"]).first()


def asked_context(message: Message) -> dict[str, Any] | None:
    """None where somebody has answered."""
    request = _request(message)
    if request is None or (request.answered_at and message.routed_at is None):
        return None
    return {
        "skill": request.name,
        "name": str(request.asked_by),
        "why": request.why,
        "summary": request.name,
        "url": f"{reverse('pathways:asked-skills')}#request-{request.pk}",
    }


def answered_context(message: Message) -> dict[str, Any] | None:
    request = _request(message)
    if request is None:
        return None
    return {
        "asked": request.name,
        "answer": request.answer,
        "skill": request.skill.name if request.skill else "",
        "reason": request.reason,
        "summary": str(request.get_answer_display()),
        "url": f"{reverse('pathways:me')}#asked",
    }


def register_kinds() -> None:
    """Called when the portal starts."""
    group = gettext_lazy("Titles")
    register(
        Kind(
            name=CONFIRMED,
            label=gettext_lazy("Your manager has looked at a skill of yours"),
            description=gettext_lazy("When your manager confirms what you said of a skill, or sees it otherwise."),
            group=group,
            prepare=confirmed_context,
            sample=lambda: {
                "skill": "SQL", "by": "Mika Manager", "level": "practitioner", "said": "expert",
                "word": "The permit report shows it. Let’s talk about tuning.", "summary": "SQL: practitioner",
                "url": "/pathways/me/",
            },
        )
    )  # fmt: skip
    register(
        Kind(
            name=WAITING,
            label=gettext_lazy("Someone you lead has rated their skills"),
            description=gettext_lazy("Once a day for each person: skills that wait for your word."),
            group=group,
            prepare=waiting_context,
            sample=lambda: {
                "name": "Stevie Staff", "skills": "SQL, Data modeling", "count": 2, "summary": "SQL, Data modeling",
                "url": "/pathways/team/",
            },
        )
    )  # fmt: skip
    register(
        Kind(
            name=TITLE,
            label=gettext_lazy("Your refreshed title was set"),
            description=gettext_lazy("When your manager or HR says which refreshed title your post has."),
            group=group,
            prepare=title_context,
            sample=lambda: {
                "title": "Software developer", "by": "Mika Manager", "since": timezone.localdate(),
                "summary": "Software developer", "url": "/pathways/me/",
            },
        )
    )  # fmt: skip
    register(
        Kind(
            name=ASKED,
            label=gettext_lazy("Someone misses a skill"),
            description=gettext_lazy("When a person asks for a skill that the vocabulary does not have."),
            group=group,
            prepare=asked_context,
            sample=lambda: {
                "skill": "Drone mapping", "name": "Stevie Staff", "why": "We survey roofs with drones since spring.",
                "summary": "Drone mapping", "url": "/pathways/manage/skills/asked/",
            },
        )
    )  # fmt: skip
    register(
        Kind(
            name=ANSWERED,
            label=gettext_lazy("HR has answered about a skill that you missed"),
            description=gettext_lazy("When a skill that you asked for was added, found under another name, or not."),
            group=group,
            prepare=answered_context,
            sample=lambda: {
                "asked": "Drone mapping", "answer": "existing", "skill": "Aerial survey", "reason": "Drones are part.",
                "summary": "It is there under another name", "url": "/pathways/me/",
            },
        )
    )  # fmt: skip
