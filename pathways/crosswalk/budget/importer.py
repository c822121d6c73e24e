"""Lines of a budget as the import machine sees them: matched by year, code and name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from chitech.core.accounts.models import User
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, Verdict
from chitech.core.imports.rows import RowReader
from pathways.crosswalk.budget import reading
from pathways.crosswalk.budget.fields import FIELDS, NEEDS
from pathways.models import BudgetLine, BudgetPayUnit, BudgetTitle

YEARS = range(1990, 2101)
_COLUMNS = (
    "schedule", "grade", "bargaining_unit", "positions", "pay_unit", "pay_min_cents", "pay_max_cents",
    "department_codes", "posts", "is_listed",
)  # fmt: skip
_SAID = _COLUMNS[:-1]
# A file that no longer names so many of a year's titles is more likely half a file than a mended one.
_MOST_GONE = 0.5


class BudgetImporter(Importer):
    """Imports the lines of one budget year. `options`: `year`, and `whole`, which is "no" where the file has only
    some of the year's titles; otherwise titles that it does not name are no longer in that budget.
    """

    kind = "pathways.budget"
    fields = FIELDS
    needs = NEEDS

    def __init__(
        self, *, source: str, mapping: HeaderMapping, by: User, options: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(source=source, mapping=mapping, by=by)
        options = options or {}
        given = options.get("year", "")
        self._year = year_of(given) if given else 0  # what was imported without one can still be looked at
        self._whole = options.get("whole") != "no"
        self._lost_zeros: set[str] = set()
        self._here: dict[str, BudgetLine] = {}

    def parse(self, row: RowReader) -> Parsed:
        key, said, lost_zeros = reading.read(row, year=self._year or year_of(""))
        if lost_zeros and not row.errors:
            self._lost_zeros.add(said["code"])
        return Parsed(number=row.number, key=key, values=said)

    def fold(self, rows: list[Parsed]) -> tuple[Values, dict[str, tuple[Any, Any]]]:
        """Rows of one title are its positions here and there: they add up, and none of them is dropped."""
        return reading.fold(row.values for row in rows), {}

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        lines = BudgetLine.objects.filter(year=self._year).select_related("title").order_by("pk")
        if lock:
            lines = lines.select_for_update(of=("self",))
        self._here = {reading.key_of(self._year, line.title.code, line.title.name): line for line in lines}
        return {key: line for key, line in self._here.items() if key in keys}

    def values_of(self, instance: BudgetLine) -> Values:
        values = {name: getattr(instance, name) for name in _COLUMNS}
        return values | {"code": instance.title.code, "name": instance.title.name}

    def settle(self, plan: Plan, record: Planned) -> None:
        """Nobody types budget lines here: the file always has the word, whatever another one said before."""
        line: BudgetLine | None = record.instance
        if line is None:
            return
        while plan.report.conflicts and plan.report.conflicts[-1].external_id == record.key:
            plan.report.conflicts.pop()
        now = self.values_of(line)
        record.changes.pop("name", None)  # the same letters in other cases
        for name in _SAID:
            if now[name] != record.said[name] and name not in record.changes:
                record.change(name, now[name], record.said[name])
        if not line.is_listed:
            record.change("is_listed", False, True)
        record.verdict = Verdict.CHANGED if record.changes else Verdict.UNCHANGED

    def complete(self, plan: Plan) -> None:
        """Titles of the year that a whole file no longer names are no longer in that budget."""
        if not self._whole:
            return
        named = {record.key for record in plan.records} | plan.broken
        gone = {key: line for key, line in self._here.items() if line.is_listed and key not in named}
        listed = sum(line.is_listed for line in self._here.values())
        if gone and len(gone) > listed * _MOST_GONE:
            raise ImportRefused(
                "too_many_gone",
                _(
                    "%(gone)d of the %(listed)d titles that the budget of %(year)d has here are not in this file. "
                    "Check the file and the year. If it has only some of the titles, say so."
                )
                % {"gone": len(gone), "listed": listed, "year": self._year},
            )
        for key, line in gone.items():
            record = Planned(key=key, rows=[], said={}, verdict=Verdict.UNCHANGED, instance=line)
            record.change("is_listed", True, False)
            plan.records.append(record)

    def prepare(self, records: Sequence[Planned]) -> None:
        """The titles that no budget had so far."""
        known = self._titles()
        new = {(one.said["code"], one.said["name"].lower()): one.said for one in records if one.instance is None}
        BudgetTitle.objects.bulk_create(
            (BudgetTitle(code=said["code"], name=said["name"]) for place, said in new.items() if place not in known),
            batch_size=1_000,
            ignore_conflicts=True,  # another year's import may have just added it
        )
        self._known = self._titles()

    def _titles(self) -> dict[tuple[str, str], int]:
        rows = BudgetTitle.objects.order_by().values_list("pk", "code", "name")
        return {(code, name.lower()): pk for pk, code, name in rows}

    def write(self, records: Sequence[Planned]) -> None:
        new = [
            BudgetLine(
                title_id=self._known[one.said["code"], one.said["name"].lower()],
                year=self._year,
                **{name: one.said[name] for name in _SAID},
            )
            for one in records
            if one.instance is None
        ]
        BudgetLine.objects.bulk_create(new)
        changed = [one for one in records if one.instance is not None]
        for one in changed:
            for name, (_before, after) in one.changes.items():
                setattr(one.instance, name, after)
        BudgetLine.objects.bulk_update([one.instance for one in changed], _COLUMNS)

    def finish(self, plan: Plan) -> None:
        named = [one.said for one in plan.records if one.rows and one.verdict is not Verdict.REJECTED]
        names: dict[str, set[str]] = {}
        for said in named:
            names.setdefault(said["code"], set()).add(said["name"])
        plan.report.more |= {
            "year": self._year,
            "codes": len(names),
            "titles": len(named),
            "positions": sum(said["positions"] for said in named),
            "codes_with_several_names": {code: sorted(some) for code, some in names.items() if len(some) > 1},
            "codes_that_lost_zeros": len(self._lost_zeros),
        }

    # For people

    def show(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return "–"
        if name == "is_listed":
            return _("yes") if value else _("no")
        if name == "posts":
            return "; ".join(f"{post['department']} {post['grade']}: {post['positions']}" for post in value)
        if name == "pay_unit":
            return str(BudgetPayUnit(value).label)
        if name in {"pay_min_cents", "pay_max_cents"}:
            return f"${value / 100:,.2f}".removesuffix(".00")
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def label(self, name: str) -> str:
        column = next((one for one in BudgetLine._meta.fields if one.name == name), None)  # noqa: SLF001
        return str(column.verbose_name) if column else super().label(name)

    def name_of(self, record: Planned) -> str:
        if record.instance is not None:
            return f"{record.instance.title} ({self._year})"
        return f"{record.said['code']} {record.said['name']} ({self._year})"

    def delete(self, instances: Sequence[Any]) -> None:
        """The lines go, and titles that no year has and nothing was decided about."""
        titles = {line.title_id for line in instances}
        BudgetLine.objects.filter(pk__in=[line.pk for line in instances]).delete()
        unused = BudgetTitle.objects.filter(pk__in=titles, lines=None, decision=None, questions=None)
        unused.filter(decided_version=0).delete()


def year_of(text: str) -> int:
    """A budget year as somebody wrote it. Raises ImportRefused."""
    if not (text.isascii() and text.isdigit()) or int(text[:6]) not in YEARS:
        raise ImportRefused("bad_year", _("Say the budget’s year, from 1990 to 2100."))
    return int(text)
