"""Posts in the city as the import machine sees them: matched by employee ID and first day."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pghistory
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from chitech.core.accounts import employments
from chitech.core.accounts.models import Employment, User
from chitech.core.accounts.staff_import import absence
from chitech.core.accounts.staff_import.departments import DepartmentNames
from chitech.core.accounts.staff_import.fields import FIELDS, NEEDS
from chitech.core.accounts.staff_import.reading import StaffReader, key_of, lost_zeros, width_of
from chitech.core.imports.errors import ImportRefused
from chitech.core.imports.importer import Importer
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, Verdict
from chitech.core.imports.rows import RowReader

_PLAIN = ("employee_id", "name", "email", "title_code", "title_name", "manager_employee_id")
_DAYS = ("starts_on", "ends_on")
# From so many records on, reading the whole table is quicker than asking for them.
_MANY = 1_000


class StaffImporter(Importer):
    """Imports posts. `options`: `everyone` is "yes" if the file lists all who work here; `id_digits`, to how many
    digits an ID is filled up; and what was said about those who are missing (`absence.Choice`).

    `strict`: refuse the file if those who are missing are others than the list that somebody confirmed.
    """

    kind = "accounts.employment"
    fields = FIELDS
    needs = NEEDS

    def __init__(
        self,
        *,
        source: str,
        mapping: HeaderMapping,
        by: User,
        options: Mapping[str, str] | None = None,
        strict: bool = False,
    ) -> None:
        super().__init__(source=source, mapping=mapping, by=by)
        options = options or {}
        self._everyone = options.get("everyone") == "yes"
        self._digits = int(options.get("id_digits") or 0)
        self._choice = absence.Choice.read(options)
        self._strict = strict
        self._departments = DepartmentNames(mapping)
        self._posts: dict[str, list[Employment]] = defaultdict(list)  # employee -> their posts that were read
        self._missing = absence.Missing()
        self._told: dict[str, Any] = {}

    # Reading and matching

    @cached_property
    def _reader(self) -> StaffReader:
        ids = set(Employment.objects.order_by().values_list("employee_id", flat=True).distinct())
        return StaffReader(self._departments, digits=self._digits, width=width_of(ids), lists_everyone=self._everyone)

    def parse(self, row: RowReader) -> Parsed:
        key, said = self._reader.read(row)
        return Parsed(number=row.number, key=key, values=said)

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        """The posts with these keys. What else their people have, or had, is kept in mind."""
        here = Employment.objects.select_related("department").order_by("pk")
        if lock:
            here = here.select_for_update(of=("self",))
        if len(keys) < _MANY and not self._everyone:
            here = here.filter(employee_id__in={key.rpartition(" ")[0] for key in keys})
        found: dict[str, Any] = {}
        self._posts.clear()
        for post in here:
            self._posts[post.employee_id].append(post)
            key = key_of(post.employee_id, post.starts_on)
            if key in keys:
                found[key] = post
        return found

    def values_of(self, instance: Employment) -> Values:
        values: Values = {name: getattr(instance, name) for name in _PLAIN}
        values["department"] = instance.department.slug
        for name in _DAYS:
            day = getattr(instance, name)
            values[name] = day.isoformat() if day else None
        return values

    def untouched(self, name: str, value: Any) -> bool:
        """Nobody types posts here: the payroll has the word from the start. Only a last day may be a person's own."""
        return name != "ends_on" or value is None

    # Deciding

    def settle(self, plan: Plan, record: Planned) -> None:
        """A post that was ended here, and that the file still lists, stays ended; that is told."""
        post: Employment | None = record.instance
        if post is None or post.is_ending_open() or "ends_on" in record.changes or record.said.get("ends_on"):
            return
        told = (record.key, "ends_on")
        if not any((one.external_id, one.field) == told for one in plan.report.conflicts[-len(FIELDS) :]):
            plan.report.conflicts.append(self.conflict(record.key, "ends_on", kept=_iso(post.ends_on), dropped=None))

    def complete(self, plan: Plan) -> None:
        self._reject_short_ids(plan)
        going_on = self._going_on(plan)
        earlier = list(self._earlier_posts(plan, going_on))
        absent = list(self._absent(plan)) if self._everyone else []
        # Ends are written before beginnings: nobody has two posts that go on.
        plan.records.sort(key=lambda one: one.said.get("ends_on") is None)
        plan.records[:0] = earlier
        plan.records += absent
        self._hold_back(plan, going_on)

    def _reject_short_ids(self, plan: Plan) -> None:
        """IDs that lost their zeros on the way, where this very file shows how they should look."""
        numbers = {one.said["employee_id"] for one in plan.records if one.said["employee_id"].isdigit()}
        width = max(map(len, numbers), default=0)
        if not any(one.startswith("0") and len(one) == width for one in numbers):
            return
        for record in plan.records:
            employee_id = record.said["employee_id"]
            if employee_id.isdigit() and len(employee_id) < width:
                self._reader.named.add(employee_id.zfill(width))
                plan.reject(record, self._header("employee_id"), "lost_zeros", lost_zeros(width), employee_id)

    def _going_on(self, plan: Plan) -> dict[str, Planned]:
        """Employee -> the one post of the file that goes on. Two of them for one person are both rejected."""
        found: dict[str, list[Planned]] = defaultdict(list)
        for record in plan.records:
            if record.verdict is not Verdict.REJECTED and self._end_of(record) is None:
                found[record.said["employee_id"]].append(record)
        for employee_id, records in found.items():
            if len(records) > 1:
                rows = ", ".join(str(row) for row in sorted(row for one in records for row in one.rows))
                message = _("The file has two posts of this person that go on (rows %(rows)s). Give one its last day.")
                for record in records:
                    plan.reject(record, self._header("starts_on"), "two_posts", message % {"rows": rows}, employee_id)
        return {one: records[0] for one, records in found.items() if len(records) == 1}

    def _earlier_posts(self, plan: Plan, going_on: Mapping[str, Planned]) -> Iterator[Planned]:
        """A person has one post that goes on: the one before it ends on the day before the new one begins."""
        in_file = {record.key for record in plan.records}
        for employee_id, record in going_on.items():
            starts_on = date.fromisoformat(record.said["starts_on"])
            for post in self._posts.get(employee_id, ()):
                key = key_of(employee_id, post.starts_on)
                if post.ends_on is not None or key in in_file or record.instance is post:
                    continue
                if post.starts_on >= starts_on:
                    message = _("This person has a post here since %(day)s that goes on. It can’t begin before that.")
                    plan.reject(
                        record, self._header("starts_on"), "before_other_post",
                        message % {"day": post.starts_on.isoformat()}, starts_on.isoformat(),
                    )  # fmt: skip
                    continue
                yield self._ended(key, post, starts_on - timedelta(days=1))
                self._told["succeeded"] = self._told.get("succeeded", 0) + 1

    def _absent(self, plan: Plan) -> Iterator[Planned]:
        """Whom a list of everyone does not name. Nothing changes for them before somebody has looked at the list."""
        unread = {error.row for error in plan.report.errors} - self._reader.rows_with_id
        if unread:
            # Any of the missing may stand in a row that can't be read.
            self._told["unread_ids"] = len(unread)
            return
        posts = ((key_of(one.employee_id, one.starts_on), one) for some in self._posts.values() for one in some)
        self._missing = absence.find(posts, named=self._reader.named, kind=self.kind, source=self.source)
        is_confirmed = bool(self._choice.digest) and self._choice.digest == self._missing.digest
        if self._choice.digest and not is_confirmed:
            if self._strict:
                raise ImportRefused(
                    "absent_changed",
                    _("Those who are missing from the file are others than in the list that was confirmed. Make a dry "
                      "run, look at the list again, and confirm that one."),
                )  # fmt: skip
            self._told["list_changed"] = True
        last_day = self._choice.last_day or absence.proposed_last_day()
        for post in self._missing.posts:
            key = key_of(post.employee_id, post.starts_on)
            if is_confirmed and post.pk not in self._choice.left_out:
                yield self._ended(key, post, max(last_day, post.starts_on))
            else:
                yield Planned(key=key, rows=[], said={}, verdict=Verdict.UNCHANGED, instance=post)

    def _ended(self, key: str, post: Employment, day: date) -> Planned:
        """A post that the file does not name and that ends because of it. Remembered, so that a later file can tell."""
        said = {"ends_on": day.isoformat()}
        record = Planned(key=key, rows=[], said=said, verdict=Verdict.UNCHANGED, instance=post)
        record.change("ends_on", _iso(post.ends_on), said["ends_on"])
        return record

    def _hold_back(self, plan: Plan, going_on: Mapping[str, Planned]) -> None:
        """Whom the portal can't do without does not leave by a file: it is told, and done by hand."""
        ending = {
            record.key: record
            for record in plan.records
            if record.instance is not None
            and record.instance.user_id
            and record.changes.get("ends_on", (None, None))[1]
            and record.instance.employee_id not in going_on
        }
        held = employments.held_back({record.instance.user_id for record in ending.values()})
        names = []
        for record in ending.values():
            reason = held.get(record.instance.user_id)
            if reason is None:
                continue
            old, new = record.changes.pop("ends_on")
            record.said.pop("ends_on", None)
            if not record.changes:
                record.verdict = Verdict.UNCHANGED
            plan.report.conflicts.append(self.conflict(record.key, "ends_on", kept=old, dropped=new))
            names.append(f"{self.name_of(record)} ({reason})")
        if names:
            self._told["held_back"] = sorted(names)

    def _end_of(self, record: Planned) -> str | None:
        """The last day of a record of the file, as it would be."""
        if "ends_on" in record.changes:
            end: str | None = record.changes["ends_on"][1]
            return end
        return _iso(record.instance.ends_on) if record.instance is not None else record.said.get("ends_on")

    def _header(self, name: str) -> str:
        return next(iter(self.mapping.columns.get(name, ())), name)

    # Writing

    def prepare(self, records: Sequence[Planned]) -> None:
        self._departments.make({one.changes["department"][1] for one in records if "department" in one.changes})

    def write(self, records: Sequence[Planned]) -> None:
        columns: set[str] = set()
        changed: list[Employment] = []
        for record in records:
            if record.instance is not None:
                columns |= self._assign(record.instance, record.changes)
                changed.append(record.instance)
        if changed:
            Employment.objects.bulk_update(changed, sorted(columns), batch_size=250)
        new = []
        for record in records:
            if record.instance is None:
                post = Employment()
                self._assign(post, record.changes)
                new.append(post)
        Employment.objects.bulk_create(new)

    def _assign(self, post: Employment, changes: Mapping[str, tuple[Any, Any]]) -> set[str]:
        """Set the columns that plain values stand for. Returns their names."""
        for name, (_old, new) in changes.items():
            if name == "department":
                post.department_id = self._departments.keys[new]
            elif name in _DAYS:
                setattr(post, name, date.fromisoformat(new) if new else None)
            else:
                setattr(post, name, new)
        return set(changes)

    def delete(self, instances: Sequence[Employment]) -> None:
        Employment.objects.filter(pk__in=[post.pk for post in instances]).delete()

    # Telling

    def finish(self, plan: Plan) -> None:
        """What follows from the posts (accounts, roles, sessions), and the figures that a person would ask for."""
        taken = [record for record in plan.records if record.verdict is not Verdict.REJECTED]
        if not plan.report.dry_run:
            self._follow(taken)
        managers = {str(one.said["manager_employee_id"]) for one in taken if one.said.get("manager_employee_id")}
        here = set(Employment.objects.filter(employee_id__in=managers).values_list("employee_id", flat=True))
        here |= {one.said.get("employee_id", "") for one in taken}
        ends = [one for one in taken if not one.rows and one.verdict is Verdict.CHANGED]
        plan.report.more |= {
            "everyone": self._everyone,
            "missing": len(self._missing.posts),
            "missing_of": self._missing.of,
            "missing_digest": self._missing.digest if self._missing.posts else "",
            "missing_posts": [
                [post.pk, post.employee_id, post.name] for post in sorted(self._missing.posts, key=lambda one: one.pk)
            ],
            "missing_ended": len(ends) - self._told.get("succeeded", 0),
            "elsewhere": self._missing.elsewhere,
            "unknown_managers": sorted(managers - here)[:20],
            "new_departments": sorted(
                name
                for slug, name in self._departments.new.items()
                if any(one.said.get("department") == slug for one in taken)
            ),
            **self._told,
        }

    def _follow(self, taken: Sequence[Planned]) -> None:
        with pghistory.context(user=self.by.pk, import_kind=self.kind, import_source=self.source):
            self._told["linked"] = employments.link_all()
            touched = {
                one.instance.user_id
                for one in taken
                if one.instance is not None and one.instance.user_id and "ends_on" in one.changes
            }
            followed = employments.follow(people=touched, by=self.by)
            self._told |= {"roles_ended": followed.roles, "sessions_ended": followed.sessions}

    def show(self, name: str, value: Any) -> str:
        if value and name == "department":
            return self._departments.name_of(str(value))
        return "" if value is None else str(value)

    def name_of(self, record: Planned) -> str:
        return str(record.said.get("name") or (record.instance.name if record.instance is not None else record.key))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
