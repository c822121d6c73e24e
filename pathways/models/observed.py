"""Steps between titles that people did take, counted from the payroll."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pathways.models.titles import Title

# Of fewer people nothing is said: who knows one of them could tell who it was.
FEWEST = 3


class ObservedMove(models.Model):
    """So many people went from one title to another within the last years. Counted anew each night: it has no history.

    Unlike a `Move`, nobody designed it: it says what happened, with whichever pay, months or rules there were.
    """

    origin = models.ForeignKey(
        Title, models.CASCADE, related_name="observed_after", verbose_name=_("from"), db_index=False
    )
    destination = models.ForeignKey(Title, models.CASCADE, related_name="observed_before", verbose_name=_("to"))
    people = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("observed move")
        verbose_name_plural = _("observed moves")
        ordering = ["-people", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "destination"],
                name="observed_move_once",
                violation_error_message=_("This step is counted already."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="observed_move_goes_somewhere",
                violation_error_message=_("A step leads to another title."),
            ),
            models.CheckConstraint(
                condition=Q(people__gte=FEWEST),
                name="observed_move_of_several",
                violation_error_message=_("Of fewer than three people nothing is said."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} -> {self.destination_id}: {self.people}"
