"""What messages tell of a person: handed out to them, and taken away with them."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chitech.core.accounts.hooks import Section
from chitech.core.accounts.models import User
from chitech.core.audit import actions as audit
from chitech.core.outbox.models import ContactSettings, Message, Preference, Suppression
from chitech.core.outbox.querysets import MessageQuerySet


def sections(user: User) -> Sequence[Section]:
    """Messages, and how this person wants to be reached."""
    told = _messages_of(user).order_by("due_at")
    settings = ContactSettings.objects.filter(user=user)
    lists = {
        "messages": told.values("kind", "subject", "summary", "due_at", "read_at", "state", "sent_at"),
        "preferences": _chosen(user).values("kind", "channel", "frequency"),
        "contact": settings.values("quiet_from", "quiet_until", "digest_time", "digest_weekday"),
        "addresses_without_mail": Suppression.objects.of([user.email]).values(
            "address", "kind", "reason", "since", "lifted_at"
        ),
    }
    return [Section(name, [{**row} for row in rows]) for name, rows in lists.items()]


@transaction.atomic
def erase(user: User) -> None:
    """Take all of it away, waiting messages too, and redact the history of what is tracked."""
    settings = list(ContactSettings.objects.filter(user=user).values_list("pk", flat=True))
    suppressions = list(Suppression.objects.of([user.email]).values_list("pk", flat=True))
    _messages_of(user).delete()
    _chosen(user).delete()
    ContactSettings.objects.filter(pk__in=settings).delete()
    Suppression.objects.filter(pk__in=suppressions).delete()
    about, reason = f"person {user.pk}", _("The account was deleted.")
    rule = _("The person’s own wish; the portal keeps no personal data that it does not need.")
    hours = {"quiet_from": None, "quiet_until": None}
    audit.erase(model=ContactSettings, keys=settings, columns=hours, by=user, about=about, reason=reason, rule=rule)
    audit.erase(
        model=Suppression, keys=suppressions, columns={"address": ""}, by=user, about=about, reason=reason, rule=rule
    )


def _messages_of(user: User) -> MessageQuerySet:
    return Message.objects.filter(Q(user=user) | Q(address__iexact=user.email))


def _chosen(user: User) -> QuerySet[Preference]:
    return Preference.objects.filter(user=user)
