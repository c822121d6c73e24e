"""The workbook back in. A row that was decided meanwhile is a conflict: it is told, and nothing of it is written."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.roles import Permission
from chitech.core.imports.importer import Importer, TakeBack
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, Verdict
from chitech.core.imports.registry import ImportKind, Setup
from chitech.core.imports.rows import RowReader
from pathways.crosswalk import actions, sheet
from pathways.crosswalk.actions import PLAIN, Decided
from pathways.crosswalk.budget.reading import key_of
from pathways.crosswalk.querysets import spelled
from pathways.crosswalk.sheet import FIELDS, NEEDS
from pathways.crosswalk.worksheet import Row, read
from pathways.models import BudgetTitle, Title

SOURCE = "crosswalk-worksheet"
_ANY_YEAR = 0  # a title's key is that of a budget line without its year
_DECIDED = tuple(one.name for one in FIELDS[3:])
_DAYS = ("effective_on", "union_notified_on")
_WORDS = {
    name: {word: word for word in words.values} | {str(label).casefold(): word for word, label in words.choices}
    for name, words in sheet._WORDS.items()  # noqa: SLF001
}
_LONGEST = {"reason": 500, "action_reference": 200, "incumbents_note": 500}


class SheetImporter(Importer):
    """Imports what was decided in a workbook that came from here."""

    kind = "pathways.crosswalk"
    fields = FIELDS
    needs = NEEDS
    starts_with: ClassVar[Values] = {}

    def __init__(self, setup: Setup) -> None:
        super().__init__(source=setup.source, mapping=setup.mapping, by=setup.by)
        self._versions: dict[str, int] = {}
        self._rows: dict[str, Row] = {}
        self._titles = {title.code: title for title in Title.objects.all()}

    def parse(self, row: RowReader) -> Parsed:
        code, name = spelled(row.line("code", most=20)), row.line("name", most=120)
        key = key_of(_ANY_YEAR, code, name)
        version = row.whole("version", least=0, most=1_000_000)
        if version is None and not row.errors:
            row.fail("version", "missing", _("The version is missing. Export the worksheet again and work in that."))
        said = {field: self._read(row, field) for field in _DECIDED}
        if not any(said.values()):
            said = {}  # nothing is said: nothing is decided
        elif not said["outcome"]:
            row.fail("outcome", "missing", _("Say what becomes of it: mapped or set_aside."))
        elif not row.errors:
            for sentence in actions.missing(self._decided(said)):
                row.fail("outcome", "incomplete", sentence)
        self._versions[key] = version or 0
        return Parsed(number=row.number, key=key, values=said)

    def _read(self, row: RowReader, name: str) -> str:
        if name in _WORDS:
            return row.choice(name, _WORDS[name])
        if name in _DAYS:
            day = row.day(name)
            return day.isoformat() if day else ""
        if name == "titles":
            return self._codes(row)
        return row.line(name, most=_LONGEST[name])

    def _codes(self, row: RowReader) -> str:
        written = row.line("titles", most=200)
        codes = [code.strip().upper() for code in written.replace(",", ";").split(";") if code.strip()]
        unknown = [code for code in codes if code not in self._titles]
        if unknown:
            message = _("There is no title with this code. Put codes such as SWE-P3, and “;” between two.")
            row.fail("titles", "unknown_title", message, ", ".join(unknown))
        return "; ".join(dict.fromkeys(codes))

    def _decided(self, said: Values) -> Decided:
        plain = {name: said[name] for name in PLAIN}
        for name in _DAYS:
            plain[name] = date.fromisoformat(plain[name]) if plain[name] else None
        codes = [code for code in said["titles"].split("; ") if code]
        return Decided(titles=tuple(self._titles[code] for code in codes), **plain)

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        if lock:
            list(BudgetTitle.objects.in_scope().order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        rows = read(timezone.localdate())
        self._rows = {key_of(_ANY_YEAR, row.title.code, row.title.name): row for row in rows}
        return {key: row.decision for key, row in self._rows.items() if key in keys and row.decision}

    def values_of(self, instance: Any) -> Values:
        row = self._rows[key_of(_ANY_YEAR, instance.budget_title.code, instance.budget_title.name)]
        return sheet.values(row)

    def settle(self, plan: Plan, record: Planned) -> None:
        """What differs is a change, if the row was made from what is here now; else a conflict."""
        row = self._rows.get(record.key)
        if row is None:
            message = _("The worksheet has no old title with this code and name. Leave both as they were.")
            plan.reject(record, "Code", "unknown_row", message, record.key.partition(" ")[2])
            return
        said_by_the_machine = plan.report.conflicts
        while said_by_the_machine and said_by_the_machine[-1].external_id == record.key:
            said_by_the_machine.pop()  # it compares with the last workbook; here the version tells what was seen
        now = sheet.values(row) or dict.fromkeys(_DECIDED, "")
        record.changes = {name: (now[name] or None, value) for name, value in record.said.items() if value != now[name]}
        if record.changes and self._versions[record.key] != row.title.decided_version:
            for name, (here, there) in record.changes.items():
                plan.report.conflicts.append(self.conflict(record.key, name, kept=here, dropped=there))
            plan.report.more["stale_rows"] = plan.report.more.get("stale_rows", 0) + 1
            record.changes = {}
        new = row.decision is None
        record.verdict = (Verdict.NEW if new else Verdict.CHANGED) if record.changes else Verdict.UNCHANGED

    def prepare(self, records: Sequence[Planned]) -> None:
        """All that a decision refers to is here."""

    def write(self, records: Sequence[Planned]) -> None:
        for record in records:
            row = self._rows[record.key]
            now = sheet.values(row) or dict.fromkeys(_DECIDED, "")
            said = now | {name: after or "" for name, (_before, after) in record.changes.items()}
            seen = BudgetTitle.objects.values_list("decided_version", flat=True).get(pk=row.title.pk)
            actions.decide(budget_title=row.title, by=self.by, seen=seen, decided=self._decided(said))

    def delete(self, instances: Sequence[Any]) -> None:
        for decision in instances:
            title = BudgetTitle.objects.get(pk=decision.budget_title_id)
            actions.reopen(budget_title=title, by=self.by, seen=title.decided_version)

    def take_back(self, instance: Any, *, is_new: bool, written: Values) -> TakeBack:  # noqa: ARG002 -- a hook
        return TakeBack.DELETE if is_new else TakeBack.RESTORE

    def show(self, name: str, value: Any) -> str:
        return sheet.in_words(name, value)

    def name_of(self, record: Planned) -> str:
        row = self._rows.get(record.key)
        return str(row.title) if row else record.key.partition(" ")[2]


def _tell(more: Any) -> list[str]:
    stale = more.get("stale_rows", 0)
    if not stale:
        return []
    return [
        _("%(count)d rows were decided by somebody else after this workbook was made. They stay as they are.")
        % {"count": stale}
    ]


SHEETS = ImportKind(
    name=SheetImporter.kind,
    plural=gettext_lazy("crosswalk decisions"),
    fields=FIELDS,
    needs=NEEDS,
    to_import=Permission.WRITE_TITLES,
    to_read=Permission.READ_TITLES,
    make=SheetImporter,
    sources=lambda: [SOURCE],
    facts=("outcome", "titles"),
    record_url=lambda _pk: reverse("pathways:crosswalk:index"),
    home="pathways:crosswalk:index",
    home_label=gettext_lazy("From old titles to new"),
    tell=_tell,
)
