"""The header's navigation: the one place where an item is declared.

Items name addresses and import no app: `core` never looks upward. The order here is the order on the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chitech.core.accounts.access import has_role, may
from chitech.core.accounts.roles import Permission, Role


def _everyone(_user: Any) -> bool:
    return True


def who_may(permission: Permission) -> Callable[[Any], bool]:
    """The item is seen by people with this permission."""
    return lambda user: may(user, permission)


@dataclass(frozen=True)
class NavItem:
    """Something to go to: what it is called, the name of its address, and who sees it.

    A `tool` is for those who run the portal: it stands in the menu "Manage", so that the rooms stay in sight.
    """

    label: Any  # a lazy translation
    url_name: str
    is_seen_by: Callable[[Any], bool] = _everyone
    is_tool: bool = False


@dataclass(frozen=True)
class NavLink:
    """An item as a page draws it. `current` is the value of aria-current: "page", "true" (in this section) or ""."""

    label: Any
    url: str
    current: str
    is_tool: bool = False


def tool(label: Any, url_name: str, permission: Permission) -> NavItem:
    """An item of the menu "Manage", for people with this permission."""
    return NavItem(label, url_name, who_may(permission), is_tool=True)


ITEMS: list[NavItem] = [
    NavItem(_("Jobs"), "jobs:list"),
    NavItem(_("Careers"), "pathways:index"),
    NavItem(_("Training"), "training:list"),
    NavItem(_("Why work here"), "why:index"),
    NavItem(_("My people"), "pathways:team", lambda user: has_role(user, Role.MANAGER), is_tool=True),
    NavItem(
        _("Courses that my team asks for"), "training:team", lambda user: has_role(user, Role.MANAGER), is_tool=True
    ),
    NavItem(_("Skills of my team"), "training:team-skills", lambda user: has_role(user, Role.MANAGER), is_tool=True),
    tool(_("Postings"), "jobs:manage", Permission.READ_POSTINGS),
    tool(_("Imports of postings"), "jobs:imports:list", Permission.READ_IMPORTS),
    tool(_("Courses"), "training:manage", Permission.READ_TRAINING),
    tool(_("Figures of training"), "training:figures", Permission.READ_TRAINING),
    tool(_("Results and certificates"), "training:completing", Permission.RUN_TRAINING),
    tool(_("Training budgets"), "training:budgets", Permission.SET_TRAINING_BUDGETS),
    tool(_("Titles"), "pathways:manage", Permission.READ_TITLES),
    tool(_("Degrees and experience"), "pathways:register", Permission.READ_TITLES),
    tool(_("Reference frameworks"), "pathways:frameworks", Permission.READ_TITLES),
    tool(_("Titles and skills of staff"), "pathways:people", Permission.READ_PROFILES),
    tool(_("Skills that people miss"), "pathways:asked-skills", Permission.WRITE_TITLES),
    tool(_("From old titles to new"), "pathways:crosswalk:index", Permission.READ_TITLES),
    tool(_("Pages about working here"), "why:manage", Permission.READ_PAGES),
    tool(_("City staff"), "people:staff", Permission.READ_EMPLOYMENTS),
    tool(_("People and roles"), "people:index", Permission.READ_PEOPLE),
    tool(_("Messages that did not arrive"), "outbox:dead", Permission.READ_MESSAGES),
]


def links_for(request: HttpRequest) -> list[NavLink]:
    """The links that this person sees. The longest address that starts the page's own is the current one."""
    user = getattr(request, "user", None)
    if user is None:  # an error before the session was read
        return []
    seen = [(item, reverse(item.url_name)) for item in ITEMS if item.is_seen_by(user)]
    here = max((url for _item, url in seen if request.path.startswith(url)), key=len, default="")
    return [
        NavLink(item.label, url, ("page" if request.path == url else "true") if url == here else "", item.is_tool)
        for item, url in seen
    ]
