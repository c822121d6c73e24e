"""The factories' traits stand in the phase that they are named for."""

import pytest

from jobs.choices import Phase
from jobs.models import Posting
from tests.factories import PostingFactory, TitleAliasFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("trait", "phase"),
    [
        ({}, Phase.OPEN),
        ({"draft": True}, Phase.DRAFT),
        ({"unpaid": True}, Phase.DRAFT),
        ({"scheduled": True}, Phase.SCHEDULED),
        ({"ended": True}, Phase.ENDED),
        ({"closed": True}, Phase.CLOSED),
        ({"cancelled": True}, Phase.CANCELLED),
    ],
)
def test_a_posting_is_in_the_phase_of_its_trait_in_python_and_in_the_database(
    trait: dict[str, bool], phase: Phase
) -> None:
    posting = PostingFactory(**trait)
    assert posting.phase is phase
    assert Posting.objects.with_phase().get(pk=posting.pk).phase_now == phase


def test_a_title_comes_with_a_revision_in_force() -> None:
    alias = TitleAliasFactory(title__revision__name="Database keeper", title__level_number=4)
    title = type(alias.title).objects.with_revision().get()
    assert (title.name, title.level_id, title.code[-1]) == ("Database keeper", 4, "4")
