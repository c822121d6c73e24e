"""A person types what they know, and finds the openings that it means."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from jobs import finding
from jobs.criteria import Criteria, Vocabulary
from tests.factories import (
    DepartmentFactory,
    FamilyFactory,
    PostingFactory,
    PostingSkillFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
)

pytestmark = pytest.mark.django_db


def found(address: str, user: Any = None) -> list[str]:
    """The names of the openings on the first page of an address, in order."""
    vocabulary = Vocabulary.load()
    criteria = Criteria.read(QueryDict(address), vocabulary)
    results = finding.find(criteria, user=user or AnonymousUser(), vocabulary=vocabulary, now=timezone.now())
    return [posting.business_title for posting in results.postings]


@pytest.mark.parametrize("word", ["programmer", "Programmers", "PROGRAM", "dba", "DBA", "help desk", "helpdesk"])
def test_an_old_or_everyday_word_finds_the_refreshed_title(word: str) -> None:
    title = TitleFactory.create(revision__name="Software Engineer")
    for alias in ["Programmer/Analyst", "DBA", "Help desk", "Helpdesk"]:
        TitleAliasFactory.create(title=title, name=alias)
    PostingFactory.create(title=title, business_title="Engineer for permits")
    PostingFactory.create(business_title="Gardener of data")
    assert found(f"q={word}") == ["Engineer for permits"]


def test_words_in_the_name_rank_above_words_in_the_text() -> None:
    PostingFactory.create(business_title="Office clerk", what_you_will_do="Now and then about security.")
    PostingFactory.create(business_title="Security analyst")
    assert found("q=security") == ["Security analyst", "Office clerk"]


def test_a_phrase_wants_its_words_in_order() -> None:
    PostingFactory.create(business_title="One", what_you_will_do="Lead incident response at night.")
    PostingFactory.create(business_title="Two", what_you_will_do="Response to each incident.")
    assert found('q="incident response"') == ["One"]
    assert set(found("q=incident response")) == {"One", "Two"}


def test_minus_leaves_out() -> None:
    PostingFactory.create(business_title="Network engineer")
    PostingFactory.create(business_title="Network manager")
    assert found("q=network -manager") == ["Network engineer"]


def test_the_last_word_may_be_half_typed() -> None:
    PostingFactory.create(business_title="Cybersecurity analyst")
    assert found("q=cyberse") == ["Cybersecurity analyst"]


def test_the_very_word_ranks_above_what_begins_like_it() -> None:
    PostingFactory.create(business_title="Data analyst")
    PostingFactory.create(business_title="Database administrator for databases")
    assert found("q=data") == ["Data analyst", "Database administrator for databases"]


def test_accents_do_not_matter() -> None:
    PostingFactory.create(business_title="Analyst", division="Café technology")
    assert found("q=cafe") == ["Analyst"]


def test_skills_departments_and_families_are_searched() -> None:
    family = FamilyFactory.create(name="Cartography")
    department = DepartmentFactory.create(name="Department of Tunnels")
    posting = PostingFactory.create(
        business_title="Map maker", title=TitleFactory.create(family=family), department=department
    )
    PostingSkillFactory.create(posting=posting, skill=SkillFactory.create(name="Kubernetes"))
    for word in ["cartography", "tunnels", "kubernetes"]:
        assert found(f"q={word}") == ["Map maker"], word


def test_common_words_alone_leave_nothing_out() -> None:
    PostingFactory.create(business_title="Analyst")
    assert found("q=the") == ["Analyst"]


def test_city_staff_see_openings_for_staff_only(staff: Any, seeker: Any) -> None:
    PostingFactory.create(business_title="Inside", audience="staff")
    PostingFactory.create(business_title="Outside", audience="public")
    assert found("") == ["Outside"]
    assert found("", seeker) == ["Outside"]
    assert set(found("", staff)) == {"Inside", "Outside"}
