"""The departments of the city."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked


@tracked()
class Department(models.Model):
    """A department of the city, as its budget names it."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
