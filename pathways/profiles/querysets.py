"""The read vocabulary of profiles. Profiles are for the person, their manager and HR, and for nobody else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from chitech.core.accounts.access import may, places
from chitech.core.accounts.models import Employment, User
from chitech.core.accounts.roles import Permission

if TYPE_CHECKING:
    from pathways.models import Profile, SkillRecord, SkillRequest  # noqa: F401 - the types of the rows

type Person = User | AnonymousUser


def visible_people(person: Person, prefix: str = "user") -> Q:
    """Whose profile a person sees: their own, those of whom they lead today, and HR those who work in their places.

    What someone who does not work for the city says of themselves is nobody else's business.
    """
    if not person.is_authenticated:
        return Q(pk__in=[])
    seen = Q(**{prefix: person.pk}) | Q(**{f"{prefix}__in": people_led_by(person)})
    where = places(person, Permission.READ_PROFILES)
    if where is None or where:
        there = Employment.objects.current().filter(user__isnull=False)
        if where is not None:
            there = there.filter(department__in=where)
        seen |= Q(**{f"{prefix}__in": there.order_by().values("user")})
    return seen


def people_led_by(person: Person) -> models.QuerySet[Any, Any]:
    """The accounts of those whose manager on the payroll a person is today."""
    return Employment.objects.current().led_by(person).filter(user__isnull=False).order_by().values("user")


def leads(person: Person, user_id: int) -> bool:
    """Whether one person is the other's manager on the payroll today. One query."""
    return Employment.objects.current().led_by(person).filter(user=user_id).exists()


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Titles that people have."""

    def visible_to(self, person: Person) -> Self:
        """One's own, one's people's, and all for HR."""
        return self.filter(visible_people(person))


class SkillRecordQuerySet(models.QuerySet["SkillRecord"]):
    """What is said about people's skills."""

    def visible_to(self, person: Person) -> Self:
        """One's own, one's people's, and all for HR."""
        return self.filter(visible_people(person))

    def waiting(self) -> Self:
        """What people said of themselves and their manager has not looked at since."""
        return self.filter(Q(confirmed_at__isnull=True) | Q(recorded_at__gt=F("confirmed_at")), source="self")


class SkillRequestQuerySet(models.QuerySet["SkillRequest"]):
    """Skills that people miss."""

    def visible_to(self, person: Person) -> Self:
        """One's own; all for who may write the vocabulary."""
        if may(person, Permission.WRITE_TITLES):
            return self.all()
        return self.filter(asked_by=person) if person.is_authenticated else self.none()

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)


def visible_to(person: Person) -> models.QuerySet[User]:
    """The people whose profile a person sees."""
    return User.objects.filter(visible_people(person, prefix="pk"), is_active=True)


def levels_of(user_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """The level that counts of each skill of each of these people: person -> skill -> 1 to 4. One query.

    Who may see it is the caller's matter; see `visible_to`. People without a skill have an empty dict.
    """
    from pathways.profiles.counting import counted  # noqa: PLC0415 -- the models that it reads are made from this file

    wanted = list(dict.fromkeys(user_ids))
    found: dict[int, dict[int, int]] = {pk: {} for pk in wanted}
    if not wanted:
        return found
    said: dict[tuple[int, int], list[Any]] = defaultdict(list)
    rows = apps.get_model("pathways", "SkillRecord")._default_manager.filter(user__in=wanted).order_by()  # noqa: SLF001
    for record in rows.defer("evidence", "url", "confirmed_word"):
        said[record.user_id, record.skill_id].append(record)
    for (user, skill), records in said.items():
        level = counted(records)
        if level is not None:
            found[user][skill] = level
    return found
