"""An alert holds what is new since the search's last one: nothing twice, nothing missed, nothing closed."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox.models import Message
from jobs import actions as postings
from jobs.models import KnownPosting, Posting, PostingNews, SavedSearch, SearchAlert
from jobs.saved import actions, matching
from tests.factories import DepartmentFactory, PostingFactory, UserFactory, give
from tests.jobs.saved.cast import HOUR, alerts, look, names, said, saved


def opened(**fields: Any) -> Posting:
    """An opening that was published now, as HR does it."""
    return PostingFactory.create(**{"opens_at": timezone.now(), **fields})


@pytest.mark.django_db
def test_what_opens_after_saving_is_told_and_what_stood_there_is_not(seeker: User) -> None:
    PostingFactory.create(business_title="Old")
    search = saved(seeker)
    opened(business_title="New")
    look()
    (message,) = alerts(search)
    assert message.user == seeker
    assert names(message) == ["New"]


@pytest.mark.django_db
def test_nothing_is_told_twice(seeker: User) -> None:
    search = saved(seeker)
    posting = opened()
    look()
    Posting.objects.filter(pk=posting.pk).update(location="Elsewhere")  # it is news again, and not new
    look(HOUR)
    look(2 * HOUR)
    assert len(alerts(search)) == 1
    assert KnownPosting.objects.filter(search=search).count() == 1


@pytest.mark.django_db
def test_a_scheduled_opening_is_told_when_its_time_comes(seeker: User) -> None:
    opened(opens_at=timezone.now() + HOUR)
    search = saved(seeker)
    look()
    assert not alerts(search)
    look(HOUR + timedelta(minutes=1))
    assert len(alerts(search)) == 1


@pytest.mark.django_db
def test_an_imported_opening_with_a_past_date_is_told(seeker: User) -> None:
    search = saved(seeker)
    opened(opens_at=timezone.now() - timedelta(days=40), source="hr-system", external_id="7")
    look()
    assert len(alerts(search)) == 1


@pytest.mark.django_db
def test_an_edit_that_makes_it_match_is_told(seeker: User, hr: User) -> None:
    posting = PostingFactory.create(work_mode="onsite", business_title="Now from home")
    trivial = PostingFactory.create(work_mode="remote")
    search = saved(seeker, work=["remote"])
    postings.update(posting=posting, by=hr, version=posting.version, values={"work_mode": "remote"})
    postings.update(posting=trivial, by=hr, version=trivial.version, values={"division": "Bridges"})
    look()
    (message,) = alerts(search)
    assert names(message) == ["Now from home"]


@pytest.mark.django_db
def test_what_has_closed_by_the_time_of_sending_is_not_in_it(seeker: User, hr: User) -> None:
    search = saved(seeker)
    first, second = opened(business_title="First"), opened(business_title="Second")
    look()
    (message,) = alerts(search)
    postings.close(posting=first, by=hr, reason="Enough")
    assert names(message) == ["Second"]
    postings.cancel(posting=second, by=hr, reason="No budget")
    assert said(message) is None


@pytest.mark.django_db
def test_twenty_at_most_with_the_way_to_the_rest(seeker: User) -> None:
    department = DepartmentFactory.create()
    search = saved(seeker, work=["hybrid"])
    for number in range(23):
        opened(department=department, business_title=f"Job {number:02}", opens_at=timezone.now() - HOUR * (23 - number))
    look()
    (message,) = alerts(search)
    words = said(message)
    assert words
    assert (words["count"], len(words["openings"]), words["more"]) == (23, 20, 3)
    assert words["openings"][0]["name"] == "Job 22"  # newest first where there are no words to match
    assert words["url"] == "/jobs/?work=hybrid&sort=newest"


@pytest.mark.django_db
def test_best_match_first(seeker: User) -> None:
    search = saved(seeker, q="plumber")
    opened(business_title="Plumber", opens_at=timezone.now() - HOUR)
    opened(business_title="Painter", what_you_will_do="Help the plumber")
    look()
    (message,) = alerts(search)
    assert names(message) == ["Plumber", "Painter"]


@pytest.mark.django_db
def test_internal_openings_are_for_staff_alone(seeker: User, staff: User) -> None:
    of_staff, of_seeker, of_address = saved(staff), saved(seeker), saved("staff@demo.example")
    internal = opened(audience="staff", business_title="Internal")
    look()
    assert names(alerts(of_staff)[0]) == ["Internal"]
    assert not alerts(of_seeker)
    assert not alerts(of_address)
    # Who has left since the alert was written is not told.
    staff.grants.update(taken_at=timezone.now(), taken_by=staff, taken_reason="Left")
    assert said(Message.objects.get(pk=alerts(of_staff)[0].pk)) is None
    # Opened to the public later: new for the public.
    Posting.objects.filter(pk=internal.pk).update(audience="both")
    look()
    assert names(alerts(of_seeker)[0]) == names(alerts(of_address)[0]) == ["Internal"]


@pytest.mark.django_db
def test_who_becomes_staff_hears_of_what_is_open_inside(seeker: User) -> None:
    search = saved(seeker)
    opened(audience="staff", business_title="Internal")
    look()
    give(seeker, Role.STAFF)
    opened(business_title="For all")
    look(HOUR)
    (message,) = alerts(search)
    assert sorted(names(Message.objects.get(pk=message.pk))) == ["For all", "Internal"]


@pytest.mark.django_db
def test_nothing_while_paused_and_nothing_of_it_after(seeker: User) -> None:
    search = saved(seeker)
    actions.pause(search=search)
    opened()
    look()
    actions.resume(search=search)
    look(HOUR)
    assert not alerts(search)
    opened(business_title="After")
    look(2 * HOUR)
    assert names(alerts(search)[0]) == ["After"]


@pytest.mark.django_db
def test_a_written_alert_is_not_sent_once_the_search_is_paused_or_deleted(seeker: User) -> None:
    search = saved(seeker)
    opened()
    look()
    (message,) = alerts(search)
    actions.pause(search=search)
    assert said(message) is None
    actions.delete(search=search)
    assert said(message) is None


@pytest.mark.django_db
def test_at_once_means_one_at_a_time(seeker: User) -> None:
    """What follows within minutes comes together in the next one."""
    search = saved(seeker)
    ten_minutes = 600
    # Not by the clock on the wall, whose ten minutes may end between two looks.
    start = datetime.fromtimestamp((timezone.now().timestamp() // ten_minutes + 1) * ten_minutes + 60, UTC)
    opened(business_title="First")
    matching.match_due(start)
    opened(business_title="Second")
    matching.match_due(start + timedelta(seconds=5))
    opened(business_title="Third")
    assert len(alerts(search)) == 1
    matching.match_due(start + timedelta(minutes=11))
    told = [name for message in alerts(search) for name in names(message)]
    assert sorted(told) == ["First", "Second", "Third"]
    assert SearchAlert.objects.filter(search=search).values("period").distinct().count() == len(alerts(search))


@pytest.mark.django_db
def test_a_worker_that_was_down_for_two_days_misses_nothing(seeker: User) -> None:
    search = saved(seeker, frequency="daily")
    for number in range(3):
        opened(business_title=f"Day {number}", opens_at=timezone.now() + timedelta(days=number, minutes=5))
    look(timedelta(days=3))
    (message,) = alerts(search)
    assert KnownPosting.objects.filter(alert=message.context["alert"]).count() == 3


@pytest.mark.django_db
def test_what_is_forgotten_of_the_news_is_found_all_the_same(seeker: User) -> None:
    search = saved(seeker)
    opened(opens_at=timezone.now() - timedelta(days=9), closes_at=None)
    PostingNews.objects.all().delete()
    look(timedelta(days=1))
    assert not alerts(search)  # what makes looking fast says that there is nothing
    look(matching.NEWS_KEPT + timedelta(days=2))
    assert len(alerts(search)) == 1


@pytest.mark.django_db
def test_a_database_that_was_restored_elsewhere_counts_anew(seeker: User) -> None:
    search = saved(seeker)
    SavedSearch.objects.update(seen_before=2**50)
    opened()
    look()
    assert len(alerts(search)) == 1


@pytest.mark.django_db
def test_a_filter_that_is_gone_matches_nothing_rather_than_everything(seeker: User) -> None:
    department = DepartmentFactory.create(slug="bridges")
    search = saved(seeker, department=["bridges"])
    department.delete()
    opened()
    look()
    assert not alerts(search)


@pytest.mark.django_db
def test_one_search_that_cannot_be_read_holds_up_nobody_else(seeker: User) -> None:
    broken, search = saved(seeker, q="x"), saved(seeker, work=["hybrid"])
    SavedSearch.objects.filter(pk=broken.pk).update(criteria={"pay_min": {"no": "number"}})
    opened()
    look()
    assert len(alerts(search)) == 1
    broken.refresh_from_db()
    assert broken.due > timezone.now() + timedelta(minutes=50)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "filters",
    [{}, {"q": "engineer -water"}, {"work": ["remote"]}, {"pay_min": 90000}, {"q": "c#", "degree": ["none"]},
     {"experience": "none"}, {"posted": "7"}, {"q": "the"}, {"level": ["3"], "work": ["hybrid", "onsite"]}],
    ids=str,
)  # fmt: skip
def test_page_and_alert_find_the_same(client: Client, filters: dict[str, Any]) -> None:
    search = saved("sam@example.org", **filters)
    for number, mode in enumerate(["remote", "hybrid", "onsite", "hybrid"]):
        opened(
            work_mode=mode,
            business_title=["C# engineer", "Water engineer", "Painter", "Engineer"][number],
            pay_max_cents=85_000_00 + number * 5_000_00,
            experience_months=number * 12,
            opens_at=timezone.now() - timedelta(days=number * 5),
        )
    look()
    page = client.get("/jobs/" + search.asked.query_string())
    shown = {posting.pk for posting in page.context["results"].postings}
    assert set(KnownPosting.objects.filter(search=search).values_list("posting_id", flat=True)) == shown


@pytest.mark.django_db
def test_people_who_cannot_sign_in_get_nothing() -> None:
    gone = UserFactory.create()
    search = saved(gone)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    opened()
    look()
    assert not alerts(search)


@pytest.mark.django_db(transaction=True)
def test_two_matchers_at_once_tell_once() -> None:
    people = [UserFactory.create() for _number in range(30)]
    searches = [saved(person, work=["hybrid"] if n % 2 else ["hybrid", "remote"]) for n, person in enumerate(people)]
    for _number in range(5):
        opened()
    start = threading.Barrier(4)

    def run() -> None:
        try:
            start.wait(60)
            matching.match_due()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    matching.match_due()  # what all of them left to the others
    assert SearchAlert.objects.count() == Message.objects.filter(kind=matching.ALERT).count() == len(searches)
    assert KnownPosting.objects.exclude(alert=None).count() == 5 * len(searches)


@pytest.mark.django_db(transaction=True)
def test_what_commits_after_the_matcher_has_looked_is_told_next_time(seeker: User) -> None:
    """A long import dates its openings before the look that did not see them."""
    search = saved(seeker)
    draft = PostingFactory.create(draft=True, business_title="Of the import")
    is_written, may_commit = threading.Event(), threading.Event()

    def publish() -> None:
        try:
            with transaction.atomic():
                days_ago = timezone.now() - timedelta(days=3)
                Posting.objects.filter(pk=draft.pk).update(
                    state="published", opens_at=days_ago, published_at=days_ago, published_by=seeker
                )
                is_written.set()
                may_commit.wait(60)
        finally:
            connections.close_all()

    thread = threading.Thread(target=publish)
    thread.start()
    assert is_written.wait(60)
    opened(business_title="Seen at once", title=draft.title, department=draft.department)
    look()
    assert [names(message) for message in alerts(search)] == [["Seen at once"]]
    may_commit.set()
    thread.join(60)
    look(HOUR)
    assert [names(message) for message in alerts(search)] == [["Seen at once"], ["Of the import"]]


@pytest.mark.django_db(transaction=True)
def test_a_look_that_finds_nothing_new_costs_nothing(seeker: User, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        saved(UserFactory.create(), pay_min=50_000 + number)
    opened()
    look()
    # All that was long ago. Whoever writes anywhere on this server, for however long, holds the horizon back meanwhile.
    PostingNews.objects.update(transaction=1)
    look(HOUR)
    with django_assert_max_num_queries(9):
        look(HOUR + timedelta(minutes=1))
