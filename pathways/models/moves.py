"""How people move between titles."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from pathways.choices import MoveHow, MoveKind
from pathways.models.guards import one_of
from pathways.models.titles import Title
from pathways.querysets import MoveQuerySet


@tracked()
class Move(models.Model):
    """A step from one title to another that the city has designed. `typical_months`: how long people stay before it."""

    Kind = MoveKind
    How = MoveHow

    origin = models.ForeignKey(Title, models.CASCADE, related_name="moves_out", verbose_name=_("from"))
    destination = models.ForeignKey(Title, models.CASCADE, related_name="moves_in", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=9, choices=MoveKind)
    how = models.CharField(_("how it happens"), max_length=16, choices=MoveHow, default=MoveHow.COMPETITIVE)
    typical_months = models.PositiveSmallIntegerField(_("typical months"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["origin", "destination"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "destination"],
                name="move_once_a_pair",
                violation_error_message=_("There is already a move between these two titles in this direction."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="move_leads_elsewhere",
                violation_error_message=_("A move leads from one title to another."),
            ),
            models.CheckConstraint(
                condition=Q(typical_months__range=(0, 240)),
                name="move_months_in_reason",
                violation_error_message=_("Typical months go from 0 to 240."),
            ),
            one_of("move", "kind", MoveKind.values, _("Choose the kind of move.")),
            one_of("move", "how", MoveHow.values, _("Choose how the move happens.")),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}"
