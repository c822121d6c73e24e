"""Which refreshed title a person has follows from their post on the payroll, or from who may say it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from pathways.errors import NotAllowed
from pathways.models import Profile, Title
from pathways.profiles.actions import set_title
from pathways.profiles.posts import Followed, follow_posts
from tests.factories import EmploymentFactory, RevisionFactory, TitleAliasFactory, TitleFactory, UserFactory


@pytest.fixture
def developer(db: None) -> Title:
    """What a programmer/analyst of the old budget is called now."""
    title: Title = TitleFactory.create(revision__name="Software developer")
    TitleAliasFactory.create(title=title, name="programmer/analyst", source="Chicago budget 2018")
    return title


def follow() -> Followed:
    return follow_posts(by=User.objects.system())


def test_the_title_of_a_post_is_the_persons(staff: User, manager: User, developer: Title) -> None:
    staff.employments.update(starts_on=date(2024, 5, 6))
    assert follow() == Followed(made=2)
    profile = Profile.objects.get(user=staff)
    assert (profile.title, profile.origin, profile.since) == (developer, "crosswalk", date(2024, 5, 6))
    assert profile.revision == developer.revisions.get()
    assert follow() == Followed()


def test_what_the_title_said_when_they_came_is_pinned(staff: User, manager: User) -> None:
    title = TitleFactory.create(revision=None)
    TitleAliasFactory.create(title=title, name="Programmer/Analyst", source="Chicago budget 2018")
    first = RevisionFactory.create(title=title, number=1, in_force_from=date(2020, 1, 1))
    second = RevisionFactory.create(title=title, number=2, in_force_from=date(2025, 1, 1))
    staff.employments.update(starts_on=date(2022, 1, 1))
    manager.employments.update(starts_on=date(2025, 6, 1))
    follow()
    assert Profile.objects.get(user=staff).revision == first
    assert Profile.objects.get(user=manager).revision == second
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.update(revision=RevisionFactory.create(title=TitleFactory.create(revision=None)))


def test_where_a_post_stands_for_several_titles_the_person_chooses(
    staff: User, manager: User, developer: Title
) -> None:
    web = TitleFactory.create(revision__name="Web developer")
    TitleAliasFactory.create(title=web, name="Programmer/Analyst", source="Chicago budget 2018")
    assert follow() == Followed()
    with pytest.raises(NotAllowed):
        set_title(user=staff, title=TitleFactory.create(), by=staff)
    assert set_title(user=staff, title=web, by=staff).origin == "chosen"
    follow()
    assert Profile.objects.get(user=staff).title == web


def test_another_post_is_looked_at_anew(staff: User, manager: User, developer: Title) -> None:
    set_title(user=staff, title=TitleFactory.create(), by=manager)
    follow()
    assert Profile.objects.get(user=staff).origin == "set"
    staff.employments.update(title_code="0999")
    assert follow().moved == 1
    assert Profile.objects.get(user=staff).title == developer
    staff.employments.update(title_code="1234", title_name="Bridge tender")
    assert follow().open == 1
    assert not Profile.objects.filter(user=staff).exists()


def test_the_manager_and_hr_set_a_title_and_the_person_is_told(
    staff: User, manager: User, hr: User, seeker: User, developer: Title
) -> None:
    for person in (seeker, UserFactory.create()):
        with pytest.raises(NotAllowed):
            set_title(user=staff, title=developer, by=person)
    set_title(user=staff, title=developer, by=manager)
    set_title(user=staff, title=TitleFactory.create(), by=hr)
    assert Message.objects.filter(kind="pathways.title_set", user=staff).count() == 2
    with pytest.raises(NotAllowed):
        set_title(user=seeker, title=developer, by=hr)


def test_who_has_left_has_no_post_to_follow(staff: User, manager: User, developer: Title) -> None:
    staff.employments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert follow() == Followed(made=1)


def test_many_posts_need_no_more_queries(developer: Title, django_assert_max_num_queries: object) -> None:
    for _each in range(8):
        EmploymentFactory.create(user=UserFactory.create(), title_name="Programmer/Analyst")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert follow().made == 8
