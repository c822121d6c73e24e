"""A title's pages: what it says today, on another day, what changed, and beside another title."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from chitech.core.accounts.models import User
from pathways import actions, revision_diff
from pathways.errors import Incomplete
from pathways.models import ReferenceFramework, Revision, RevisionSkill, Title, TitleReference
from tests.factories import (
    BenchmarkFactory,
    MoveFactory,
    PostingFactory,
    RevisionFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
    UserFactory,
)
from tests.training_factories import CourseFactory, LearningPathFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def title() -> Title:
    """Said one thing from January on, and another since March."""
    made: Title = TitleFactory.create(revision=None)
    sql, talk = SkillFactory.create(name="SQL"), SkillFactory.create(name="Plain talk")
    RevisionFactory.create(
        title=made, name="Programmer III", degree_rule="required", degree_kind="bachelor", degree_reason="Always had.",
        degree_equivalent="Nothing.", skills=[(sql, 2, True)],
    )  # fmt: skip
    RevisionFactory.create(
        title=made, number=2, name="Software developer", in_force_from="2026-03-01", change_note="No degree any more.",
        pay_max_cents=120_000_00, skills=[(sql, 3, True), (talk, 1, False)],
    )  # fmt: skip
    return made


def test_today_and_as_of(client: Client, title: Title) -> None:
    address = f"/pathways/titles/{title.code}/"
    assert "<h1>Software developer</h1>" in client.get(address).text
    then = client.get(address, {"on": "2026-02-28"}).text
    assert "<h1>Programmer III</h1>" in then
    assert "bachelor’s degree is required" in then
    assert "<h1>Software developer</h1>" in client.get(address, {"on": "2026-03-01"}).text
    before = client.get(address, {"on": "2025-12-31"})
    assert (before.status_code, "says nothing" in before.text) == (200, True)
    for nonsense in ("2026-02-30", "soon", "9999999-01-01"):
        assert "That is not a day" in client.get(address, {"on": nonsense}).text
    assert client.get(address.lower()).status_code == 301
    assert client.get("/pathways/titles/XXX-P1/").status_code == 404


def test_the_history_reads_like_release_notes(client: Client, title: Title) -> None:
    text = client.get(f"/pathways/titles/{title.code}/history/").text
    assert "Renamed from “Programmer III” to “Software developer”." in text
    assert "New skills: Plain talk." in text
    assert "SQL (working → practitioner)" in text
    assert "No degree any more." in text
    assert text.index("From 1 March 2026") < text.index("From 1 January 2026")


def test_two_revisions_side_by_side(client: Client, title: Title) -> None:
    first, second = title.revisions.order_by("number")
    difference = revision_diff.between(first, second)
    assert [row.label for row in difference.rows] == ["Name", "Pay", "Degree"]
    assert [(each.name, each.before is None) for each in difference.skills] == [("SQL", False), ("Plain talk", True)]
    text = client.get(f"/pathways/titles/{title.code}/history/", {"from": 1, "to": 2}).text
    assert "<del>Programmer</del>" in text
    assert "<ins>Software</ins>" in text
    assert "Revision 1 and revision 2" in text


def test_words_that_differ_are_marked_alone() -> None:
    before, after = revision_diff.in_pieces("Keep the old city safe", "Keep the new city safe")
    assert [piece.text for piece in before if piece.is_changed] == ["old"]
    assert [piece.text for piece in after if piece.is_changed] == ["new"]
    assert "".join(piece.text for piece in after) == "Keep the new city safe"


def test_what_lies_between_two_titles(client: Client, title: Title) -> None:
    other = TitleFactory.create(revision=None)
    sql, lead = title.revisions.get(number=2).skills.get(name="SQL"), SkillFactory.create(name="Leading a team")
    RevisionFactory.create(title=other, name="Lead developer", skills=[(sql, 4, True), (lead, 2, True)])
    page = client.get("/pathways/compare/", {"a": title.code.lower(), "b": other.code})
    comparison = page.context["comparison"]
    assert [skill.name for skill in comparison.learn] == ["Leading a team"]
    assert [(skill.name, skill.here, skill.there) for skill in comparison.grow] == [("SQL", 3, 4)]
    assert [skill.name for skill in comparison.left] == ["Plain talk"]
    unknown = client.get("/pathways/compare/", {"a": "ZZZ-P9", "b": ""})
    assert (unknown.status_code, "ZZZ-P9" in unknown.text) == (200, True)


def test_openings_come_through_the_hook(client: Client, title: Title) -> None:
    posting = PostingFactory.create(title=title)
    PostingFactory.create(title=title, ended=True)
    PostingFactory.create(title=title, audience="staff")
    text = client.get(f"/pathways/titles/{title.code}/").text
    assert "1 opening now" in text
    assert posting.get_absolute_url() in text
    assert "opening now" not in client.get(f"/pathways/titles/{title.code}/", {"on": "2026-02-01"}).text


def test_old_benchmarks_are_flagged(client: Client, title: Title) -> None:
    today = timezone.localdate()
    BenchmarkFactory.create(title=title, market_title="Fresh", surveyed_on=today - timedelta(days=100))
    assert "Old figures" not in client.get(f"/pathways/titles/{title.code}/").text
    BenchmarkFactory.create(title=title, market_title="Stale", surveyed_on=today - timedelta(days=900))
    assert client.get(f"/pathways/titles/{title.code}/").text.count("Old figures") == 1


def test_at_most_ten_queries_however_much_there_is(
    client: Client, title: Title, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _each in range(12):
        MoveFactory.create(origin=title)
        MoveFactory.create(destination=title)
        PostingFactory.create(title=title)
        TitleAliasFactory.create(title=title)
        BenchmarkFactory.create(title=title)
    ada = UserFactory.create()
    for name in ("bridges", "rivers", "harbors"):
        framework = ReferenceFramework.objects.create(
            slug=name, name=name, publisher=name, licence=name, attribution=name
        )
        terms = {"closeness": "near", "linked_at": timezone.now(), "linked_by": ada}
        TitleReference.objects.create(title=title, framework=framework, role_code="keeper", **terms)
    need = RevisionSkill.objects.filter(revision__title=title).select_related("skill").first()
    assert need
    for _each in range(5):
        course = CourseFactory.create(skills=[(need.skill, 0, 4)])
        LearningPathFactory.create(title=title, courses=[course])
    client.get("/livez")
    with django_assert_max_num_queries(10):
        page = client.get(f"/pathways/titles/{title.code}/")
    assert len(page.context["page"].after) == 12
    assert len(page.context["page"].elsewhere) == 3
    assert len(page.context["page"].other_facts[0].links) == 8


def test_the_list_has_as_many_queries_for_many_titles(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    TitleFactory.create_batch(3)
    with django_assert_max_num_queries(10):
        client.get("/pathways/")
    TitleFactory.create_batch(20)
    with django_assert_max_num_queries(10):
        assert client.get("/pathways/").context["map"].count == 23


def test_a_search_knows_old_names(client: Client, title: Title) -> None:
    TitleAliasFactory.create(title=title, name="Principal Programmer/Analyst")
    TitleFactory.create()
    assert client.get("/pathways/", {"q": "principal analyst"}).context["map"].count == 1


def test_degrees_are_counted_over_time(client: Client, title: Title) -> None:
    page = client.get("/pathways/degrees/")
    (family,) = page.context["families"]
    assert (family.titles, family.none, family.required) == (1, 1, 0)
    asking = {point.day: point.asking for point in page.context["points"]}
    assert asking[date(2026, 1, 1)] == 1
    assert asking[max(asking)] == 0
    ((line, counts),) = page.context["lines"]
    assert (line, {point.day: count for point, count in counts}) == (title.family, asking)
    assert "by field of work on these days" in page.text


def test_a_retired_title_needs_a_successor_or_a_reason(client: Client, title: Title, publisher: User) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Incomplete):
        actions.retire(title=title, by=publisher, on=tomorrow)
    successor = TitleFactory.create(revision__name="Newer title")
    actions.retire(title=title, by=publisher, on=tomorrow, successor=successor)
    assert not Revision.objects.in_force_on(tomorrow).filter(title=title).exists()
    page = client.get(f"/pathways/titles/{title.code}/", {"on": str(tomorrow)}).text
    assert "no longer used" in page
    # It is not a code to people, but what it was called.
    assert f"<h1>{title.revisions.latest('number').name}</h1>" in page
    assert successor.code in page
    assert title not in Title.objects.in_use(tomorrow)
