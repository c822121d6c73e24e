"""Triggers keep the search row of every posting true, whatever table a change comes through."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from jobs.models import Posting, PostingSearch
from pathways.models import Family
from tests.factories import (
    DepartmentFactory,
    FamilyFactory,
    LevelFactory,
    PostingFactory,
    PostingSkillFactory,
    RevisionFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
)

pytestmark = pytest.mark.django_db


def rows() -> list[Any]:
    return list(PostingSearch.objects.order_by("pk").values())


def assert_true_without_help() -> None:
    """What the triggers left is what a rebuild from nothing makes."""
    kept = rows()
    assert len(kept) == Posting.objects.count()
    PostingSearch.objects.all().delete()
    call_command("reindex_postings", verbosity=0)
    assert rows() == kept


def test_every_source_of_a_row_changes_it() -> None:
    title = TitleFactory.create()
    posting = PostingFactory.create(title=title)
    untitled = PostingFactory.create(title=None, family=FamilyFactory.create())
    skill = SkillFactory.create(name="Carpentry")
    needed = PostingSkillFactory.create(posting=posting, skill=skill)
    alias = TitleAliasFactory.create(title=title, name="Webmaster")
    other = TitleFactory.create()
    PostingFactory.create(title=other)

    before = [rows()]

    def changed(name: str) -> bool:
        after = rows()
        was_changed, before[0] = after != before[0], after
        assert was_changed, name
        assert_true_without_help()
        return was_changed

    Posting.objects.filter(pk=posting.pk).update(business_title="Bridge keeper", work_mode="remote")
    assert changed("posting")
    type(skill).objects.filter(pk=skill.pk).update(name="Joinery")
    assert changed("skill")
    needed.delete()
    assert changed("posting skill deleted")
    alias.title = other
    alias.save()
    assert changed("alias moved")
    alias.delete()
    assert changed("alias deleted")
    RevisionFactory.create(title=title, number=2, name="Keeper of bridges", in_force_from="2030-01-01")
    assert changed("revision added")
    title.revisions.all().update(name="Keeper")
    assert changed("revision renamed")
    posting.department.name = "Department of Bridges"
    posting.department.save()
    assert changed("department")
    title.family.name = "Bridges"
    title.family.save()
    assert changed("family of a title")
    Family.objects.filter(pk=untitled.family_id or 0).update(name="Ferries")
    assert changed("family of a posting")
    title.family = FamilyFactory.create()
    title.save()
    assert changed("title")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_posting SET closes_at = NULL, degree_rule = 'preferred' WHERE id = %s", [posting.pk]
        )
    assert changed("raw SQL")
    untitled.delete()
    assert changed("posting deleted")


def test_bulk_work_is_seen() -> None:
    department, title = DepartmentFactory.create(), TitleFactory.create()
    made = PostingFactory.build_batch(
        5, department=department, title=title, level=LevelFactory.create(), created_by=None
    )
    author = PostingFactory.create().created_by
    for posting in made:
        posting.created_by = posting.updated_by = posting.published_by = author
    Posting.objects.bulk_create(made)
    assert_true_without_help()
    Posting.objects.filter(department=department).update(audience="staff")
    assert set(PostingSearch.objects.filter(department=department).values_list("audience", flat=True)) == {"staff"}
    assert_true_without_help()


def test_what_is_long_is_kept_beside_the_rows() -> None:
    """Counting reads the rows: with the words in them it takes as long as reading all texts."""
    posting = PostingFactory.create(what_you_will_do="\n".join(f"- Mend machine number {n}" for n in range(100)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_column_toast_chunk_id(document), pg_column_toast_chunk_id(body)"
            " FROM jobs_postingsearch WHERE posting_id = %s",
            [posting.pk],
        )
        chunks = cursor.fetchone()
    assert all(chunks), "both are beside the table"
    assert PostingSearch.objects.get(pk=posting.pk).body.startswith("- Mend machine number 0")
