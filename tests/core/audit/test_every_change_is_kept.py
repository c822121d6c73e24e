"""Every insert, update and delete of what we keep is written down by the database, and stays written."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client

from chitech.core.accounts.models import DataExport, Department, User
from chitech.core.imports.models import ImportedRecord, ImportFile, ImportItem, ImportReject, SavedMapping
from chitech.core.outbox.models import MailServer, Message
from chitech.core.search.models import Lexeme
from chitech.core.signin.models import KeptForm
from jobs.models import (
    CatalogueChange,
    KnownPosting,
    PostingNews,
    PostingSearch,
    SavedPosting,
    SavedSearch,
    SearchAlert,
)
from pathways.models import ObservedMove, ReferenceItem, ReferenceLink, VocabularyChange
from tests.factories import DepartmentFactory, PostingFactory, UserFactory
from tests.project.walk import our_models
from training.models import CalendarLink, CourseSearch, EnrollmentMeeting, EnrollmentMove, Interest

# Derived from tracked tables (by triggers; from their words) or from a file that is kept elsewhere (what a source said
# last): their history is the source's. A message is no decision: it is written once, and its columns are the history of
# its delivery, whose contents must go when they are secret or old.
WITHOUT_HISTORY = {DataExport, PostingSearch, CourseSearch, Lexeme, ImportedRecord, Message, MailServer}
WITHOUT_HISTORY |= {CatalogueChange, VocabularyChange}
# What hangs on an import and is forgotten in time: the import itself is tracked, and so is all that it writes.
# A form that was not sent changed nothing. It is sealed, and forgotten within hours.
WITHOUT_HISTORY |= {KeptForm}
WITHOUT_HISTORY |= {ImportFile, ImportItem, ImportReject, SavedMapping}
# What somebody looks for is nobody else's business: it goes when they delete it, and no decision of the city is in it.
WITHOUT_HISTORY |= {SavedSearch, SavedPosting, SearchAlert, KnownPosting, PostingNews}
# The moves of an enrollment are its history; its hours are triggers' work; interest and calendar addresses are nobody
# else's business.
WITHOUT_HISTORY |= {EnrollmentMove, EnrollmentMeeting, Interest, CalendarLink}
# The text of a framework's file, which can be read again: what was decided about it is tracked.
WITHOUT_HISTORY |= {ReferenceItem, ReferenceLink}
# Counted anew each night from posts, which are tracked.
WITHOUT_HISTORY |= {ObservedMove}
# Columns that must never be in history, with the reason beside the model.
KEPT_OUT = {
    "User": {"password", "last_login"},
    "Posting": {"annual_min_cents", "annual_max_cents"},
    "Import": {"samples"},
    "Feedback": {"words"},  # they go with their writer, and may name others
    "Certificate": {"token", "identity_salt", "identity_hash"},  # who reads the history must not come to it
    "Session": {"seats_taken", "waiting", "line_last", "starts", "ends"},  # triggers count them
}
SECRETS = ("password", "token", "secret", "key", "session")


def _events_of(model: type[models.Model]) -> type[models.Model]:
    return next(m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model)


def _triggers(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in our_models() if m not in WITHOUT_HISTORY], ids=lambda m: m.__name__)
def test_a_table_has_its_three_triggers(model: type[models.Model]) -> None:
    events = _events_of(model)
    kinds = " ".join(_triggers(model._meta.db_table))
    for kind in ("insert_insert", "update_update", "delete_delete"):
        assert f"pgtrigger_{kind}" in kinds, f"{model.__name__} keeps no {kind} events"
    assert "append_only" in " ".join(_triggers(events._meta.db_table))
    left_out = {f.name for f in model._meta.concrete_fields} - {f.name for f in events._meta.concrete_fields}
    assert left_out == KEPT_OUT.get(model.__name__, set())


@pytest.mark.django_db
def test_links_of_many_to_many_tables_are_tracked() -> None:
    for model in our_models():
        for field in model._meta.many_to_many:
            kinds = " ".join(_triggers(field.m2m_db_table()))
            assert "insert" in kinds, field
            assert "delete" in kinds, field


def test_no_event_table_has_room_for_a_secret() -> None:
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            # A session of a course is no secret: only columns that hold something themselves are looked at.
            for field in (each for each in model._meta.concrete_fields if not each.is_relation):
                assert not any(word in field.name.split("_") for word in SECRETS), f"{model.__name__}.{field.name}"


@pytest.mark.django_db
def test_raw_sql_is_seen_too() -> None:
    department = DepartmentFactory.create(name="Bridges", slug="bridges")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_department SET name = 'Bridges and Ferries' WHERE id = %s", [department.pk])
        cursor.execute("DELETE FROM accounts_department WHERE id = %s", [department.pk])
    kept = _events_of(Department).objects.filter(pgh_obj_id=department.pk).order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(kept.values_list("pgh_label", "name")) == [
        ("insert", "Bridges"),
        ("update", "Bridges and Ferries"),
        ("delete", "Bridges and Ferries"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_departmentevent SET name = 'x'", "DELETE FROM accounts_departmentevent"]
)
def test_the_database_refuses_to_change_history(statement: str) -> None:
    DepartmentFactory.create()
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_page_leaves_who_and_through_which_route(client: Client, settings: Any) -> None:
    person = UserFactory.create(email="ada@city.example", password="a long enough password")
    client.post("/accounts/login/", {"login": "ada@city.example", "password": "a long enough password"})
    events = _events_of(User).objects.filter(pgh_obj_id=person.pk)  # type: ignore[attr-defined]
    assert "a long enough" not in str(list(events.values()))


@pytest.mark.django_db
def test_the_context_holds_the_route_and_never_the_path(admin: User, sign_in: Any) -> None:
    department = DepartmentFactory.create(name="Bridges")
    browser = sign_in(admin)
    answer = browser.post(
        f"/admin/accounts/department/{department.pk}/change/?token=letmein",
        {"name": "Ferries", "slug": department.slug},
    )
    assert answer.status_code == 302, answer.text
    event = _events_of(Department).objects.filter(pgh_label="update").get()  # type: ignore[attr-defined]
    context = event.pgh_context.metadata
    assert context["user"] == admin.pk
    assert context["route"].startswith("admin/")
    assert "letmein" not in str(context)
    assert str(department.pk) not in context["route"]


@pytest.mark.django_db
def test_deleting_a_posting_keeps_what_it_was() -> None:
    posting = PostingFactory.create(business_title="Bridge keeper")
    pk = posting.pk
    posting.delete()
    last = _events_of(type(posting)).objects.filter(pgh_obj_id=pk).order_by("pgh_id").last()  # type: ignore[attr-defined]
    assert (last.pgh_label, last.business_title) == ("delete", "Bridge keeper")
