"""Words about working for the city, which HR writes itself: the parts of "Why work here", and stories of staff."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.tracking import tracked
from chitech.portal.querysets import PageQuerySet


class PageKind(models.TextChoices):
    """A part stands on "Why work here" itself; a story has a page of its own."""

    PART = "part", _("Part of “Why work here”")
    STORY = "story", _("Story of someone who works here")


@tracked()
class Page(models.Model):
    """A title, a sentence and a text in Markdown. The public sees it while `is_published`.

    `version` counts the edits: one that began on an older version is refused (`actions.update_page`).
    """

    kind = models.CharField(_("what it is"), max_length=5, choices=PageKind)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=100)
    byline = models.CharField(_("who tells it"), max_length=120, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=240)
    body = models.TextField(_("text"))
    order = models.PositiveSmallIntegerField(_("place in the order"), default=0)
    is_published = models.BooleanField(_("everyone may read it"), default=False)

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)

    objects: ClassVar[PageQuerySet] = PageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["kind", "order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=PageKind.values),
                name="page_kind_known",
                violation_error_message=_("Choose what this page is."),
            ),
            models.CheckConstraint(
                condition=~models.Q(slug="manage"),
                name="page_slug_is_free",
                violation_error_message=_("The address “manage” is taken. Choose another one."),
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(summary="") & ~models.Q(body=""),
                name="page_says_something",
                violation_error_message=_("A page needs a title, a sentence and a text."),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PageKind.STORY) ^ models.Q(byline=""),
                name="page_byline_of_stories",
                violation_error_message=_("A story says who tells it; nothing else does."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """A story's own page; a part's place on "Why work here"."""
        if self.kind == PageKind.STORY:
            return reverse("why:story", kwargs={"slug": self.slug})
        return f"{reverse('why:index')}#{self.slug}"
