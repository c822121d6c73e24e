"""Courses as the import machine sees them: matched by source and number; rows of one course are its sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.accounts.models import User
from chitech.core.imports.importer import Importer, TakeBack
from chitech.core.imports.mapping import HeaderMapping
from chitech.core.imports.plan import Parsed, Plan, Planned, Values, Verdict
from chitech.core.imports.rows import RowReader
from pathways.models import Family, Skill
from training.catalogue.actions import slug_for
from training.choices import CourseState, Format, Language
from training.imports import reading
from training.imports.fields import FIELDS, NEEDS
from training.invitations import city_zone
from training.models import Course, CourseSkill, Meeting, Session

_PLAIN = (
    "name",
    "summary",
    "outcomes",
    "format",
    "language",
    "provider",
    "prerequisites",
    "accessibility",
    "cost_cents",
)


class CourseImporter(Importer):
    """Imports courses as drafts. Several rows of one course are its sessions.

    A session that is here already is left alone: people may be in it, and moving it is a person's decision, which tells
    them. What a coordinator changed by hand stays (docs/adr/0031).
    """

    kind = "training.course"
    fields = FIELDS
    needs = NEEDS
    starts_with: ClassVar[Values] = {"format": "in_person", "language": "en", "cost_cents": 0, "sessions": []}

    def __init__(self, *, source: str, mapping: HeaderMapping, by: User) -> None:
        super().__init__(source=source, mapping=mapping, by=by)
        self._now = timezone.now()
        self._skills = {skill.slug: skill for skill in Skill.objects.all()}
        self._families = {family.slug: family for family in Family.objects.all()}
        self._skill_words = {s.name.casefold(): s.slug for s in self._skills.values()} | {s: s for s in self._skills}
        self._family_words = {f.name.casefold(): f.slug for f in self._families.values()}
        self._family_words |= {slug: slug for slug in self._families}

    def parse(self, row: RowReader) -> Parsed:
        key, said = reading.read(row, skills=self._skill_words, families=self._family_words)
        return Parsed(number=row.number, key=key, values=said)

    def fold(self, rows: list[Parsed]) -> tuple[Values, dict[str, tuple[Any, Any]]]:
        """Rows of one course are its sessions: those add up, and of the rest the first row has the word."""
        said, dropped = super().fold(rows)
        dropped.pop("sessions", None)
        if "sessions" in said:
            sessions = {each["number"]: each for row in rows for each in row.values.get("sessions", [])}
            said["sessions"] = [sessions[number] for number in sorted(sessions)]
        return said, dropped

    def load(self, keys: Collection[str], *, lock: bool) -> dict[str, Any]:
        here = Course.objects.filter(source=self.source).select_related("family")
        if lock:
            here = here.select_for_update(of=("self",))
        numbered = Session.objects.exclude(external_id="").prefetch_related("meetings").order_by("external_id")
        rows = here.prefetch_related("skill_list__skill", Prefetch("sessions", numbered, to_attr="numbered"))
        wanted = set(keys)
        return {course.external_id: course for course in rows if course.external_id in wanted}

    def values_of(self, instance: Any) -> Values:
        values: Values = {name: getattr(instance, name) for name in _PLAIN}
        values["hours"] = f"{Decimal(instance.hours).normalize():f}"
        values["family"] = instance.family.slug if instance.family else None
        taught = instance.skill_list.all()
        values["skills"] = sorted([row.skill.slug, row.from_level, row.to_level] for row in taught)
        numbered = getattr(instance, "numbered", None)
        sessions = list(instance.sessions.exclude(external_id="")) if numbered is None else numbered
        values["sessions"] = [_as_said(session) for session in sessions]
        return values

    def settle(self, plan: Plan, record: Planned) -> None:  # noqa: ARG002 -- the hook's shape
        """Sessions that are here stay as they are: only new ones count as a change."""
        course: Course | None = record.instance
        if course is None or "sessions" not in record.changes:
            return
        before, after = record.changes["sessions"]
        known = {each["number"] for each in before}
        new = [each for each in after if each["number"] not in known]
        if new:
            record.changes["sessions"] = (before, [*before, *new])
        else:
            del record.changes["sessions"]
            record.said["sessions"] = before
        record.verdict = Verdict.CHANGED if record.changes else Verdict.UNCHANGED

    def prepare(self, records: Sequence[Planned]) -> None:
        """Nothing is made but courses: skills and fields of work are the portal's own."""

    def write(self, records: Sequence[Planned]) -> None:
        for record in records:
            self._write(record)

    def _write(self, record: Planned) -> None:
        columns = self._columns(record)
        course: Course | None = record.instance
        if course is None:
            course = Course.objects.create(
                source=self.source,
                external_id=record.key,
                slug=slug_for(columns["name"]),
                state=CourseState.DRAFT,
                created_by=self.by,
                updated_by=self.by,
                **columns,
            )
        else:
            for name, value in columns.items():
                setattr(course, name, value)
            course.version, course.updated_at, course.updated_by = course.version + 1, self._now, self.by
            course.save()
        if "skills" in record.changes:
            self._set_skills(course, record.changes["skills"][1] or [])
        if "sessions" in record.changes:
            self._set_sessions(course, *record.changes["sessions"])

    def _columns(self, record: Planned) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for name, (_old, new) in record.changes.items():
            if name == "family":
                columns["family"] = self._families.get(new)
            elif name == "hours":
                columns["hours"] = Decimal(new)
            elif name in _PLAIN:
                columns[name] = self.starts_with.get(name, "") if new is None else new
        return columns

    def _set_skills(self, course: Course, said: Sequence[Sequence[Any]]) -> None:
        CourseSkill.objects.filter(course=course).exclude(skill__slug__in=[slug for slug, _low, _high in said]).delete()
        for slug, low, high in said:
            levels = {"from_level": low, "to_level": high}
            CourseSkill.objects.update_or_create(course=course, skill=self._skills[slug], defaults=levels)

    def _set_sessions(self, course: Course, before: Sequence[Any] | None, after: Sequence[Any] | None) -> None:
        """Add the new ones. Taking an import back takes those away in which nobody is."""
        known, wanted = ({each["number"]: each for each in some or []} for some in (before, after))
        gone = Session.objects.filter(course=course, external_id__in=set(known) - set(wanted))
        gone.filter(enrollments=None).delete()
        for number in sorted(set(wanted) - set(known)):
            said = wanted[number]
            session = Session.objects.create(
                course=course,
                external_id=number,
                audience=said["audience"],
                room=said["room"],
                seats=said["seats"],
                created_by=self.by,
                updated_by=self.by,
            )
            starts, ends = datetime.fromisoformat(said["starts"]), datetime.fromisoformat(said["ends"])
            Meeting.objects.create(session=session, starts=starts, ends=ends)

    # Taking an import back (docs/adr/0033)

    def stamp(self, instance: Any) -> str:
        return str(instance.version)

    def take_back(self, instance: Any, *, is_new: bool, written: Values) -> TakeBack:  # noqa: ARG002 -- the hook's shape
        """A draft that came with the import goes; what people can see, or are in, stays as it is."""
        if instance.state == CourseState.RETIRED or instance.enrollments.exists():
            return TakeBack.LEAVE
        if is_new:
            return TakeBack.DELETE if instance.state == CourseState.DRAFT else TakeBack.LEAVE
        return TakeBack.RESTORE

    def delete(self, instances: Sequence[Any]) -> None:
        courses = [course.pk for course in instances]
        Session.objects.filter(course__in=courses).delete()
        Course.objects.filter(pk__in=courses).delete()

    # For people

    def finish(self, plan: Plan) -> None:
        taken = [record for record in plan.records if record.verdict is not Verdict.REJECTED]
        plan.report.more |= {
            "sessions": sum(len(record.said.get("sessions") or []) for record in taken),
            "without_skills": sum(not record.said.get("skills") for record in taken),
        }

    def show(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if name == "cost_cents":
            return f"${value / 100:,.2f}"
        if name == "skills":
            return "; ".join(f"{slug} {low}-{high}" for slug, low, high in value)
        if name == "sessions":
            return "; ".join(f"{each['number']}: {each['starts'][:16].replace('T', ' ')}" for each in value)
        return str(value)

    def in_words(self, name: str, value: Any) -> str:
        if value and name in {"format", "language"}:
            return str({"format": Format, "language": Language}[name](value).label)
        if value and name == "skills":
            return "; ".join(
                f"{self._skills[slug].name} {low}-{high}" for slug, low, high in value if slug in self._skills
            )
        if value and name == "family":
            return str(self._families.get(value, value))
        return self.show(name, value)

    def label(self, name: str) -> str:
        return _("sessions") if name == "sessions" else super().label(name)

    def name_of(self, record: Planned) -> str:
        said = record.said.get("name")
        return str(said or (record.instance.name if record.instance else record.key))


def _as_said(session: Session) -> dict[str, Any]:
    """A session as a row says it."""
    zone = city_zone()
    starts, ends = (
        timezone.localtime(each, zone).isoformat() if each else "" for each in (session.starts, session.ends)
    )
    return {
        "number": session.external_id,
        "starts": starts,
        "ends": ends,
        "seats": session.seats,
        "room": session.room,
        "audience": session.audience,
    }


def sentences(figures: Any) -> list[str]:
    """The importer's own figures in words."""
    number, lack = figures.get("sessions", 0), figures.get("without_skills", 0)
    said = [ngettext("%(n)s session is in the file.", "%(n)s sessions are in the file.", number) % {"n": number}]
    if lack:
        said.append(
            ngettext(
                "%(n)s course names no skill, so it can’t be published yet.",
                "%(n)s courses name no skill, so they can’t be published yet.",
                lack,
            )
            % {"n": lack}
        )
    return said
