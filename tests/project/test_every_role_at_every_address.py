"""Every role, and a stranger, at every address: in where the code says so, and nowhere else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.timezone import now

from chitech.core.accounts.models import DataExport, User
from chitech.core.accounts.roles import DECLARED, Permission, Role, roles_with
from chitech.core.accounts.roles_doc import EVERYONE, SIGNED_IN, gate, markdown, patterns
from chitech.core.outbox.choices import Delivery
from chitech.core.outbox.models import Message, Suppression
from chitech.core.outbox.unsubscribing import Subscription
from chitech.core.signin.models import KeptForm
from jobs.models import SavedSearch, SearchAlert
from jobs.saved import tokens
from pathways.frameworks import seeding as example
from pathways.models import ChangeSet, ReferenceFramework, RevisionComment, TitleChangeQuestion, TitleReference
from pathways.profiles.actions import ask_for_skill, record_skill
from tests.factories import (
    BudgetLineFactory,
    EmploymentFactory,
    ImportFactory,
    MessageFactory,
    MoveFactory,
    PageFactory,
    PostingFactory,
    RevisionFactory,
    SkillFactory,
    TitleFactory,
    UserFactory,
    give,
    led,
)
from tests.pages import lately
from tests.training_factories import (
    CertificateFactory,
    CourseFactory,
    EnrollmentFactory,
    LearningPathFactory,
    SessionFactory,
    TrainingBudgetFactory,
)
from training import tokens as training_tokens
from training.models import CalendarLink, Offer

# Addresses that need something that nobody here has, and say no to everyone: a sitemap's second file without a first, a
# city's sign-on that is configured, an app that was set up, another way to show that one is oneself.
NOTHING_THERE = {
    "sitemap-<int:number>.xml",
    "mail/events/<str:provider>/",  # no secret is set for it
    "accounts/city/login/",
    "accounts/city/login/callback/",
    "accounts/reauthenticate/",
    "accounts/2fa/reauthenticate/",
    "accounts/2fa/webauthn/reauthenticate/",
    "accounts/2fa/totp/deactivate/",
    "accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/download/",
    "accounts/connections/login/error/",
}


# Addresses of a person's own things, played with those of somebody else: a 404 for everyone signed in.
SOMEBODY_ELSES = {
    "account/data/<int:pk>/",
    "accounts/sessions/<int:pk>/end/",
    "accounts/kept/<int:pk>/forget/",
    "accounts/2fa/webauthn/keys/<int:pk>/remove/",
    "accounts/2fa/webauthn/keys/<int:pk>/edit/",
    "pathways/me/skills/<slug:slug>/take-back/",
    "pathways/my-title/<int:pk>/ask/",
    "training/my/<int:pk>/",
    "training/my/<int:pk>/feedback/",
    "training/my/<int:pk>/accept/",
    "training/my/<int:pk>/refuse/",
    "training/my/<int:pk>/withdraw/",
    "training/my/<int:pk>/leave/",
    "training/my/<int:pk>/certificate/",
    # only for who runs or teaches the session: `things` names none
    "training/completing/<int:pk>/",
    "training/completing/<int:pk>/result/",
    "training/completing/<int:pk>/complete/",
    "training/completing/<int:pk>/revoke/",
    "training/team/<int:pk>/approve/",
    "training/team/<int:pk>/decline/",
    "pathways/people/<int:pk>/",
    "pathways/people/<int:pk>/title/",
    "pathways/people/<int:pk>/skills/new/",
    "pathways/people/<int:pk>/skills/<int:record>/confirm/",
}


def test_the_page_for_people_says_what_the_code_does() -> None:
    written = (settings.BASE_DIR / "docs" / "roles.md").read_text(encoding="utf-8")
    assert written == markdown(), "Make it anew: make manage ARGS=write_roles_doc"


def test_each_permission_is_given_to_someone_and_asked_for_somewhere() -> None:
    for permission in Permission:
        assert roles_with(permission), permission


def test_an_auditor_reads_and_never_writes() -> None:
    verbs = {permission.value.partition("_")[0] for permission in DECLARED[Role.AUDITOR].permissions}
    assert verbs == {"read", "see"}


@pytest.fixture
def things(db: None) -> dict[str, dict[str, Any]]:
    """An object for each address that names one, by the beginning of its route. A new room adds its own."""
    draft, posting, person = PostingFactory.create(draft=True), PostingFactory.create(), UserFactory.create()
    story = PageFactory.create(is_published=True)
    grant = give(person, Role.MENTOR)
    dead = {"state": Delivery.DEAD, "error_code": "refused"}
    dead_letter = Message.objects.create(key="dead", kind="gone", user=person, **dead)
    run = ImportFactory.create(applied=True)
    title = TitleFactory.create()
    revision = RevisionFactory.create(title=title, number=2, draft=True)
    remark = RevisionComment.objects.create(revision=revision, text="Why?", created_by=person)
    old = BudgetLineFactory.create().title
    question = TitleChangeQuestion.objects.create(budget_title=old, asked_by=person, text="When?")
    change_set = ChangeSet.objects.create(name="Raise", kind="grades", reason="Agreed", created_by=person)
    skill = SkillFactory.create()
    record = record_skill(user=person, skill=skill, level=2, source="self", by=person)
    missing = ask_for_skill(by=person, name="Drones", why="Roofs")
    example.seed(by=person)
    framework = ReferenceFramework.objects.get()
    like = TitleReference.objects.create(
        title=title,
        framework=framework,
        role_code="data-helper.senior-data-helper",
        closeness="near",
        linked_at=now(),
        linked_by=person,
    )
    passkey = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Mine"})
    session = UserSession.objects.create(user=person, ip="192.0.2.1", session_key="of somebody else")
    kept = KeptForm.objects.create(user=person, page="/", action="/", kept_until=timezone.now() + timedelta(hours=1))
    search = SavedSearch.objects.create(email="sam@example.org", name="Mine", confirmed=now())
    alert = SearchAlert.objects.create(search=search, period="daily 2026-11-22")
    demanded = CourseFactory.create(format="on_demand")
    held = Offer.objects.create(
        enrollment=EnrollmentFactory.create(state="offered"),
        session=SessionFactory.create(),
        held_until=timezone.now() + timedelta(days=1),
    )
    asks = EnrollmentFactory.create(state="requested")
    led(leader=UserFactory.create(), person=asks.user)
    calendar = training_tokens.calendar_url(CalendarLink.objects.create(user=person)).split("/")[-2]
    return {
        "training/": {"slug": demanded.slug},
        "training/manage/": {"pk": demanded.pk},
        "training/manage/paths/": {"pk": LearningPathFactory.create().pk},
        "training/manage/sessions/": {"pk": held.session_id},
        "training/manage/sessions/<int:pk>/meetings/": {
            "pk": held.session_id,
            "meeting": held.session.meetings.get().pk,
        },
        "training/manage/imports/": {"pk": ImportFactory.create(kind="training.course", applied=True).pk},
        "training/paths/": {"slug": LearningPathFactory.create().slug},
        "training/sessions/": {"pk": held.session_id},
        "training/team/": {"pk": asks.pk},
        "training/my/": {"pk": asks.pk},
        "training/team/skills": {"kind": "csv"},
        "training/completing/": {"pk": 0},
        "training/certificates/": {"token": CertificateFactory.create().token},
        "training/budgets/": {"pk": TrainingBudgetFactory.create().pk},
        "training/offers/": {"token": training_tokens.offer_token(held)},
        "training/calendar/": {"token": calendar},
        "pathways/titles/": {"code": title.code},
        "pathways/manage/titles/": {"code": title.code},
        "pathways/manage/crosswalk/": {"pk": old.pk},
        "pathways/manage/crosswalk/questions/": {"pk": question.pk},
        "pathways/manage/crosswalk/budgets/": {"pk": ImportFactory.create(kind="pathways.budget", applied=True).pk},
        "pathways/manage/crosswalk/worksheets/": {
            "pk": ImportFactory.create(kind="pathways.crosswalk", applied=True).pk
        },
        "pathways/my-title/": {"pk": old.pk},
        "pathways/manage/drafts/": {"pk": revision.pk},
        "pathways/manage/register/": {"pk": revision.pk},
        "pathways/manage/moves/": {"pk": MoveFactory.create().pk},
        "pathways/manage/remarks/": {"pk": remark.pk},
        "pathways/manage/skills/asked/": {"pk": missing.pk},
        "pathways/frameworks/": {"slug": framework.slug},
        "pathways/frameworks/<slug:slug>/skills/": {"slug": framework.slug, "code": "sql"},
        "pathways/frameworks/<slug:slug>/roles/": {
            "slug": framework.slug,
            "code": "data-helper.senior-data-helper",
            "pk": like.pk,
        },
        "pathways/manage/frameworks/imports/": {"pk": ImportFactory.create(kind="pathways.framework", applied=True).pk},
        "pathways/me/skills/": {"slug": skill.slug},
        "pathways/people/": {"pk": person.pk, "record": record.pk},
        "pathways/manage/sets/": {"pk": change_set.pk},
        "jobs/saved/openings/": {"pk": posting.pk},
        "jobs/saved/": {"pk": 0},
        "jobs/saved/link/": {"token": tokens.make(search, tokens.MANAGE)},
        "jobs/saved/confirm/": {"token": tokens.make(search, tokens.CONFIRM)},
        "jobs/saved/stop/": {"token": tokens.make(search, tokens.STOP)},
        "jobs/saved/useful/": {"token": tokens.make(search, tokens.USEFUL, number=alert.pk)},
        "jobs/manage/imports/": {"pk": run.pk},
        "jobs/manage/": {"pk": draft.pk},
        "jobs/": {"pk": posting.pk, "slug": posting.slug},
        "why/": {"pk": story.pk, "slug": story.slug},
        "manage/messages/": {"pk": dead_letter.pk},
        "people/staff/imports/": {"pk": ImportFactory.create(kind="accounts.employment", applied=True).pk},
        "people/staff/": {"pk": EmploymentFactory.create().pk},
        "people/": {"pk": person.pk, "grant": grant.pk},
        "accounts/2fa/webauthn/keys/": {"pk": passkey.pk},
        "accounts/sessions/": {"pk": session.pk},
        "accounts/kept/": {"pk": kept.pk},
        "account/data/": {"pk": DataExport.objects.create(user=person).pk},
        "sitemap": {"number": 1},
        "design/emails/": {"name": "outbox.digest"},
        "inbox/unsubscribe/": {"token": Subscription("outbox.digest", user_id=person.pk).token},
        "mail/events/": {"provider": "postmark"},
        "inbox/settings/": {"pk": 0},
        "inbox/": {"pk": 0},
    }


def _own(person: User) -> dict[str, dict[str, Any]]:
    """Objects that only the person themselves comes to."""
    message = MessageFactory.create(user=person)
    suppression = Suppression.objects.create(address=person.email, reason="bounced")
    search = SavedSearch.objects.create(user=person, name="Mine", confirmed=now())
    return {
        "inbox/settings/": {"pk": suppression.pk},
        "inbox/": {"pk": message.pk},
        "jobs/saved/": {"pk": search.pk},
    }


def _address(route: str, things: dict[str, dict[str, Any]]) -> str | None:
    """The route with its object's values in it; None for routes of a library that only a link from an email opens."""
    if "(?P<" in route or "<uidb36>" in route or "<key>" in route:
        return None
    begin = next((begin for begin in sorted(things, key=len, reverse=True) if route.startswith(begin)), None)
    parts = route.split("<")
    address = parts[0]
    for part in parts[1:]:
        name, _end, rest = part.partition(">")
        assert begin, f"Say in `things` which object stands at {route}"
        address += str(things[begin][name.partition(":")[2] or name]) + rest
    return "/" + address


