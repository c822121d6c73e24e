"""Deny by default: the public addresses are exactly those on this list, which a person has read."""

import pytest
from django.test import Client

from tests.project.walk import patterns

# Read and agreed: nothing here shows or changes anything of a person.
PUBLIC = {
    "",
    "livez",
    "readyz",
    "robots.txt",
    "sitemap.xml",
    "sitemap-<int:number>.xml",
    "jobs/",
    "jobs/words/",
    "jobs/<int:pk>-<slug:slug>/",
    "jobs/<int:pk>/",
    "jobs/feed/",
    "jobs/card.png",
    # Saving a search with an email address alone: by signed links, and by forms that tell nobody what we know.
    "jobs/saved/new/",
    "jobs/saved/sent/",
    "jobs/saved/deleted/",
    "jobs/saved/confirm/<token>/",
    "jobs/saved/stop/<token>/",
    "jobs/saved/useful/<token>/",
    "jobs/saved/link/<token>/",
    "jobs/saved/link/<token>/edit/",
    "jobs/saved/link/<token>/pause/",
    "jobs/saved/link/<token>/resume/",
    "jobs/saved/link/<token>/delete/",
    "jobs/<int:pk>/card.png",
    "design/",
    "design/emails/",  # samples alone
    "design/emails/<str:name>/",
    "design/emails/<str:name>/html/",
    "inbox/unsubscribe/<str:token>/",  # by a signed link of an email
    "inbox/unsubscribe/<str:token>/again/",
    "mail/events/<str:provider>/",  # by the secret of the mail provider
    "pathways/",
    "pathways/titles/<str:code>/",  # what is approved alone
    "pathways/titles/<str:code>/card.png",
    "pathways/titles/<str:code>/history/",
    "pathways/compare/",
    "pathways/degrees/",
    "pathways/old-titles/",
    "training/",
    "training/words/",
    "training/feed/",
    "training/calendar/",  # sessions for everyone
    "training/courses.ics",
    "training/paths/",
    "training/paths/<slug:slug>/",  # a published path
    "training/<slug:slug>/",  # a published course
    "training/calendar/<token>/training.ics",  # by a private address that its person can end
    # a certificate, by an address that nobody guesses and that its person can close
    "training/certificates/<token>/",
    "training/certificates/<token>/certificate.pdf",
    "training/certificates/<token>/badge.json",
    # by the signed link of an email: the one seat that is held
    "training/offers/<token>/",
    "training/offers/<token>/accept/",
    "training/offers/<token>/refuse/",
    # frameworks of others, whose licences allow it; with attribution on each page
    "pathways/frameworks/",
    "pathways/frameworks/<slug:slug>/",
    "pathways/frameworks/<slug:slug>/changes/",
    "pathways/frameworks/<slug:slug>/skills/<str:code>/",
    "pathways/frameworks/<slug:slug>/roles/<str:code>/",
    "why/",
    "why/<slug:slug>/",  # a published story
    # signing in and up, and getting a forgotten password back
    "accounts/login/",
    "accounts/login/code/",
    "accounts/login/code/confirm/",
    "accounts/logout/",  # signed out already: leads home
    "accounts/signup/",
    "accounts/signup/passkey/",
    "accounts/inactive/",
    "accounts/confirm-email/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/<uidb36>-<key>/",
    "accounts/password/reset/key/done/",
    "accounts/session/",  # how many seconds are left: 0
    # the second step, for who has taken the first
    "accounts/2fa/authenticate/",
    "accounts/2fa/webauthn/login/",
    "accounts/2fa/webauthn/signup/",
    # the city's own sign-on, there and back
    "accounts/city/login/",
    "accounts/city/login/callback/",
    "accounts/city/address-taken/",
    "accounts/city/address-unconfirmed/",
    "accounts/connections/login/cancelled/",
    "accounts/connections/signup/",  # nothing begun: leads to the sign-in page
}


def _is_public(view: object) -> bool:
    return not getattr(view, "login_required", True)


def _tidy(route: str) -> str:
    return (
        route.replace("^confirm-email/(?P<key>[-:\\w]+)/$", "confirm-email/<key>/")
        .replace("^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "password/reset/key/<uidb36>-<key>/")
        .replace("^", "")
    )


def test_the_public_addresses_are_those_that_were_agreed() -> None:
    public = {_tidy(route) for route, pattern in patterns() if _is_public(pattern.callback)}
    assert public - {"admin/login/"} == PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize(
    "route", sorted(r for r, p in patterns() if not _is_public(p.callback) and "<" not in r and "(" not in r)
)
def test_a_stranger_is_sent_to_sign_in(client: Client, route: str) -> None:
    address = f"/{route}"
    answer = client.get(address)
    if route in PUBLIC:  # an address of a library that we answer before it
        assert answer.status_code == 404, address
        return
    assert answer.status_code in (302, 405), address
    if answer.status_code == 302:
        assert answer["Location"].startswith("/accounts/login/?next="), address
