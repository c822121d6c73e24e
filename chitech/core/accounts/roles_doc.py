"""`docs/roles.md`: who may see and do what, written from the code that decides it."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from chitech.core.accounts.roles import CITYWIDE_ONLY, DECLARED, Permission, Role, roles_with

EVERYONE = "everyone"
SIGNED_IN = "everyone signed in"
SUPERUSERS = "superusers"
_HEAD = """# Who may see and do what

Made from the code by `make manage ARGS=write_roles_doc`; a test fails while this page says anything else than the code.
A role can be given for one department where the first table says so; it then lets a person do the same things with what
belongs to that department, except those marked *city*, which are the whole city's matter.
"""


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URLconf with its whole route, in the order in which they are tried."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def gate(route: str, pattern: URLPattern) -> Permission | str:
    """Who gets past the door of an address: EVERYONE, SIGNED_IN, SUPERUSERS, or those with a permission.

    Which objects they find there is the querysets' matter.
    """
    if route.startswith("admin/"):
        return SUPERUSERS
    view = pattern.callback
    if not getattr(view, "login_required", True):
        return EVERYONE
    permission: Permission | None = getattr(view, "permission", None)
    return permission or SIGNED_IN


def markdown() -> str:
    """The whole page."""
    with translation.override("en"):
        return "\n".join([_HEAD, *_roles(), "", *_permissions(), "", *_addresses(), ""])


def _roles() -> list[str]:
    rows = ["## Roles", "", "| role | what it is for | given for | second step at sign-in |", "|---|---|---|---|"]
    for role in Role:
        declared = DECLARED[role]
        where = "city or department" if declared.by_department else "city"
        if role is Role.SEEKER:
            where = "nobody needs to: everyone signed in"
        second_step = "demanded" if declared.needs_mfa else "offered"
        rows.append(f"| {role.label} | {declared.purpose} | {where} | {second_step} |")
    return rows


def _permissions() -> list[str]:
    shown = [role for role in Role if role is not Role.SEEKER]
    rows = [
        "## What they may do",
        "",
        f"| may | {' | '.join(str(role.label) for role in shown)} |",
        "|---" * (len(shown) + 1) + "|",
    ]
    for permission in Permission:
        having = set(roles_with(permission))
        marks = " | ".join("yes" if role in having else "" for role in shown)
        rows.append(f"| {permission.label}{' *city*' if permission in CITYWIDE_ONLY else ''} | {marks} |")
    return rows


def _addresses() -> list[str]:
    rows = ["## Who gets past the door", "", "Everyone else gets a 404; a stranger is led to the sign-in page.", ""]
    rows += ["| address | who |", "|---|---|"]
    seen: set[str] = set()
    for route, pattern in patterns():
        address = "/" + route.replace("^", "").replace("|", "\\|")
        if route.startswith("admin/"):
            address = "/admin/..."
        if address in seen:  # the first one answers
            continue
        seen.add(address)
        who = gate(route, pattern)
        if isinstance(who, Permission):
            who = ", ".join(str(role.label) for role in roles_with(who))
        rows.append(f"| `{address}` | {who} |")
    return rows
