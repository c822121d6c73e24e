"""Postings as the import machine sees them: matched by source and number, folded, compared, published, written."""

import copy
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.accounts.models import User
from chitech.core.imports.importer import Importer, TakeBack
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, Verdict
from chitech.core.imports.rows import RowReader
from jobs import actions, pinning
from jobs.choices import Audience, EmploymentType, State, WorkMode
from jobs.fields import MIDNIGHT
from jobs.imports.fields import FIELDS, NEEDS
from jobs.imports.mappings import known_mappings
from jobs.imports.options import check_options
from jobs.imports.reading import PostingReader, as_moment
from jobs.imports.vocabulary import Vocabulary
from jobs.models import Posting
from jobs.publishing import missing_to_publish
from jobs.saved import stars
from pathways.models.titles import DegreeKind, DegreeRule
from pathways.pay import PayUnit

# A posting without a last day that has stood this long is more likely forgotten than open.
_STALE_AFTER = timedelta(days=90)
# What a posting that people can see may not lose through an import. (The database demands the first three.)
_NEVER_EMPTIED = ("pay", "benefits", "opens_at", "what_you_will_do", "how_to_apply")
_ENDED = frozenset({State.CLOSED, State.CANCELLED})
# Fields that stand for several columns of a file, or for none.
_OTHER_LABELS = {"pay": gettext_lazy("pay"), "state": gettext_lazy("state")}
_CHOICES: dict[str, Any] = {
    "audience": Audience,
    "employment_type": EmploymentType,
    "work_mode": WorkMode,
    "degree_rule": DegreeRule,
    "degree_kind": DegreeKind,
    "state": State,
}
_PAY_COLUMNS = ("pay_min_cents", "pay_max_cents", "pay_unit")
_RELATIONS = ("bargaining_unit", "selection_method", "residency", "service_type")


