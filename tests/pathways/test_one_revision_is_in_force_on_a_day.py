"""At most one approved revision of a title holds on any day, whoever writes at once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from pathways import actions
from pathways.errors import Incomplete, NotAllowed, RefusedError
from pathways.models import Revision, Title
from tests.factories import RevisionFactory, SkillFactory, TitleFactory, UserFactory


def in_review(title: Title, writer: User, *, number: int = 2) -> Revision:
    """A complete draft that waits for its decision."""
    moment = timezone.now()
    revision: Revision = RevisionFactory.create(
        title=title, number=number, in_force_from=None, state="in_review", submitted_at=moment, submitted_by=writer,
        created_at=moment, created_by=writer, updated_at=moment, updated_by=writer, experience_months=0,
        skills=[(SkillFactory.create(), 2, True)],
    )  # fmt: skip
    return revision


@pytest.mark.django_db
def test_the_database_refuses_days_that_overlap() -> None:
    first = RevisionFactory.create()
    with pytest.raises(IntegrityError, match="revision_one_in_force_a_day"), transaction.atomic():
        Revision.objects.create(
            title=first.title, number=2, name="Twin", summary="s", pay_min_cents=1, pay_max_cents=1, state="approved",
            in_force_from=date(2026, 6, 1), in_force=DateRange(date(2026, 6, 1), None),
        )  # fmt: skip


@pytest.mark.django_db
def test_approving_ends_what_held_before(hr: User, publisher: User) -> None:
    title = TitleFactory.create()
    start = timezone.localdate() + timedelta(days=10)
    actions.approve(revision=in_review(title, hr), by=publisher, in_force_from=start, confirmed=[{"key": "pay"}])
    first, second = title.revisions.order_by("number")
    assert first.in_force.upper == second.in_force.lower == start
    assert second.in_force.upper is None
    assert second.confirmed_impact == [{"key": "pay"}]
    names = {day: Title.objects.with_revision(day).get(pk=title.pk).name for day in (start - timedelta(1), start)}  # type: ignore[attr-defined]
    assert names == {start - timedelta(1): first.name, start: second.name}


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-01", "2062-05-01"])
def test_a_slip_in_the_year_puts_nothing_in_force(hr: User, publisher: User, day: str) -> None:
    """What holds from a day in the past can't be taken back any more, and it would change all that was counted."""
    new = in_review(TitleFactory.create(revision=None), hr, number=1)
    with pytest.raises(Incomplete) as refused:
        actions.approve(revision=new, by=publisher, in_force_from=date.fromisoformat(day))
    assert "Is its year right?" in refused.value.missing[0]
    actions.approve(revision=new, by=publisher, in_force_from=timezone.localdate() - timedelta(days=90))
    with pytest.raises(Incomplete):
        actions.retire(title=new.title, by=publisher, on=date(2062, 5, 1), reason="A slip.")


@pytest.mark.django_db
def test_withdrawing_before_the_first_day_lets_the_earlier_one_hold_on(hr: User, publisher: User) -> None:
    title = TitleFactory.create()
    later = in_review(title, hr)
    actions.approve(revision=later, by=publisher, in_force_from=timezone.localdate() + timedelta(days=10))
    actions.withdraw(revision=later, by=publisher)
    assert title.revisions.get(number=1).in_force.upper is None
    assert title.revisions.get(number=2).state == "withdrawn"


@pytest.mark.django_db
def test_the_past_is_not_rewritten(hr: User, publisher: User) -> None:
    title = TitleFactory.create()
    with pytest.raises(Incomplete):
        actions.approve(revision=in_review(title, hr), by=publisher, in_force_from=date(2026, 2, 1))


@pytest.mark.django_db(transaction=True)
def test_parallel_publishers_never_make_two_in_force() -> None:
    """Several people approve the same drafts at the same moment, each over a connection of their own."""
    writer = UserFactory.create(roles=[Role.HR_EDITOR])
    title = TitleFactory.create()
    revision = in_review(title, writer)
    publishers = [UserFactory.create(roles=[Role.HR_PUBLISHER]) for _each in range(6)]
    days = [timezone.localdate() + timedelta(days=n % 2) for n in range(6)]
    gate, said = threading.Barrier(6), []

    def approve(person: User, day: date) -> None:
        try:
            gate.wait(timeout=60)
            actions.approve(revision=revision, by=person, in_force_from=day)
            said.append("approved")
        except RefusedError as refusal:
            said.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=approve, args=pair) for pair in zip(publishers, days, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(said) == ["NotAllowed"] * 5 + ["approved"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pathways_revision a JOIN pathways_revision b"
            " ON a.title_id = b.title_id AND a.id < b.id AND a.in_force && b.in_force"
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_writers_past_the_actions_are_stopped_by_the_constraint() -> None:
    """Raw inserts at once, without the lock that approving takes: one gets in."""
    title = TitleFactory.create(revision=None)
    gate, said = threading.Barrier(5), []

    def insert(number: int) -> None:
        start = date(2026, 1, number)
        try:
            gate.wait(timeout=60)
            Revision.objects.create(
                title=title, number=number, name="Twin", summary="s", pay_min_cents=1, pay_max_cents=1,
                state="approved", in_force_from=start, in_force=DateRange(start, None),
            )  # fmt: skip
            said.append("in")
        except IntegrityError:
            said.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(said) == ["in"] + ["refused"] * 4


@pytest.mark.django_db
def test_who_wrote_it_never_approves_it(hr: User, publisher: User) -> None:
    revision = in_review(TitleFactory.create(), hr)
    Revision.objects.filter(pk=revision.pk).update(updated_by=publisher)  # wrote on it once,
    Revision.objects.filter(pk=revision.pk).update(updated_by=hr)  # and someone else did last
    with pytest.raises(NotAllowed):
        actions.approve(revision=revision, by=publisher, in_force_from=timezone.localdate())
    with pytest.raises(NotAllowed):
        actions.approve(revision=revision, by=hr, in_force_from=timezone.localdate())
