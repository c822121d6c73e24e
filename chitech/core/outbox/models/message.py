"""One message to one person."""

from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chitech.core.outbox import faults, kinds
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.querysets import MessageQuerySet


class Message(models.Model):
    """One row is one message to one person, in the inbox, by email or both. `key` is why it exists only once.

    Written by `actions` alone (one INSERT), then moved on by the delivery, whose facts the columns from `state` on are.
    Times are the database's, so that servers with different clocks agree on leases.
    """

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="messages", verbose_name=_("person")
    )
    address = models.CharField(_("address without an account"), max_length=254, blank=True, db_default="")
    locale = models.CharField(
        _("language"), max_length=10, blank=True, db_default="", help_text=_("Empty: the person's own.")
    )
    context = models.JSONField(_("what it is filled with"), encoder=DjangoJSONEncoder, default=dict, db_default={})
    is_urgent = models.BooleanField(_("someone waits for it"), db_default=False)
    is_secret = models.BooleanField(_("must not be kept"), db_default=False)
    created_at = models.DateTimeField(_("written"), db_default=Now())
    due_at = models.DateTimeField(_("due"), db_default=Now())

    # What the inbox shows, written once when the message is routed: a list of messages needs no other rows.
    routed_at = models.DateTimeField(_("channels chosen"), null=True)
    in_inbox = models.BooleanField(_("in the inbox"), db_default=False)
    subject = models.CharField(_("subject"), max_length=250, blank=True, db_default="")
    summary = models.TextField(_("summary"), blank=True, db_default="")
    url = models.CharField(_("leads to"), max_length=2000, blank=True, db_default="")
    read_at = models.DateTimeField(_("read"), null=True)

    state = models.CharField(_("delivery"), max_length=12, choices=Delivery, db_default=Delivery.PENDING)
    digest = models.ForeignKey("self", models.SET_NULL, null=True, related_name="folded", verbose_name=_("digest"))
    # A claim moves this forward by the lease: nobody else takes the message until then.
    next_attempt_at = models.DateTimeField(_("next attempt"), db_default=Now())
    claim = models.UUIDField(_("claim"), null=True)
    is_in_flight = models.BooleanField(_("handed to the mail server"), db_default=False)
    attempts = models.PositiveIntegerField(_("attempts"), db_default=0)
    # Attempts after which nobody can know whether the mail server took it: only these can lead to a second copy.
    unclear_attempts = models.PositiveIntegerField(_("attempts with an unclear end"), db_default=0)
    error_code = models.CharField(_("last error"), max_length=40, blank=True, db_default="")
    error = models.TextField(_("last error in words"), blank=True, db_default="")
    sent_at = models.DateTimeField(_("taken by the mail server"), null=True)
    resent_at = models.DateTimeField(_("sent again"), null=True)
    resent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent again by")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            # What the sweep reads. It holds pending rows alone, so a million sent ones cost it nothing.
            models.Index(
                F("is_urgent").desc(), "next_attempt_at", name="message_due", condition=Q(state=Delivery.PENDING)
            ),
            models.Index(fields=["user", "-due_at"], name="message_inbox", condition=Q(in_inbox=True)),
            models.Index(fields=["user"], name="message_unread", condition=Q(in_inbox=True, read_at=None)),
            models.Index(fields=["-id"], name="message_dead", condition=Q(state=Delivery.DEAD)),
            BrinIndex(fields=["created_at"], name="message_created", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(address=""),
                name="message_to_person_or_address",
                violation_error_message=_("A message goes to a person or to an address, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=Delivery.values),
                name="message_state_known",
                violation_error_message=_("Choose one of the listed states."),
            ),
            models.CheckConstraint(
                condition=Q(state=Delivery.SENT, sent_at__isnull=False) | ~Q(state=Delivery.SENT) & Q(sent_at=None),
                name="message_sent_has_its_time",
                violation_error_message=_("A message that was sent has the time when it was."),
            ),
            models.CheckConstraint(
                condition=~Q(state=Delivery.DEAD) | ~Q(error_code=""),
                name="message_dead_has_its_reason",
                violation_error_message=_("A message that could not be delivered says why."),
            ),
            models.CheckConstraint(
                condition=~Q(state=Delivery.FOLDED) | Q(digest__isnull=False),
                name="message_folded_has_its_digest",
                violation_error_message=_("A message that goes with a digest names it."),
            ),
            models.CheckConstraint(
                condition=Q(state=Delivery.PENDING) | Q(claim=None, is_in_flight=False),
                name="message_claimed_while_pending",
                violation_error_message=_("Only a message that is on its way can be in delivery."),
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(state=Delivery.PENDING) | Q(context={}),
                name="message_secret_wiped",
                violation_error_message=_("What is secret is not kept after delivery."),
            ),
            models.CheckConstraint(
                condition=Q(is_secret=False) | Q(in_inbox=False),
                name="message_secret_not_in_inbox",
                violation_error_message=_("What is secret is not shown in the inbox."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def message_id(self) -> str:
        """The Message-ID of its email: the same for every copy, since it comes from the key alone."""
        return f"<{sha256(self.key.encode()).hexdigest()[:40]}@{settings.MESSAGE_ID_DOMAIN}>"

    @property
    def recipient(self) -> str:
        """The email address that it goes to: the person's present one."""
        return self.user.email if self.user else self.address

    @property
    def is_read(self) -> bool:
        return self.read_at is not None

    @property
    def can_be_resent(self) -> bool:
        """Whether there is still something to send: what was secret is gone."""
        return self.state == Delivery.DEAD and not self.is_secret

    @property
    def reason(self) -> str:
        """Why it was not delivered, for people to read."""
        return faults.sentence(self.error_code)

    @property
    def kind_label(self) -> str:
        """What its kind is called; the bare name where no app knows it any more."""
        try:
            return str(kinds.kind(self.kind).label)
        except kinds.UnknownKind:
            return self.kind

    @property
    def kind_group(self) -> str:
        """What its kind belongs to."""
        try:
            return str(kinds.kind(self.kind).group)
        except kinds.UnknownKind:
            return gettext("Other")