def _knock(browser: Client, address: str) -> int:
    """The status of an address as a GET; of one that only takes a POST, as an empty POST."""
    answer = browser.get(address)
    if answer.status_code == 405:
        answer = browser.post(address)
    led_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
    return 401 if led_to_sign_in else answer.status_code


@pytest.mark.parametrize("who", [None, *Role], ids=lambda who: who.value if who else "stranger")
def test_who_gets_in_where(who: Role | None, things: dict[str, dict[str, Any]]) -> None:
    browser = Client()
    if who is not None:
        # A demo account: it is offered the second step at sign-in, and not made to take it.
        roles = [who] if who is not Role.SEEKER else []
        person: User = UserFactory.create(email=f"{who.value}@demo.example", roles=roles)
        browser.force_login(person)
        lately(browser)
        things |= _own(person)
    faults, seen = [], set()
    for route, pattern in patterns():
        address = _address(route, things) if not route.startswith("admin/") or "<" not in route else None
        if address is None or "(" in route or route in seen or "logout" in route:
            continue
        seen.add(route)
        status, door = _knock(browser, address), gate(route, pattern)
        comes_in = route not in SOMEBODY_ELSES and (
            door == EVERYONE
            or (who is not None and door == SIGNED_IN)
            or (who is not None and isinstance(door, Permission) and who in roles_with(door))
        )
        is_right = status not in (401, 403, 404) if comes_in else status == (401 if who is None else 404)
        if not is_right and not (comes_in and route in NOTHING_THERE):
            faults.append(f"{address}: {status}, but the door is for {door}")
    assert not faults, "\n".join(faults)
