"""A posting keeps the revision under which it was published, until someone pins it anew."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from chitech.core.accounts.models import User
from jobs import actions
from jobs.errors import NotAllowed
from jobs.models import Posting, PostingSearch
from tests.factories import PostingFactory, RevisionFactory, TitleFactory

pytestmark = pytest.mark.django_db


def test_publishing_pins_and_a_new_revision_does_not_move_it(hr: User) -> None:
    title = TitleFactory.create()
    posting = actions.publish(posting=PostingFactory.create(draft=True, title=title), by=hr)
    first = title.revisions.get()
    assert posting.revision_id == first.pk
    second = RevisionFactory.create(title=title, number=2, in_force_from=timezone.localdate())
    posting.refresh_from_db()
    assert posting.revision_id == first.pk
    assert actions.repin(posting=posting, by=hr).revision_id == second.pk


def test_only_a_published_posting_with_a_title_is_repinned(hr: User) -> None:
    for posting in (PostingFactory.create(draft=True), PostingFactory.create(title=None)):
        with pytest.raises(NotAllowed):
            actions.repin(posting=posting, by=hr)


def test_another_title_brings_its_own_revision(hr: User) -> None:
    posting = actions.publish(posting=PostingFactory.create(draft=True), by=hr)
    other = TitleFactory.create()
    changed = actions.update(posting=posting, by=hr, version=posting.version, values={"title": other})
    assert changed.revision_id == other.revisions.get().pk
    cleared = actions.update(posting=changed, by=hr, version=changed.version, values={"title": None})
    assert cleared.revision_id is None


def test_the_database_refuses_another_titles_revision() -> None:
    posting, other = PostingFactory.create(), RevisionFactory.create()
    with pytest.raises(IntegrityError, match="posting_revision_of_its_title"), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(revision=other)


def test_names_of_drafts_find_nothing() -> None:
    posting = PostingFactory.create()
    before = PostingSearch.objects.get(pk=posting.pk).document
    RevisionFactory.create(title=posting.title, number=2, name="Wizardry", draft=True)
    assert PostingSearch.objects.get(pk=posting.pk).document == before
    RevisionFactory.create(title=posting.title, number=3, name="Wizardry", in_force_from="2026-08-01")
    assert "wizardri" in str(PostingSearch.objects.get(pk=posting.pk).document)
