"""The list of city staff: which posts an address asks for, and what the page shows of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.models import Department, Employment, User
from chitech.core.accounts.querysets import EmploymentQuerySet

PAGE_SIZE = 25
_LONGEST_QUERY = 100


class When(models.TextChoices):
    """Posts by where today is in them. Computed, never stored."""

    NOW = "now", _("Today")
    COMING = "coming", _("Yet to begin")
    ENDED = "ended", _("Ended")
    ALL = "all", _("All")


@dataclass(frozen=True)
class Listing:
    """One state of the list; every one has an address."""

    q: str
    when: When
    department: int | None
    asked_page: str | None
    user: User
    today: date

    @cached_property
    def page(self) -> "Page[Employment]":
        found = self._of(self.when, Employment.objects.visible_to(self.user).about(self.q))
        if self.department:
            found = found.filter(department=self.department)
        return Paginator(found.select_related("department").order_by("name", "pk"), PAGE_SIZE).get_page(self.asked_page)

    @cached_property
    def departments(self) -> list[tuple[int, str]]:
        """Those of which this person sees anybody."""
        seen = Employment.objects.visible_to(self.user).order_by().values("department")
        return list(Department.objects.filter(pk__in=seen).values_list("pk", "name"))

    @property
    def times(self) -> list[When]:
        return list(When)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.department or self.when != When.NOW)

    def _of(self, when: When, posts: EmploymentQuerySet) -> EmploymentQuerySet:
        match when:
            case When.NOW:
                return posts.current(self.today)
            case When.COMING:
                return posts.filter(starts_on__gt=self.today)
            case When.ENDED:
                return posts.filter(ends_on__lt=self.today)
        return posts


def read(asked: Mapping[str, str], user: User) -> Listing:
    """What an address asks for. What it can't mean is left out; never raises."""
    department = asked.get("department", "")
    when = asked.get("when", "")
    return Listing(
        q=asked.get("q", "").replace("\x00", "")[:_LONGEST_QUERY].strip(),
        when=When(when) if when in When.values else When.NOW,
        department=int(department) if department.isascii() and department.isdigit() and len(department) < 10 else None,
        asked_page=asked.get("page"),
        user=user,
        today=timezone.localdate(),
    )
