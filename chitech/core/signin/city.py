"""The city's own sign-on: what it says of a person, and how we know that it was the city who said it.

OpenID Connect Core 1.0, sections 3.1.3.7 (checking the ID token) and 5.3.2 (checking the answer of userinfo).
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import requests
from django.conf import settings

# The provider's name in addresses and in the database.
CITY = "city"
# Signed with the provider's private key. Never by a shared secret, never "none".
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLOCKS_DIFFER = 30  # seconds

Fetch = Callable[[str], Any]


class NotTheCityError(Exception):
    """What came back can not be trusted. The text is for the log, never for a person."""


@dataclass(frozen=True)
class Claims:
    """What the city says of a person who signed in. Empty where it says nothing."""

    subject: str
    employee_id: str
    department: str
    groups: frozenset[str]
    second_step: bool

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Claims":
        """From what is kept with a person's city account (`kept_claims`)."""
        return cls(
            subject=str(data.get("sub", "")),
            employee_id=str(data.get("employee_id", "")),
            department=str(data.get("department", "")),
            groups=frozenset(data.get("groups", [])),
            second_step=bool(data.get("second_step", False)),
        )


def kept_claims(told: dict[str, Any]) -> dict[str, Any]:
    """Of all that a provider tells, what we use, under our own names. The rest is not kept."""
    amr = _words(told.get("amr"))
    return {
        "sub": str(told["sub"]),
        "employee_id": _word(told.get(settings.OIDC_CLAIM_EMPLOYEE_ID)),
        "department": _word(told.get(settings.OIDC_CLAIM_DEPARTMENT)),
        "groups": sorted(_words(told.get(settings.OIDC_CLAIM_GROUPS))),
        "second_step": bool(amr & set(settings.OIDC_SECOND_STEP_AMR)),
    }


def _word(value: Any) -> str:
    return str(value)[:200] if isinstance(value, str | int) else ""


def _words(value: Any) -> set[str]:
    """Providers send one group as text, and several as a list."""
    found = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return {str(word) for word in found if isinstance(word, str | int)}


def checked_configuration(read: Any) -> dict[str, Any]:
    """The provider's own description of itself. Raises NotTheCityError if it calls itself by another name."""
    if not isinstance(read, dict) or str(read.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
        raise NotTheCityError("the configuration names another issuer")
    missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - read.keys()
    if missing:
        raise NotTheCityError(f"the configuration lacks {sorted(missing)}")
    return read


def checked_token(token: Any, *, configuration: dict[str, Any], nonce: str, fetch: Fetch) -> dict[str, Any]:
    """The claims of an ID token.

    Raises NotTheCityError unless it was signed by the issuer, for us, is in force, and belongs to this very sign-in.
    """
    if not isinstance(token, str) or not nonce:
        raise NotTheCityError("no ID token, or no nonce to compare")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, fetch(configuration["jwks_uri"])),
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=configuration["issuer"],
            leeway=CLOCKS_DIFFER,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except jwt.PyJWTError as fault:
        raise NotTheCityError(type(fault).__name__) from fault
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != settings.OIDC_CLIENT_ID:
        raise NotTheCityError("the token is for others too, and not made for us")
    if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise NotTheCityError("the nonce is of another sign-in")
    return claims


def checked_userinfo(read: Any, *, claims: dict[str, Any]) -> dict[str, Any]:
    """What userinfo adds to the token. Raises NotTheCityError if it speaks of somebody else."""
    if not isinstance(read, dict) or read.get("sub") != claims["sub"]:
        raise NotTheCityError("userinfo speaks of somebody else")
    return read


def _key(token: str, read: Any) -> jwt.PyJWK:
    """The public key that the token says it was signed with; without a name, the only one there is."""
    keys = jwt.PyJWKSet.from_dict(read).keys if isinstance(read, dict) else []
    signing = [key for key in keys if key.public_key_use in {None, "sig"}]
    name = jwt.get_unverified_header(token).get("kid")
    named = [key for key in signing if key.key_id == name] if name else signing
    if len(named) != 1:
        raise NotTheCityError("no such key")
    return named[0]


def fetch_json(session: requests.Session, url: str) -> Any:
    """Ask the provider. Raises NotTheCityError if it can't be reached or says no sense."""
    try:
        answer = session.get(url)
        answer.raise_for_status()
        return answer.json()
    except (requests.RequestException, ValueError) as fault:
        raise NotTheCityError(f"{type(fault).__name__} at {url}") from fault
