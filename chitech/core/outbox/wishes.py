"""What a person wants to be told, how and when: what the page of settings shows, and how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from chitech.core.accounts.models import User
from chitech.core.outbox import kinds
from chitech.core.outbox.choices import Channel, Frequency
from chitech.core.outbox.inbox import slug_of
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import ContactSettings, Preference, Suppression
from chitech.core.outbox.querysets import SuppressionQuerySet

# Which kind by which channel.
Way = tuple[str, Channel]


@dataclass
class Fixed:
    """Kinds that always come, for one reason."""

    reason: Any
    kinds: list[Kind] = field(default_factory=list)


@dataclass
class Group:
    """The kinds of one group: those that people choose about, and those that always come."""

    slug: str
    label: Any
    chosen: list[Kind] = field(default_factory=list)
    fixed: list[Fixed] = field(default_factory=list)

    @property
    def kinds(self) -> list[Kind]:
        """All of them."""
        return [*self.chosen, *(kind for fixed in self.fixed for kind in fixed.kinds)]


def groups() -> list[Group]:
    """All kinds by their groups: first the groups in which there is something to choose."""
    found: dict[str, Group] = {}
    for kind in kinds.all_kinds():
        group = found.setdefault(slug_of(kind.group), Group(slug_of(kind.group), kind.group))
        if kind.always is None:
            group.chosen.append(kind)
            continue
        fixed = next((fixed for fixed in group.fixed if fixed.reason == kind.always), None)
        if fixed is None:
            group.fixed.append(fixed := Fixed(kind.always))
        fixed.kinds.append(kind)
    return sorted(found.values(), key=lambda group: (not group.chosen, str(group.label)))


def frequencies(user: User) -> dict[Way, Frequency]:
    """How often each kind that people choose about comes to this person, by each channel."""
    stored = {
        (kind, channel): frequency
        for kind, channel, frequency in Preference.objects.filter(user=user).values_list("kind", "channel", "frequency")
    }
    found: dict[Way, Frequency] = {}
    for kind in kinds.all_kinds():
        for channel in Channel:
            if choices := kind.choices(channel):
                wanted = Frequency(stored.get((kind.name, channel), kind.default(channel)))
                found[kind.name, channel] = wanted if wanted in choices else kind.default(channel)
    return found


def contact_settings(user: User) -> ContactSettings:
    """When email may reach a person: what they chose, or what holds without a choice (not saved)."""
    return ContactSettings.objects.filter(user=user).first() or ContactSettings(user=user)


def suppressions(user: User) -> SuppressionQuerySet:
    """Why a person's address gets less mail than they chose."""
    return Suppression.objects.in_force().of([user.email]).order_by("-since")


@transaction.atomic
def choose(*, user: User, wanted: Mapping[Way, Frequency], contact: ContactSettings) -> None:
    """Keep what a person chose. Only what differs from before is written, so that the history tells what changed."""
    before = frequencies(user)
    rows = [
        Preference(user=user, kind=kind, channel=channel, frequency=frequency)
        for (kind, channel), frequency in wanted.items()
        if before.get((kind, channel)) not in (None, frequency)
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind", "channel"], update_fields=["frequency"]
    )
    contact.user = user
    known = contact_settings(user)
    columns = ("quiet_from", "quiet_until", "digest_time", "digest_weekday")
    if any(getattr(known, name) != getattr(contact, name) for name in columns):
        values = {name: getattr(contact, name) for name in columns}
        ContactSettings.objects.update_or_create(user=user, defaults=values)
