"""A person's own data: put together for them, and taken away with their account."""

import io
import json
import re
import zipfile
from typing import Any

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts import hooks
from chitech.core.accounts.actions import end_roles
from chitech.core.accounts.errors import RefusedError
from chitech.core.accounts.models import DataExport, Employment, RoleGrant, User
from chitech.core.audit import actions as audit

# The city's counsel confirms these; they stand here once, in words for the person whom they concern.
RULE_RECORDS = gettext_lazy("Illinois Local Records Act (50 ILCS 205): records of what a public office did are kept.")
RULE_ERASED = gettext_lazy("The person asked for their account to be deleted.")
FORMER = "deleted-%d@chitech.invalid"


def ask(user: User) -> DataExport:
    """Ask for an archive of one's data. Raises RefusedError while one is being made."""
    try:
        with transaction.atomic():
            return DataExport.objects.create(user=user)
    except IntegrityError as error:
        raise RefusedError("in_the_making", _("Your data is being put together already.")) from error


def make_waiting() -> int:
    """Make every archive that somebody waits for. Two workers at once never make the same one. Returns how many."""
    made = 0
    while True:
        with transaction.atomic():
            export = (
                DataExport.objects.filter(made_on=None)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("user")
                .order_by("asked_on")
                .first()
            )
            if export is None:
                return made
            export.content, export.made_on = archive(export.user), timezone.now()
            export.save(update_fields=["content", "made_on"])
            made += 1


def archive(user: User) -> bytes:
    """A ZIP with `data.json` and, in a folder for each app, the person's files."""
    parts = hooks.personal_data(user)
    data = {
        "person": str(user),
        "made": timezone.now(),
        **{app: {section.name: list(section.rows) for section in sections} for app, sections in parts.items()},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        for app, sections in parts.items():
            for section in sections:
                for number, file in enumerate(section.files, start=1):
                    name = re.sub(r"[^\w.\- ]+", "_", file.name).strip(". ") or "file"
                    packed.writestr(f"{app}/{section.name}/{number}-{name}", file.content)
    return held.getvalue()


def sections(user: User) -> list[hooks.Section]:
    """What this app knows: the profile, addresses, roles, posts in the city."""
    profile = {
        name: getattr(user, name) for name in ("email", "name", "language", "time_zone", "date_joined", "last_login")
    }
    grants = RoleGrant.objects.filter(user=user).order_by("given_at")
    posts = Employment.objects.filter(user=user).select_related("department")
    return [
        hooks.Section("profile", [profile]),
        hooks.Section(
            "email_addresses", list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary"))
        ),
        hooks.Section("roles", [_grant(grant) for grant in grants.select_related("department")]),
        hooks.Section("posts_in_the_city", [_post(post) for post in posts]),
    ]


def _grant(grant: RoleGrant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "department": grant.department.name if grant.department else None,
        "given": grant.given_at,
        "reason": grant.reason,
        "last_day": grant.ends_on,
        "taken_away": grant.taken_at,
        "why_taken_away": grant.taken_reason,
    }


def _post(post: Employment) -> dict[str, Any]:
    return {
        "employee_id": post.employee_id,
        "name": post.name,
        "email": post.email,
        "title_code": post.title_code,
        "title": post.title_name,
        "department": post.department.name,
        "first_day": post.starts_on,
        "last_day": post.ends_on,
    }


def keeps(user: User) -> list[hooks.Kept]:
    """What this app keeps of someone whose account goes."""
    found = []
    if RoleGrant.objects.filter(user=user).exists() or RoleGrant.objects.filter(given_by=user).exists():
        found.append(hooks.Kept(_("Which roles you had or gave, when and why, without your name."), RULE_RECORDS))
    if Employment.objects.filter(user=user).exists():
        found.append(
            hooks.Kept(
                _("Your posts in the city, as the payroll tells them. They leave with the payroll’s file."),
                RULE_RECORDS,
            )
        )
    return found


@transaction.atomic
def delete_account(*, user: User) -> None:
    """Delete a person's account, at their own wish: everything but what a rule keeps, from history too.

    The row stays as a number without a name, so that decisions still have somebody who took them. Every session ends.
    Raises RefusedError for the last administrator.
    """
    end_roles(of=user, by=user, reason=_("The account was deleted."))
    hooks.erase(user)
    Employment.objects.filter(user=user).update(user=None)
    user.data_exports.all().delete()
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.name, user.is_active = FORMER % user.pk, "", False
    user.is_staff = user.is_superuser = False
    user.set_unusable_password()  # sessions are bound to the password: all of them end
    user.save()
    audit.erase(
        model=User,
        keys=[user.pk],
        columns={"email": FORMER % user.pk, "name": ""},
        by=user,
        about=f"person {user.pk}",
        reason=str(RULE_ERASED),
        rule=_("The person’s own wish; the portal keeps no personal data that it does not need."),
    )
