"""What must be right about signing in before the portal starts."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from chitech.core.accounts.roles import GRANTED

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@register()
def the_citys_sign_on_is_whole(**_more: Any) -> list[Error]:
    """An issuer with https, a client and its secret; roles that exist."""
    if not settings.OIDC_ISSUER:
        return []
    found = []
    issuer = urlsplit(settings.OIDC_ISSUER)
    if issuer.scheme != "https" and not ((settings.DEMO or settings.DEBUG) and issuer.hostname in _LOOPBACK):
        found.append(Error("OIDC_ISSUER must begin with https://.", id="signin.E001"))
    if not settings.OIDC_CLIENT_ID or not settings.OIDC_CLIENT_SECRET:
        found.append(Error("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.", id="signin.E002"))
    if "openid" not in settings.OIDC_SCOPES:
        found.append(Error("OIDC_SCOPES must name openid.", id="signin.E003"))
    for named in settings.OIDC_GROUP_ROLES.values():
        role, _at, where = named.partition("@")
        if role not in GRANTED or where not in {"", "department"}:
            found.append(Error(f"OIDC_GROUP_ROLES: there is no role {named!r}.", id="signin.E004"))
    return found
