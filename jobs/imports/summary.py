"""The outcome of an import of postings in a few lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chitech.core.imports.command import heading
from chitech.core.imports.plan import Plan

_WHY_DRAFT = {
    "no_pay": gettext_lazy("the source does not state the pay"),
    "no_first_day": gettext_lazy("no posting date"),
    "undated_old": gettext_lazy("no last day, and posted more than 90 days ago"),
    "already_closed": gettext_lazy("the last day has passed"),
    "no_benefits": gettext_lazy("no benefits, and the mapping has no default for them"),
    "incomplete": gettext_lazy("something else is missing that people must be told"),
}


def summary(plan: Plan, *, seconds: float) -> Iterator[str]:
    """What was read and what became of it, for a terminal."""
    report, more = plan.report, plan.report.more
    yield from heading(plan, seconds=seconds)
    duplicates = "exact duplicate" if report.duplicates == 1 else "exact duplicates"
    for count, words in (
        (report.new, "new"),
        (report.changed, "changed"),
        (report.unchanged, "unchanged"),
        (report.folded, "folded into another row of the same posting"),
        (report.duplicates, duplicates),
        (report.rejected, "rejected"),
    ):
        yield f"{count:>9,} {words}"
    if report.repaired_cells:
        yield _counted(
            "%(count)s cell with garbled letters was repaired.",
            "%(count)s cells with garbled letters were repaired.",
            report.repaired_cells,
        )
    if report.conflicts:
        yield _counted(
            "%(count)s posting had two values for a field; the report says which one was kept.",
            "%(count)s postings had two values for a field; the report says which one was kept.",
            len({conflict.external_id for conflict in report.conflicts}),
        )
    yield from sentences(more)
    if more["unused_columns"]:
        yield "Columns that were not used: " + ", ".join(more["unused_columns"]) + "."
    for field, words in more["unknown_words"].items():
        yield f"No {field.replace('_', ' ')} here is called: " + ", ".join(words[:10]) + "."


def sentences(more: Mapping[str, Any]) -> Iterator[str]:
    """The importer's own figures, for a terminal and for the screens."""
    if more["published"] or more["kept_as_draft"]:
        published = _counted("%(count)s published", "%(count)s published", more["published"])
        listed = _counted(
            "%(count)s of the file is listed for the public",
            "%(count)s of the file are listed for the public",
            more["listed"],
        )
        yield f"{published}, {listed}."
        for reason, count in more["kept_as_draft"].items():
            stays = _counted("%(count)s stays a draft", "%(count)s stay drafts", count)
            yield f"{stays}: {_WHY_DRAFT[reason]}"
    if more["staff_only"]:
        yield _counted("%(count)s is for city staff only.", "%(count)s are for city staff only.", more["staff_only"])
    if more["not_in_file"]:
        yield _counted(
            "%(count)s earlier posting of this source is not in the file; it stays as it is.",
            "%(count)s earlier postings of this source are not in the file; they stay as they are.",
            more["not_in_file"],
        )
    if more["new_departments"]:
        names = ", ".join(more["new_departments"][:10]) + (" …" if len(more["new_departments"]) > 10 else "")
        yield _("Departments that are not here yet and are added: %(names)s.") % {"names": names}


def _counted(one: str, many: str, count: int) -> str:
    """A sentence with its number, in the singular or the plural."""
    return ngettext(one, many, count) % {"count": f"{count:,}"}
