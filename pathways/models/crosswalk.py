"""What becomes of an old title: refreshed titles, or nothing, each with a reason; and what people ask about it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.crosswalk.choices import ActionKind, Effect, Outcome, UnionNotice
from pathways.crosswalk.querysets import DecisionQuerySet, QuestionQuerySet
from pathways.models.budget import BudgetTitle
from pathways.models.civil_service import CivilServiceFact
from pathways.models.guards import at_with_by, one_of
from pathways.models.titles import Title

_USER = settings.AUTH_USER_MODEL

# A mapped old title has refreshed titles, and one that was set aside has none. Checked when the transaction ends.
_WHOLE = """
IF EXISTS (
    SELECT 1 FROM pathways_crosswalkdecision AS decision
    WHERE decision.id = {id} AND (decision.outcome = 'mapped') <> EXISTS (
        SELECT 1 FROM pathways_crosswalktarget AS target WHERE target.decision_id = decision.id
    )
) THEN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = 'crosswalkdecision_mapped_to_titles',
        MESSAGE = 'a mapped budget title needs refreshed titles, and one set aside has none';
END IF;
RETURN NULL;
"""


@tracked()
class CrosswalkDecision(models.Model):
    """What HR has decided about one old title. The crosswalk is all of these.

    From `effective_on` on, a mapped title is what its `titles` say. The first of them (by `order`) is the usual one;
    where there are more, `reason` says who becomes what. `changed_at` tells of the last change; the history of them
    all is in the audit log.
    """

    Outcome = Outcome

    budget_title = models.OneToOneField(BudgetTitle, models.PROTECT, related_name="decision")
    outcome = models.CharField(_("what becomes of it"), max_length=9, choices=Outcome)
    titles = models.ManyToManyField(
        Title, through="pathways.CrosswalkTarget", related_name="replaces", verbose_name=_("refreshed titles")
    )
    reason = models.CharField(_("reason"), max_length=500)
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    union_notice = models.CharField(
        _("notice to the union"), max_length=10, choices=UnionNotice, blank=True, default="", db_default=""
    )
    union_notified_on = models.DateField(_("union notified on"), null=True, blank=True)
    action_kind = models.CharField(
        _("council or budget action"), max_length=7, choices=ActionKind, blank=True, default="", db_default=""
    )
    action_reference = models.CharField(_("which action"), max_length=200, blank=True, default="", db_default="")
    incumbents = models.CharField(
        _("effect on those who hold it"), max_length=9, choices=Effect, blank=True, default="", db_default=""
    )
    incumbents_note = models.CharField(_("what that means"), max_length=500, blank=True, default="", db_default="")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", editable=False, db_index=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("crosswalk decision")
        verbose_name_plural = _("crosswalk decisions")
        ordering = ["budget_title"]
        constraints = [
            one_of("crosswalkdecision", "outcome", Outcome.values, _("Map it, or set it aside.")),
            one_of("crosswalkdecision", "union_notice", UnionNotice.values, _("Choose about the notice."), blank=True),
            one_of("crosswalkdecision", "action_kind", ActionKind.values, _("Choose the action."), blank=True),
            one_of("crosswalkdecision", "incumbents", Effect.values, _("Choose the effect."), blank=True),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="crosswalkdecision_with_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SET_ASIDE, effective_on__isnull=True)
                | (
                    Q(outcome=Outcome.MAPPED, effective_on__isnull=False)
                    & ~Q(union_notice="")
                    & ~Q(action_kind="")
                    & ~Q(incumbents="")
                ),
                name="crosswalkdecision_mapped_is_whole",
                violation_error_message=_(
                    "A mapped title needs the date, the notice to the union, the action and the effect on those who "
                    "hold it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(union_notice=UnionNotice.GIVEN, union_notified_on__isnull=False)
                | (~Q(union_notice=UnionNotice.GIVEN) & Q(union_notified_on__isnull=True)),
                name="crosswalkdecision_notice_with_day",
                violation_error_message=_("Say on which day the union was notified, if it was."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mapped_to_titles",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                func=_WHOLE.format(id="NEW.id"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.budget_title}: {self.get_outcome_display()}"

    @property
    def is_mapped(self) -> bool:
        return self.outcome == Outcome.MAPPED


@tracked()
class CrosswalkTarget(models.Model):
    """One of the refreshed titles that an old title becomes, in the order of how usual it is."""

    decision = models.ForeignKey(CrosswalkDecision, models.CASCADE, related_name="targets")
    title = models.ForeignKey(Title, models.PROTECT, related_name="crosswalk_targets", verbose_name=_("title"))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("crosswalk target")
        verbose_name_plural = _("crosswalk targets")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "title"],
                name="crosswalktarget_once",
                violation_error_message=_("This title is named already."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mapped_to_titles",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func=_WHOLE.format(id="COALESCE(NEW.decision_id, OLD.decision_id)"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} → {self.title_id}"


@tracked()
class TitleChangeQuestion(models.Model):
    """What a person asks HR about the change of their title, and the answer."""

    budget_title = models.ForeignKey(BudgetTitle, models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(_USER, models.PROTECT, related_name="title_questions", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    text = models.TextField(_("your question"))
    answer = models.TextField(_("answer"), blank=True, default="", db_default="")
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", editable=False, db_index=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a title")
        verbose_name_plural = _("questions about titles")
        ordering = ["asked_at"]
        constraints = [
            at_with_by("titlechangequestion", "answered"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="titlechangequestion_answered_in_words",
                violation_error_message=_("Write the answer."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ChangeRuleKind(models.TextChoices):
    """What a rule of title changes tells the person whose title changes."""

    STAYS = "stays", _("What stays")
    APPEAL = "appeal", _("How to appeal")


@tracked()
class TitleChangeRule(CivilServiceFact):
    """What stays as it is when a title changes, and how to appeal: dated rules with their sources."""

    kind = models.CharField(_("kind"), max_length=6, choices=ChangeRuleKind)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(CivilServiceFact.Meta):
        verbose_name = _("rule of title changes")
        verbose_name_plural = _("rules of title changes")
        ordering = ["kind", "order", "name"]
        constraints = [
            *CivilServiceFact.Meta.constraints,
            one_of("titlechangerule", "kind", ChangeRuleKind.values, _("Choose what the rule tells.")),
        ]
