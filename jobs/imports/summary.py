"""The outcome of an import of postings in a few lines for people."""

from collections.abc import Iterator

from chitech.core.imports.plan import Plan

_WHY_DRAFT = {
    "no_pay": "the source does not state the pay",
    "no_first_day": "no posting date",
    "undated_old": "no last day, and posted more than 90 days ago",
    "already_closed": "the last day has passed",
    "no_benefits": "no benefits, and the mapping has no default for them",
    "incomplete": "something else is missing that people must be told",
}


def summary(plan: Plan, *, seconds: float) -> Iterator[str]:
    """What was read and what became of it."""
    report, more = plan.report, plan.report.more
    rate = report.rows_read / seconds if seconds else 0
    verb = "would be imported from" if report.dry_run else "imported from"
    sheet = f", sheet “{plan.table.sheet}”" if plan.table.sheet else ""
    yield f"{report.rows_read:,} rows of {plan.table.name}{sheet} {verb} source “{report.source}”"
    yield f"in {seconds:.1f} seconds, {rate:,.0f} rows a second."
    for count, words in (
        (report.new, "new"),
        (report.changed, "changed"),
        (report.unchanged, "unchanged"),
        (report.folded, "folded into another row of the same posting"),
        (report.duplicates, "exact duplicates"),
        (report.rejected, "rejected"),
    ):
        yield f"{count:>9,} {words}"
    if report.repaired_cells:
        yield f"{report.repaired_cells:,} cells with garbled letters were repaired."
    if report.conflicts:
        postings = len({conflict.external_id for conflict in report.conflicts})
        yield f"{postings:,} postings had two values for a field; the report says which one was kept."
    if more["published"] or more["kept_as_draft"]:
        yield f"{more['published']:,} published, {more['listed']:,} of the file are listed for the public."
        for reason, count in more["kept_as_draft"].items():
            yield f"{count:>9,} stay drafts: {_WHY_DRAFT[reason]}"
    if more["staff_only"]:
        yield f"{more['staff_only']:,} are for city staff only."
    if more["not_in_file"]:
        yield f"{more['not_in_file']:,} earlier postings of this source are not in the file; they stay as they are."
    if more["unused_columns"]:
        yield "Columns that were not used: " + ", ".join(more["unused_columns"]) + "."
    for field, words in more["unknown_words"].items():
        yield f"No {field.replace('_', ' ')} here is called: " + ", ".join(words[:10]) + "."
