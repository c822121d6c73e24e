"""What a person typed and could not send, until they have signed in again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chitech.core.signin.querysets import KeptFormQuerySet


class KeptForm(models.Model):
    """A form that came from somebody who was no longer signed in. Never sent on: shown again, to the same person.

    Sealed with a key that only the browser's cookie completes: the table alone tells nobody what was typed. It lives
    for KEPT_FORM_HOURS and has no history.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE)
    browser = models.CharField(_("hash of the browser's cookie"), max_length=64)
    page = models.CharField(_("page with the form"), max_length=2000)
    action = models.CharField(_("where the form goes"), max_length=2000)
    sealed = models.TextField(_("what was typed, sealed"))
    had_files = models.BooleanField(_("files were left out"), default=False)
    kept_until = models.DateTimeField(_("kept until"), db_index=True)

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")
        constraints = [
            models.UniqueConstraint(
                fields=["browser", "user", "action"],
                name="kept_form_once_per_browser_and_action",
                violation_error_message=_("This form is kept already."),
            ),
        ]

    def __str__(self) -> str:
        return self.page
