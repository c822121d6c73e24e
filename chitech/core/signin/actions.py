"""Keep a form that could not be sent, and forget it."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from chitech.core.signin import secrets
from chitech.core.signin.models import KeptForm
from chitech.core.signin.querysets import hash_of


@transaction.atomic
def keep(
    *, user_id: int, cookie: str, page: str, action: str, typed: dict[str, list[str]], had_files: bool
) -> KeptForm:
    """Keep what was typed for KEPT_FORM_HOURS. The same form sent again takes the place of the first."""
    sealed = secrets.seal(json.dumps(typed), purpose=_purpose(cookie))
    values = {
        "page": page,
        "sealed": sealed,
        "had_files": had_files,
        "kept_until": timezone.now() + timedelta(hours=settings.KEPT_FORM_HOURS),
    }
    kept, _is_new = KeptForm.objects.update_or_create(
        user_id=user_id, browser=hash_of(cookie), action=action, defaults=values
    )
    return kept


def forget(*, user: Any, cookie: str, action: str) -> int:
    """The form was sent, or its person throws it away. How many were kept."""
    gone, _by_model = KeptForm.objects.of(user=user, cookie=cookie).filter(action=action).delete()
    return gone


def read(kept: KeptForm, *, cookie: str) -> QueryDict:
    """What was typed, as the form sent it. Empty if it can't be read any more."""
    typed = QueryDict(mutable=True)
    for name, values in json.loads(secrets.unseal(kept.sealed, purpose=_purpose(cookie)) or "{}").items():
        typed.setlist(name, values)
    return typed


def _purpose(cookie: str) -> str:
    """Only who holds the cookie, and SECRET_KEY, has the key."""
    return f"kept-form.{cookie}"
