"""Titles follow posts: who has a post gets the refreshed title that it stands for, and a new post is looked at anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from chitech.core.accounts.models import Employment, User
from pathways.choices import ProfileOrigin
from pathways.models import Profile
from pathways.profiles import finding


@dataclass
class Followed:
    """How many profiles were made, moved to another title, and taken back until someone says which title it is."""

    made: int = 0
    moved: int = 0
    open: int = 0


def posts_of(users: Iterable[int] | None = None) -> dict[int, Employment]:
    """The post of today of each person with an account; of several the newest. One query."""
    posts = Employment.objects.current().filter(user__is_active=True).select_related("department")
    if users is not None:
        posts = posts.filter(user__in=list(users))
    return {post.user_id: post for post in posts.order_by("starts_on", "pk") if post.user_id}


@transaction.atomic
def follow_posts(*, by: User, users: Iterable[int] | None = None) -> Followed:
    """Bring profiles in line with the payroll and the crosswalk. Doing it again changes nothing.

    A title that a person, a manager or HR chose stays as long as the code on the payroll is the one that they saw.
    Where a new code stands for several titles or for none, the old title goes, and the person is asked.
    """
    today, moment = timezone.localdate(), timezone.now()
    posts = posts_of(users)
    found = finding.titles_of(list(posts.values()), today)
    profiles = {each.user_id: each for each in Profile.objects.select_for_update().filter(user__in=list(posts))}
    pins = finding.Pins(pk for each in found.values() for pk in each.titles)
    new: list[Profile] = []
    moved: list[Profile] = []
    stale: list[int] = []
    for user_id, post in posts.items():
        profile, known = profiles.get(user_id), found.get(post.pk)
        is_same_post = profile is not None and profile.title_code == post.title_code
        if profile and is_same_post and (profile.origin != ProfileOrigin.CROSSWALK or known is None):
            continue
        if known is None or known.only is None:
            stale += [profile.pk] if profile and not is_same_post else []
            continue
        revision = pins.of(known.only, known.since)
        if revision is None or (profile and is_same_post and profile.title_id == known.only):
            continue
        (moved if profile else new).append(profile or Profile(user_id=user_id))
        made = profile or new[-1]
        made.title_id, made.revision, made.since = known.only, revision, known.since
        made.origin, made.title_code = ProfileOrigin.CROSSWALK, post.title_code
        made.set_at, made.set_by = moment, by
    Profile.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    columns = ["title", "revision", "since", "origin", "title_code", "set_at", "set_by"]
    Profile.objects.bulk_update(moved, columns, batch_size=1000)
    Profile.objects.filter(pk__in=stale).delete()
    return Followed(len(new), len(moved), len(stale))
