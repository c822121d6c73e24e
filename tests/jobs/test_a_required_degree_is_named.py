"""Which degree: on the page, in HR's form, in a title's words, in the history, and in the database."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from chitech.core.accounts.models import User
from jobs import actions, history
from jobs.errors import CannotPublish
from jobs.models import Posting
from pathways.models import Revision
from tests.conftest import SignIn
from tests.factories import PostingFactory, TitleFactory
from tests.pages import form_fields, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "kind", "said"),
    [
        ("required", "bachelor", "A bachelor’s degree is required."),
        ("required", "high_school", "A high school diploma is required."),
        ("required", "", "A degree is required."),
        ("required_by_law", "postgraduate", "A postgraduate degree is required by law."),
        ("preferred", "associate", "An associate degree helps but is not required."),
        ("preferred", "certificate", "A professional certificate helps but is not required."),
        ("none", "bachelor", "No degree asked."),
    ],
)
def test_the_page_says_which(client: Client, rule: str, kind: str, said: str) -> None:
    posting = PostingFactory.create(degree_rule=rule, degree_kind=kind, degree_reason="100% of it is law.")
    assert said in text(client.get(posting.get_absolute_url()))
    assert said in text(client.get("/jobs/"))


def test_hr_chooses_it_and_the_history_tells(hr: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create(draft=True)
    browser, address = sign_in(hr), reverse("jobs:manage-edit", args=[posting.pk])
    fields: dict[str, Any] = {
        **form_fields(browser.get(address)),
        "degree_rule": "preferred",
        "degree_kind": "associate",
    }
    assert browser.post(address, fields).status_code == 302
    posting.refresh_from_db()
    assert posting.degree_kind == "associate"
    told = str(history.of(posting))
    assert "Associate degree" in told


def test_a_draft_from_a_title_begins_with_the_titles_degree(hr: User, sign_in: SignIn) -> None:
    title = TitleFactory.create(
        revision__degree_rule="required", revision__degree_kind="bachelor",
        revision__degree_reason="It signs drawings.", revision__degree_equivalent="Four years of practice.",
    )  # fmt: skip
    fields = form_fields(sign_in(hr).get(reverse("jobs:manage-new"), {"title": title.code}))
    assert (fields["degree_rule"], fields["degree_kind"]) == ("required", "bachelor")


def test_a_published_posting_cannot_lose_it(hr: User) -> None:
    posting = PostingFactory.create(
        degree_rule="required", degree_kind="bachelor", degree_reason="It signs.", degree_equivalent="Four years.",
    )  # fmt: skip
    with pytest.raises(CannotPublish) as refusal:
        actions.update(posting=posting, by=hr, version=posting.version, values={"degree_kind": ""})
    assert "which one?" in refusal.value.missing[0]


@pytest.mark.parametrize("model", [Posting, Revision])
def test_the_database_knows_no_other_kinds(model: Any) -> None:
    PostingFactory.create()
    with pytest.raises(IntegrityError, match="degree_kind_known"), transaction.atomic():
        model.objects.update(degree_kind="phd")
