"""Every course and learning path that the public may read, for the sitemap."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from training.choices import CourseState
from training.models import Course, LearningPath

# A sitemap's file takes 50,000; a catalogue has thousands.
MOST = 40_000


# Another answer after every change of what stands in the sitemap: for `jobs.catalogue.read`, which asks it in passing.
STAMPS = tuple(
    f"SELECT concat(count(*), ' ', max(updated_at)) FROM {table} WHERE state = '{CourseState.PUBLISHED}'"  # noqa: S608
    for table in ("training_course", "training_learningpath")
)


def pages() -> Iterator[tuple[str, datetime | None]]:
    """The path of each page, and when it last changed. Two queries."""
    rows = Course.objects.published().order_by("pk").values_list("slug", "updated_at")[:MOST]
    courses = [(reverse("training:course", args=[slug]), changed) for slug, changed in rows]
    paths = LearningPath.objects.filter(state=CourseState.PUBLISHED).order_by("pk")
    steps = [(path.get_absolute_url(), path.updated_at) for path in paths]
    for name, found in (("training:list", courses), ("training:paths", steps)):
        if found:  # an empty list is nothing to find
            yield reverse(name), max(changed for _url, changed in found)
    yield from courses
    yield from steps
