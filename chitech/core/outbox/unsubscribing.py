"""Links with which whoever got an email says "no more of these", without signing in. RFC 8058.

A link is signed and says which kind to whom; it works for as long as the portal's key does, and nobody can make one up
or guess another's. Who has an account and may choose for that kind gets the choice "never"; anyone else (an address
without an account, a digest) is put on the list of suppressed addresses for that kind.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from chitech.core.accounts.models import User
from chitech.core.outbox import actions, kinds
from chitech.core.outbox.choices import Channel, Frequency, SuppressionReason
from chitech.core.outbox.kinds import Kind
from chitech.core.outbox.models import Preference, Suppression
from chitech.core.outbox.querysets import SuppressionQuerySet

if TYPE_CHECKING:
    from chitech.core.outbox.models import Message

_signer = Signer(salt="outbox.unsubscribe", sep=".")


@dataclass(frozen=True)
class Subscription:
    """Emails of one kind to one person (with their number) or to one bare address."""

    kind: str
    user_id: int | None = None
    address: str = ""

    @property
    def token(self) -> str:
        """What stands in the link."""
        return _signer.sign_object([self.kind, self.user_id or self.address])

    @property
    def label(self) -> str:
        """What these emails are called; nothing where no app knows the kind any more."""
        return str(self.known.label) if self.known else ""

    @property
    def known(self) -> Kind | None:
        """The kind, where an app still knows it."""
        try:
            return kinds.kind(self.kind)
        except kinds.UnknownKind:
            return None

    @property
    def is_choice(self) -> bool:
        """Whether the person's own choice decides, rather than the list of suppressed addresses."""
        return self.user_id is not None and (self.known is None or self.known.always is None)


def of(message: "Message") -> Subscription:
    """What an email belongs to."""
    return Subscription(message.kind, message.user_id, "" if message.user_id else message.address)


def read(token: str) -> Subscription | None:
    """What a link is about; None for one that we did not make."""
    try:
        kind, whom = _signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    if isinstance(whom, int):
        return Subscription(kind, user_id=whom)
    return Subscription(kind, address=whom)


def link(kind: Kind, message: "Message | None") -> str:
    """Where an email's reader unsubscribes; empty for kinds that come as long as there is an account.

    Without a message (in a preview) it is an address of the same form that leads nowhere.
    """
    if not kind.one_click:
        return ""
    if message and kind.unsubscribe_link and (narrower := kind.unsubscribe_link(message)):
        return narrower
    token = of(message).token if message else "sample"
    return settings.SITE_URL + reverse("inbox:unsubscribe", args=[token])


def is_stopped(subscription: Subscription) -> bool:
    """Whether these emails are off already."""
    if subscription.is_choice:
        return _choice(subscription) == Frequency.OFF
    return _suppressions(subscription).exists()


@transaction.atomic
def stop(subscription: Subscription) -> None:
    """No more of these by email. The inbox of a person still gets them. Nothing happens where it was so already."""
    if subscription.user_id is not None and subscription.is_choice:
        if User.objects.filter(pk=subscription.user_id).exists():
            Preference.objects.update_or_create(
                user_id=subscription.user_id,
                kind=subscription.kind,
                channel=Channel.EMAIL,
                defaults={"frequency": Frequency.OFF},
            )
    elif address := _address(subscription):
        actions.suppress(address=address, reason=SuppressionReason.UNSUBSCRIBED, kind=subscription.kind)


@transaction.atomic
def start_again(subscription: Subscription) -> None:
    """Undo `stop`: what the person had chosen before holds again."""
    if not subscription.is_choice:
        for suppression in _suppressions(subscription):
            actions.lift(suppression=suppression, by=User.objects.system())
        return
    chosen = _chosen(subscription).select_for_update().first()
    if chosen is None or chosen.frequency != Frequency.OFF:
        return
    before = _before(chosen, subscription.known)
    if before is None:
        chosen.delete()
    else:
        chosen.frequency = before
        chosen.save(update_fields=["frequency"])


def _before(chosen: Preference, kind: Kind | None) -> str | None:
    """What a person had chosen before "never", as the history tells it; None: nothing, the kind's default held.

    Where that was "never" by itself, asking for the emails again means asking for them at once.
    """
    events = Preference.pgh_event_model.objects.filter(pgh_obj_id=chosen.pk)  # type: ignore[attr-defined]
    before: str | None = (
        events.exclude(frequency=Frequency.OFF).order_by("-pgh_id").values_list("frequency", flat=True).first()
    )
    is_off_by_itself = kind is not None and kind.email == Frequency.OFF
    return Frequency.AT_ONCE if before is None and is_off_by_itself else before


def _chosen(subscription: Subscription) -> QuerySet[Preference]:
    return Preference.objects.filter(user=subscription.user_id, kind=subscription.kind, channel=Channel.EMAIL)


def _choice(subscription: Subscription) -> str:
    chosen = _chosen(subscription).values_list("frequency", flat=True).first()
    return chosen or (subscription.known.email if subscription.known else Frequency.AT_ONCE)


def _address(subscription: Subscription) -> str:
    if subscription.user_id is None:
        return subscription.address
    return User.objects.filter(pk=subscription.user_id).values_list("email", flat=True).first() or ""


def _suppressions(subscription: Subscription) -> SuppressionQuerySet:
    address = _address(subscription)
    return Suppression.objects.in_force().of([address]).filter(kind=subscription.kind)
