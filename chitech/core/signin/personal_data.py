"""What signing in knows of a person: how they do it, and from where. All of it goes with the account."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from chitech.core.accounts.hooks import Section
from chitech.core.accounts.models import User
from chitech.core.accounts.sessions import end_sessions
from chitech.core.signin.models import KeptForm


def sections(user: User) -> list[Section]:
    """Ways to sign in without their secrets, the city account as the city told it, devices that are signed in."""
    steps = Authenticator.objects.filter(user=user).order_by("pk")
    city = SocialAccount.objects.filter(user=user)
    devices = UserSession.objects.filter(user=user).order_by("pk")
    return [
        Section(
            "second_steps",
            [
                {"kind": str(step.get_type_display()), "added": step.created_at, "last_used": step.last_used_at}
                for step in steps
            ],
        ),
        Section("city_account", [{"connected": row.date_joined, **row.extra_data} for row in city]),
        Section("devices", list(devices.values("ip", "user_agent", "created_at", "last_seen_at"))),
    ]


def erase(user: User) -> None:
    """Called when the account is deleted, in its transaction."""
    end_sessions([user.pk])
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    KeptForm.objects.filter(user=user).delete()
