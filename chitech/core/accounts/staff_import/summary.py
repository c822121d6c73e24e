"""What an import of staff did besides its rows, in sentences for a terminal and for the screens."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentences(more: Mapping[str, Any]) -> Iterator[str]:
    """The importer's own figures."""
    if more.get("everyone"):
        yield from _missing(more)
    if more.get("succeeded"):
        yield _counted(
            "%(count)s earlier post ends on the day before the person’s new one begins.",
            "%(count)s earlier posts end on the day before the person’s new one begins.",
            more["succeeded"],
        )
    if more.get("held_back"):
        yield _(
            "Not ended, because the portal needs them: %(names)s. Give somebody else the role first, then end the post "
            "on its page."
        ) % {"names": _listed(more["held_back"])}
    if more.get("linked"):
        yield _counted(
            "%(count)s post was linked to the account of its person.",
            "%(count)s posts were linked to the accounts of their people.",
            more["linked"],
        )
    if more.get("roles_ended") or more.get("sessions_ended"):
        yield _("Of people who have left: %(roles)s roles taken away, %(sessions)s sessions ended.") % {
            "roles": more["roles_ended"], "sessions": more["sessions_ended"],
        }  # fmt: skip
    if more.get("unknown_managers"):
        yield _("Managers whose employee ID is not here: %(ids)s.") % {"ids": _listed(more["unknown_managers"])}
    if more.get("new_departments"):
        names = _listed(more["new_departments"])
        yield _("Departments that are not here yet and are added: %(names)s.") % {"names": names}


def _missing(more: Mapping[str, Any]) -> Iterator[str]:
    if more.get("unread_ids"):
        yield _counted(
            "Nobody is proposed for ending: %(count)s row has no readable employee ID, and could be anybody’s.",
            "Nobody is proposed for ending: %(count)s rows have no readable employee ID, and could be anybody’s.",
            more["unread_ids"],
        )
        return
    if more["missing"]:
        yield _("Not in the file: %(count)s of %(of)s posts. Of these, %(ended)s end.") % {
            "count": f"{more['missing']:,}", "of": f"{more['missing_of']:,}", "ended": f"{more['missing_ended']:,}",
        }  # fmt: skip
    else:
        yield _("Nobody is missing from the file.")
    if more.get("elsewhere"):
        yield _counted(
            "%(count)s post came from another source and is left alone.",
            "%(count)s posts came from other sources and are left alone.",
            more["elsewhere"],
        )


def _listed(words: list[str]) -> str:
    return ", ".join(words[:10]) + (" …" if len(words) > 10 else "")


def _counted(one: str, many: str, count: int) -> str:
    return ngettext(one, many, count) % {"count": f"{count:,}"}