class PostingImporter(Importer):
    """Imports postings into drafts or, with `state` published, publishes those of which nothing is missing.

    `as_of` is the day that counts as today for deadlines and for how old an undated posting is.
    """

    kind = "jobs.posting"
    fields = FIELDS
    needs = NEEDS
    starts_with: ClassVar[Values] = {"openings": 1, "employment_type": "full_time", "audience": "both"}

    def __init__(
        self, *, source: str, mapping: HeaderMapping, by: User, state: str = State.DRAFT, as_of: date | None = None
    ) -> None:
        super().__init__(source=source, mapping=mapping, by=by)
        check_options(mapping.options)
        self._state = State(state)
        self._today = datetime.combine(as_of or timezone.localdate(), MIDNIGHT, timezone.get_default_timezone())
        self._now = timezone.now()
        self._words = Vocabulary(source, mapping)
        known = [mapping, *known_mappings()]
        categories = dict.fromkeys(item for one in known for item in one.lists.get("categories", ()))
        self._reader = PostingReader(mapping, self._words, categories)
        self._kept_back: dict[str, str] = {}  # number -> why it stays a draft
        self._after: dict[str, Posting] = {}  # number -> the posting as it would be

    # Reading and matching

    def parse(self, row: RowReader) -> Parsed:
        key, said = self._reader.read(row)
        rank = 0 if said.get("audience") == Audience.STAFF else 1
        return Parsed(number=row.number, key=key, values=said, rank=rank)

    def fold(self, rows: list[Parsed]) -> tuple[Values, dict[str, tuple[Any, Any]]]:
        """Rows for the public lead. Rows for the public and rows for staff make a posting for both."""
        said, dropped = super().fold(rows)
        audiences = {row.values["audience"] for row in rows if "audience" in row.values}
        dropped.pop("audience", None)
        if audiences:
            said["audience"] = audiences.pop() if len(audiences) == 1 else Audience.BOTH.value
        return said, dropped

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        here = Posting.objects.filter(source=self.source).select_related("department", "title", "family", *_RELATIONS)
        if lock:
            here = here.select_for_update(of=("self",))
        wanted = set(keys)
        return {posting.external_id: posting for posting in here if posting.external_id in wanted}

    def values_of(self, instance: Posting) -> Values:
        """A posting's columns in the form of `PostingReader.read`."""
        plain = (
            "division", "business_title", "categories", "what_you_will_do", "what_you_need", "what_helps", "benefits",
            "how_to_apply", "openings", "employment_type", "hours_or_shift", "work_mode", "location",
            "experience_months", "degree_rule", "degree_kind", "degree_reason", "degree_equivalent", "audience",
            "budget_title_code", "schedule_grade", "residency_note",
        )  # fmt: skip
        values: Values = {name: getattr(instance, name) for name in plain}
        values["department"] = instance.department.slug
        values["title"] = instance.title.code if instance.title else None
        values["family"] = instance.family.slug if instance.family else None
        values["level"] = instance.level_id
        for name in _RELATIONS:
            term = getattr(instance, name)
            values[name] = term.code if term else None
        pay = [getattr(instance, column) for column in _PAY_COLUMNS]
        values["pay"] = pay if instance.is_pay_stated else None
        for name in ("opens_at", "closes_at"):
            moment = getattr(instance, name)
            values[name] = moment.astimezone(UTC).isoformat() if moment else None
        return values

    # Deciding

    def settle(self, plan: Plan, record: Planned) -> None:
        """Keep what people can see whole, and publish what may be published."""
        posting: Posting | None = record.instance
        if posting is not None:
            self._hold_back(plan, record, posting)
            if not record.changes:
                record.verdict = Verdict.UNCHANGED
        after = copy.copy(posting) if posting else self._new(record.key)
        self._assign(after, record.changes)
        self._after[record.key] = after
        if after.opens_at and after.closes_at and after.closes_at <= after.opens_at:
            plan.reject(
                record, "", "dates_order", _("With the dates set here by hand, it would close before it opens.")
            )
            return
        if self._state == State.PUBLISHED and after.state == State.DRAFT:
            reason = self._why_not(after)
            if reason:
                self._kept_back[record.key] = reason
            else:
                record.change("state", after.state, State.PUBLISHED.value)
                after.state = State.PUBLISHED

    def _hold_back(self, plan: Plan, record: Planned, posting: Posting) -> None:
        """Take out changes that a posting must not have, and tell where that drops what the source says."""
        changes = record.changes
        if posting.state in _ENDED:
            # What people have ended stays as they left it. What the source says is not remembered either.
            changes.clear()
            record.said = {}
            return
        if record.partial:
            # The row that could not be read may be the one that opens the posting to others.
            changes.pop("audience", None)
            record.said.pop("audience", None)
        title = changes["title"][1] if "title" in changes else posting.title
        if title and changes.get("family", (None, None))[1]:
            del changes["family"]
        elif title and posting.family_id:
            changes["family"] = (posting.family.slug if posting.family else None, None)
        if posting.state != State.PUBLISHED:
            return
        held = [name for name in _NEVER_EMPTIED if name in changes and not changes[name][1] and changes[name][0]]
        opens = as_moment(changes.get("opens_at", (None, None))[1])
        if opens and opens > self._now and posting.opens_at and posting.opens_at <= self._now:
            held.append("opens_at")  # people can see it already
        for name in held:
            here, at_source = changes.pop(name)
            plan.report.conflicts.append(self.conflict(record.key, name, kept=here, dropped=at_source))

    def _why_not(self, posting: Posting) -> str:
        """The reason why a posting stays a draft, as a key of the report; empty if it can be published."""
        if not posting.is_pay_stated:
            return "no_pay"
        if posting.opens_at is None:
            return "no_first_day"
        if posting.closes_at is None and posting.opens_at < self._today - _STALE_AFTER:
            return "undated_old"
        if posting.closes_at is not None and posting.closes_at <= self._today:
            return "already_closed"
        if not posting.benefits.strip():
            return "no_benefits"
        # The rule of the page that publishes one posting has the last word.
        return "incomplete" if missing_to_publish(posting, at=self._today) else ""

    # Writing

    def prepare(self, records: Sequence[Planned]) -> None:
        wanted: dict[str, set[str]] = {"department": set(), "service_type": set()}
        for record in records:
            for name, codes in wanted.items():
                if name in record.changes:
                    codes.add(record.changes[name][1])
        self._words.make_new(wanted["department"], wanted["service_type"])

    def write(self, records: Sequence[Planned]) -> None:
        new: list[Posting] = []
        changed: list[Posting] = []
        columns = {"version", "updated_at", "updated_by", "revision"}
        retitled = {record.instance.pk for record in records if record.instance and "title" in record.changes}
        telling: dict[int, tuple[int, dict[str, Any]]] = {}
        for record in records:
            # Assigned again: departments and terms that were new when this was planned have their rows now.
            posting = self._after[record.key]
            written = self._assign(posting, record.changes)
            if record.instance is None:
                new.append(posting)
                continue
            columns |= written
            posting.version = record.instance.version + 1
            posting.updated_at, posting.updated_by = self._now, self.by
            changed.append(posting)
            if record.instance.state == State.PUBLISHED:
                telling[posting.pk] = (posting.version, stars.material_changes(record.instance, posting))
        for posting in changed:
            if posting.pk in retitled:
                posting.revision_id = None  # what it pinned is of another title
        pinning.pin([*new, *changed])
        Posting.objects.bulk_create(new)
        if changed:
            Posting.objects.bulk_update(changed, sorted(columns), batch_size=100)
            stars.tell_changes(telling)

    # Taking an import back (docs/adr/0033)

    def stamp(self, instance: Posting) -> str:
        return str(instance.version)

    def take_back(self, instance: Posting, *, is_new: bool, written: Values) -> TakeBack:
        """What only HR has seen goes, or gets its words back. What the import made public is cancelled."""
        if instance.state in _ENDED:
            return TakeBack.LEAVE
        if instance.state == State.PUBLISHED and (is_new or "state" in written):
            return TakeBack.END
        return TakeBack.DELETE if is_new else TakeBack.RESTORE

    def delete(self, instances: Sequence[Posting]) -> None:
        Posting.objects.filter(pk__in=[posting.pk for posting in instances]).delete()

    def end(self, records: Sequence[Planned]) -> None:
        reason = _("The import that published this posting was undone.")
        for record in records:
            before = None
            if record.changes:
                old = {name: change for name, change in record.changes.items() if name != "state"}
                before = self._columns({name: (None, value) for name, (_now, value) in old.items()})
            actions.undo_publishing(posting=record.instance, by=self.by, reason=reason, before=before)

    def restore(self, records: Sequence[Planned]) -> None:
        for record in records:
            self._after[record.key] = copy.copy(record.instance)
        self.write(records)

    def _new(self, key: str) -> Posting:
        return Posting(
            source=self.source,
            external_id=key,
            created_by=self.by,
            created_at=self._now,
            updated_by=self.by,
            updated_at=self._now,
        )

    def _assign(self, posting: Posting, changes: dict[str, tuple[Any, Any]]) -> set[str]:
        """Set the columns that plain values stand for. Returns their names."""
        columns = self._columns(changes)
        for column, value in columns.items():
            setattr(posting, column, value)
        return {column.removesuffix("_id") for column in columns}

    def _columns(self, changes: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
        """The columns that plain values stand for."""
        columns: dict[str, Any] = {}
        for name, (_old, new) in changes.items():
            if name == "pay":
                columns.update(zip(_PAY_COLUMNS, new or (None, None, ""), strict=True))
            elif name in {"opens_at", "closes_at"}:
                columns[name] = as_moment(new)
            elif name == "department":
                columns["department_id"] = self._words.departments.get(new)
            elif name == "title":
                columns["title_id"] = self._words.titles.get(new)
            elif name == "family":
                columns["family_id"] = self._words.families.get(new)
            elif name == "level":
                columns["level_id"] = new
            elif name in _RELATIONS:
                columns[f"{name}_id"] = self._words.terms[name].get(new)
            elif name == "state":
                columns |= {"state": new, "published_at": self._now, "published_by": self.by}
            else:
                columns[name] = new
        return columns

    # Telling

    def finish(self, plan: Plan) -> None:
        """How many were published, how many were not and why, and what else a person would ask."""
        taken = [record for record in plan.records if record.verdict is not Verdict.REJECTED]
        after = [self._after[record.key] for record in taken]
        listed = [posting for posting in after if posting.state == State.PUBLISHED]
        newly = sum("state" in record.changes for record in taken)
        known = Posting.objects.filter(source=self.source).exclude(external_id="")
        here = set(known.values_list("external_id", flat=True))
        in_file = {record.key for record in plan.records} | plan.broken
        kept_back = Counter(self._kept_back[record.key] for record in taken if record.key in self._kept_back)
        plan.report.more |= {
            "published": newly,
            "already_published": len(listed) - newly,
            "listed": sum(posting.audience != Audience.STAFF for posting in listed),
            "staff_only": sum(posting.audience == Audience.STAFF for posting in after),
            "kept_as_draft": dict(sorted(kept_back.items())),
            "without_pay": sum(not posting.is_pay_stated for posting in after),
            "not_in_file": len(here - in_file),
            "new_departments": sorted(self._words.new_departments.values()),
        }

    def show(self, name: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if name == "pay":
            lowest, highest, unit = value
            return f"${lowest / 100:,.2f} – ${highest / 100:,.2f} {PayUnit(unit).label}"
        if name in {"opens_at", "closes_at"}:
            moment = as_moment(value)
            return timezone.localtime(moment).date().isoformat() if moment else ""
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def label(self, name: str) -> str:
        return str(_OTHER_LABELS[name]) if name in _OTHER_LABELS else super().label(name)

    def in_words(self, name: str, value: Any) -> str:
        """Names in place of codes, where people know the name."""
        if value and name in _CHOICES:
            return str(_CHOICES[name](value).label)
        if value and name == "department":
            return self._words.department_names.get(str(value), str(value))
        return self.show(name, value)

    def name_of(self, record: Planned) -> str:
        said = record.said.get("business_title")
        return str(said or (record.instance.business_title if record.instance else record.key))
