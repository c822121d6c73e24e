"""The factories' traits stand in the phase that they are named for."""

from typing import Any

import pytest

from jobs.choices import Phase
from jobs.models import Posting
from pathways.models import Title
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
    posting = PostingFactory.create(**trait)
    assert posting.phase is phase
    row: Any = Posting.objects.with_phase().get()
    assert row.phase_now == phase


def test_a_title_comes_with_a_revision_in_force() -> None:
    TitleAliasFactory.create(title__revision__name="Database keeper", title__level_number=4)
    title: Any = Title.objects.with_revision().get()
    assert (title.name, title.level_id, title.code[-1]) == ("Database keeper", 4, "4")
