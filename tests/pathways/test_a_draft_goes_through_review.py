"""A draft is begun, written by two at once, reviewed, given back, approved: nothing is lost on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from pathways import actions, hooks
from pathways.conflicts import skills_of
from pathways.errors import AlreadyDrafted, Incomplete, NotAllowed
from pathways.forms import RevisionForm
from pathways.models import Revision, Title
from pathways.skill_rows import as_data
from tests.conftest import SignIn
from tests.factories import PostingFactory, RevisionFactory, SkillFactory, TitleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def title() -> Title:
    made: Title = TitleFactory.create(revision=None)
    RevisionFactory.create(title=made, experience_months=0, skills=[(SkillFactory.create(name="SQL"), 2, True)])
    return made


@pytest.fixture
def draft(title: Title, hr: User) -> Revision:
    return actions.start_draft(title=title, by=hr)


def typed(draft: Revision, **changes: str) -> dict[str, str]:
    """The form as a browser would send it."""
    form = RevisionForm(instance=draft)
    values = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else str(value) for name, value in values.items()}
    return data | as_data(skills_of(draft)) | {"version": str(draft.version)} | changes


def test_a_draft_starts_with_all_that_the_title_says(draft: Revision, title: Title, hr: User) -> None:
    before = title.revisions.get(number=1)
    assert (draft.number, draft.state, draft.name, draft.duties) == (2, "draft", before.name, before.duties)
    assert [row.skill.name for row in draft.skill_list.all()] == ["SQL"]
    with pytest.raises(AlreadyDrafted):
        actions.start_draft(title=title, by=hr)


def test_two_people_at_once_lose_nothing(draft: Revision, sign_in: SignIn, hr: User, publisher: User) -> None:
    address = f"/pathways/manage/drafts/{draft.pk}/"
    assert sign_in(hr).post(address, typed(draft, summary="Written first.")).status_code == 302
    second = sign_in(publisher).post(address, typed(draft, name="Written second"))
    assert second.status_code == 409
    assert "Written first." in second.text
    assert "Written second" in second.text
    draft.refresh_from_db()
    assert (draft.summary, draft.name == "Written second") == ("Written first.", False)
    resolved = typed(draft, name="Written second", summary="mine", theirs="summary")
    assert sign_in(publisher).post(address, resolved).status_code == 302
    draft.refresh_from_db()
    assert (draft.summary, draft.name) == ("Written first.", "Written second")


def test_autosave_keeps_what_is_typed_and_never_overwrites(draft: Revision, sign_in: SignIn, hr: User) -> None:
    address = f"/pathways/manage/drafts/{draft.pk}/autosave/"
    assert sign_in(hr).post(address, typed(draft, summary="Half a sen")).json() == {"saved": True, "version": 2}
    assert sign_in(hr).post(address, typed(draft, summary="Older")).status_code == 409
    draft.refresh_from_db()
    assert draft.summary == "Half a sen"


def test_a_review_needs_a_note_and_is_answered_by_message(draft: Revision, hr: User, publisher: User) -> None:
    with pytest.raises(Incomplete):
        actions.submit(revision=draft, by=hr)
    actions.update_draft(revision=draft, by=hr, version=1, values={"change_note": "Plainer words."})
    draft.refresh_from_db()
    actions.submit(revision=draft, by=hr)
    with pytest.raises(NotAllowed):
        actions.update_draft(revision=draft, by=hr, version=3, values={"name": "Sneaked in"})
    actions.ask_for_changes(revision=draft, by=publisher, note="Name the tools.")
    assert Message.objects.filter(user=hr, kind="pathways.changes_asked").count() == 1
    draft.refresh_from_db()
    actions.submit(revision=draft, by=hr)
    approved = actions.approve(revision=draft, by=publisher, in_force_from=timezone.localdate() + timedelta(1))
    assert (approved.state, approved.approved_by, approved.submitted_by) == ("approved", publisher, hr)


def test_the_publisher_confirms_what_is_touched(draft: Revision, sign_in: SignIn, hr: User, publisher: User) -> None:
    posting = PostingFactory.create(title=draft.title)
    values = {"change_note": "Pay rises.", "pay_max_cents": draft.pay_max_cents + 1200_00}
    actions.update_draft(revision=draft, by=hr, version=1, values=values)
    draft.refresh_from_db()
    actions.submit(revision=draft, by=hr)
    kinds = {impact.key: impact.count for impact in hooks.revision_impact(draft)}
    assert kinds == {"pay": 1, "open_postings": 1}
    browser, address = sign_in(publisher), f"/pathways/manage/drafts/{draft.pk}/approve/"
    page = browser.get(f"/pathways/manage/drafts/{draft.pk}/review/")
    assert posting.business_title in page.text
    draft.refresh_from_db()
    sent = {"version": draft.version, "in_force_from": timezone.localdate() + timedelta(2), "seen": "pay:1"}
    assert browser.post(address, sent).status_code == 422  # the box is not ticked
    assert browser.post(address, sent | {"confirmed": "on"}).status_code == 409  # a posting came meanwhile
    seen = "pay:1,open_postings:1"
    assert browser.post(address, sent | {"confirmed": "on", "seen": seen}).status_code == 302
    draft.refresh_from_db()
    assert [each["key"] for each in draft.confirmed_impact or []] == ["pay", "open_postings"]
    assert draft.confirmed_impact is not None
    assert draft.confirmed_impact[1]["items"][0]["text"] == posting.business_title


def test_drafts_stay_inside(draft: Revision, sign_in: SignIn, seeker: User, hr: User) -> None:
    actions.update_draft(revision=draft, by=hr, version=1, values={"name": "Wizard of queries"})
    for page in (
        f"/pathways/titles/{draft.title.code}/",
        f"/pathways/titles/{draft.title.code}/history/",
        "/pathways/",
    ):
        assert "Wizard of queries" not in sign_in(seeker).get(page).text
    assert sign_in(seeker).get(f"/pathways/manage/drafts/{draft.pk}/review/").status_code == 404
