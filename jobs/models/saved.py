"""What a person keeps: searches that tell of new openings, and openings with a star. docs/adr/0055.

None of it has a history. It is nobody's business but the person's what they look for, and when they delete it, it goes.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from jobs.choices import AlertFrequency
from jobs.criteria import Criteria
from jobs.models.posting import Posting
from jobs.saved.querysets import SavedPostingQuerySet, SavedSearchQuerySet


class SavedSearch(models.Model):
    """A search of `/jobs/` that tells its owner what is new: a person with an account, or a bare email address.

    `criteria` are clean values (`Criteria.values`). Nothing is sent before `confirmed`: for an address, that its owner
    pressed the button on the page that an email led to. What has been told is in `KnownPosting`.
    """

    Frequency = AlertFrequency

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="saved_searches", verbose_name=_("person")
    )
    email = models.EmailField(_("address without an account"), blank=True, db_default="")
    name = models.CharField(_("name"), max_length=120)
    criteria = models.JSONField(_("filters"), default=dict)
    # The same filters are the same text: searches of thousands of people are matched once.
    fingerprint = models.CharField(_("fingerprint of the filters"), max_length=64)
    frequency = models.CharField(_("how often"), max_length=7, choices=AlertFrequency, default=AlertFrequency.DAILY)
    since = models.DateTimeField(_("saved"), db_default=Now())
    confirmed = models.DateTimeField(_("confirmed"), null=True)
    paused = models.DateTimeField(_("paused"), null=True)

    # How far the matching has come. Only `jobs.saved.matching` moves these.
    due = models.DateTimeField(_("looked at again from"), db_default=Now())
    # Changes of openings by transactions before this one have been looked at; empty: look at every opening.
    seen_before = models.BigIntegerField(_("looked at all changes before transaction"), null=True)
    seen_until = models.DateTimeField(_("looked at what opened until"), null=True)
    sees_staff = models.BooleanField(_("looked at openings for city staff"), default=False, db_default=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        indexes = [
            models.Index(
                fields=["due"], name="saved_search_due", condition=Q(confirmed__isnull=False, paused__isnull=True)
            ),
            models.Index(Lower("email"), name="saved_search_email", condition=~Q(email="")),
            models.Index(fields=["since"], name="saved_search_waiting", condition=Q(confirmed=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(email=""),
                name="saved_search_of_person_or_address",
                violation_error_message=_("A search belongs to a person or to an address, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(confirmed__isnull=False),
                name="saved_search_of_person_is_confirmed",
                violation_error_message=_("Only an address without an account has to be confirmed."),
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=AlertFrequency.values),
                name="saved_search_frequency_known",
                violation_error_message=_("Choose how often from the list."),
            ),
            models.UniqueConstraint(
                fields=["user", "fingerprint"],
                name="saved_search_once_a_person",
                violation_error_message=_("You have saved a search with these filters already."),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "fingerprint",
                name="saved_search_once_an_address",
                condition=Q(confirmed__isnull=False) & ~Q(email=""),
                violation_error_message=_("You have saved a search with these filters already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> Criteria:
        """The filters as the list of openings understands them."""
        return Criteria.from_values(self.criteria)

    @property
    def owner_address(self) -> str:
        return self.user.email if self.user else self.email

    @property
    def is_active(self) -> bool:
        """Whether it tells of new openings."""
        return self.confirmed is not None and self.paused is None


class SearchAlert(models.Model):
    """One alert of a saved search. Which openings it holds is in `KnownPosting`; what of them is still open is asked
    when it is sent."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="alerts", verbose_name=_("saved search"))
    period = models.CharField(_("period"), max_length=30, help_text=_("Such as “daily 2026-11-22”."))
    made = models.DateTimeField(_("made"), db_default=Now())
    was_useful = models.BooleanField(_("was useful"), null=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        indexes = [models.Index(fields=["made"], name="search_alert_made")]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "period"],
                name="search_alert_once_a_period",
                violation_error_message=_("This search has had its alert for this period."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.search_id} {self.period}"


class KnownPosting(models.Model):
    """An opening that a search need not tell (again): `alert` told it, or, where that is empty, it was in the list when
    the search was saved. The key is the pair, so that no two matchers can tell one opening twice.

    Hundreds of thousands of rows are written at once: there is no number beside the key, and no foreign key of the
    database. Rows of openings and alerts that are gone harm nobody, and are swept up (`jobs.saved.actions.forget_old`).
    """

    pk = models.CompositePrimaryKey("search", "posting")
    search = models.ForeignKey(
        SavedSearch,
        models.CASCADE,
        related_name="known",
        verbose_name=_("saved search"),
        db_constraint=False,
        db_index=False,
    )
    posting = models.ForeignKey(
        Posting, models.DO_NOTHING, related_name="+", verbose_name=_("posting"), db_constraint=False, db_index=False
    )
    alert = models.ForeignKey(
        SearchAlert,
        models.DO_NOTHING,
        null=True,
        related_name="told",
        verbose_name=_("alert"),
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        verbose_name = _("known opening")
        verbose_name_plural = _("known openings")

    def __str__(self) -> str:
        return f"{self.search_id} {self.posting_id}"


class PostingNews(models.Model):
    """A published opening's search row was written or changed, in this transaction. Triggers write it (migration 0013).

    It makes matching fast: what has not changed since a search was last looked at can't be new to it. Forgotten after a
    while; a search that was last looked at before that looks at every opening.
    """

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="+", db_constraint=False)
    transaction = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.posting_id} in {self.transaction}"


class SavedPosting(models.Model):
    """An opening with a person's star: they are told when it is about to close, changes, or closes early."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_postings", verbose_name=_("person")
    )
    posting = models.ForeignKey(Posting, models.CASCADE, related_name="stars", verbose_name=_("posting"))
    since = models.DateTimeField(_("saved"), db_default=Now())
    reminded_for = models.DateTimeField(
        _("reminded for"), null=True, help_text=_("The closing time of which the person was reminded.")
    )

    objects = SavedPostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved opening")
        verbose_name_plural = _("saved openings")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "posting"],
                name="saved_posting_once",
                violation_error_message=_("You have saved this opening already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.posting_id}"
