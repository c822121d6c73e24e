"""The write vocabulary of titles: one verb each, one transaction, the change with its history."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways import completeness, emails
from pathways.asked import AskedSkill
from pathways.choices import State
from pathways.errors import AlreadyDrafted, Incomplete, NotAllowed, StaleEdit
from pathways.models import Revision, RevisionComment, RevisionSkill, Title
from pathways.steps import Step, state_after, states_for

# What a draft takes over from the revision that it is begun from.
CONTENT = (
    "name", "summary", "duties", "working_conditions", "pay_grade", "pay_min_cents", "pay_max_cents", "pay_unit",
    "pay_steps", "experience_months", "experience_basis", "experience_reason", "experience_equivalent_kind",
    "experience_equivalent", "degree_rule", "degree_kind", "degree_basis", "degree_reason", "degree_equivalent_kind",
    "degree_equivalent", "demands_owner", "demands_review_on",
)  # fmt: skip


# Writing


@transaction.atomic
def start_draft(*, title: Title, by: User, change_set: Any = None, values: Mapping[str, Any] | None = None) -> Revision:
    """Begin a new revision from the one that came last (approved), skills included; `values` differ from it.

    Raises NotAllowed, also for a retired title; AlreadyDrafted if someone works on one; Incomplete without a revision
    to begin from.
    """
    title = Title.objects.select_for_update().get(pk=title.pk)
    if not may(by, Permission.WRITE_TITLES) or title.retired_on:
        raise NotAllowed(title, "start_draft")
    draft = title.revisions.being_written().first()
    if draft:
        raise AlreadyDrafted(draft)
    before = title.revisions.approved().order_by("in_force_from").last()
    if before is None:
        # Its first draft was withdrawn: nothing of what was written then is lost.
        return _again(title, by)
    content = {name: getattr(before, name) for name in CONTENT} | dict(values or {})
    revision = _new_revision(title, by, content, based_on=before, change_set=change_set)
    _copy_skills(before, revision)
    return revision


def _again(title: Title, by: User) -> Revision:
    last = title.revisions.order_by("number").last()
    if last is None:
        raise Incomplete([_("This title says nothing yet. Give it its first revision as a new title.")])
    revision = _new_revision(title, by, {name: getattr(last, name) for name in CONTENT})
    _copy_skills(last, revision)
    return revision


def _copy_skills(source: Revision, target: Revision) -> None:
    RevisionSkill.objects.bulk_create(
        RevisionSkill(revision=target, skill_id=row.skill_id, level=row.level, is_essential=row.is_essential)
        for row in source.skill_list.all()
    )


@transaction.atomic
def create_title(*, by: User, title: Title, values: Mapping[str, Any]) -> Revision:
    """A new title with the draft of its first revision. `title` is unsaved and valid.

    Raises NotAllowed; Incomplete where another title has the code by now.
    """
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(title, "create_title")
    try:
        with transaction.atomic():
            title.save(force_insert=True)
    except IntegrityError:
        raise Incomplete([_("Another title has this code. Choose another one.")]) from None
    return _new_revision(title, by, values)


def _new_revision(title: Title, by: User, content: Mapping[str, Any], **more: Any) -> Revision:
    last = title.revisions.aggregate(last=Max("number"))["last"] or 0
    moment = timezone.now()
    return Revision.objects.create(
        title=title, number=last + 1, state=State.DRAFT,
        created_at=moment, created_by=by, updated_at=moment, updated_by=by, **content, **more,
    )  # fmt: skip


@transaction.atomic
def update_draft(
    *,
    revision: Revision,
    by: User,
    version: int,
    values: Mapping[str, Any],
    skills: Sequence[AskedSkill] | None = None,
) -> Revision:
    """Save an edit of `version`. `skills` None leaves them alone. What changes nothing writes nothing.

    Raises NotAllowed, and StaleEdit if the draft has changed since that version.
    """
    current = Revision.objects.select_for_update().get(pk=revision.pk)
    if not state_after(current.state, Step.EDIT, by):
        raise NotAllowed(current, Step.EDIT)
    if current.version != version:
        raise StaleEdit(current)
    changed = {name: value for name, value in values.items() if getattr(current, name) != value}
    has_other_skills = skills is not None and _set_skills(current, skills)
    if not changed and not has_other_skills:
        return current
    Revision.objects.filter(pk=current.pk).update(
        **changed, version=F("version") + 1, updated_at=timezone.now(), updated_by=by
    )
    current.refresh_from_db()
    return current


def _set_skills(revision: Revision, skills: Sequence[AskedSkill]) -> bool:
    """Make these the revision's skills, touching only rows that differ. Whether anything differed."""
    kept = {row.skill_id: row for row in revision.skill_list.all()}
    wanted = {each.skill.pk: each for each in skills}
    gone = kept.keys() - wanted.keys()
    new = [each for pk, each in wanted.items() if pk not in kept]
    changed = [
        (kept[pk], each)
        for pk, each in wanted.items()
        if pk in kept and (kept[pk].level, kept[pk].is_essential) != (each.level, each.is_essential)
    ]
    if gone:
        revision.skill_list.filter(skill__in=gone).delete()
    for row, each in changed:
        row.level, row.is_essential = each.level, each.is_essential
    RevisionSkill.objects.bulk_update([row for row, _each in changed], ["level", "is_essential"])
    RevisionSkill.objects.bulk_create(
        RevisionSkill(revision=revision, skill=each.skill, level=each.level, is_essential=each.is_essential)
        for each in new
    )
    return bool(gone or new or changed)


@transaction.atomic
def comment(*, revision: Revision, by: User, text: str, field: str = "") -> RevisionComment:
    """Say something about a field of a draft, or about all of it. Raises NotAllowed; ValueError without words."""
    if not may(by, Permission.WRITE_TITLES) and not may(by, Permission.APPROVE_TITLES):
        raise NotAllowed(revision, "comment")
    if not text.strip():
        raise ValueError("A remark needs words.")
    return RevisionComment.objects.create(revision=revision, field=field, text=text.strip(), created_by=by)


def settle(*, remark: RevisionComment, by: User) -> bool:
    """Mark a remark as dealt with. False if it was. Raises NotAllowed."""
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(remark, "settle")
    open_one = RevisionComment.objects.filter(pk=remark.pk, settled_at=None)
    return bool(open_one.update(settled_at=timezone.now(), settled_by=by))


# Deciding


@transaction.atomic
def submit(*, revision: Revision, by: User, version: int | None = None) -> Revision:
    """Ask for a review. Raises NotAllowed, StaleEdit and Incomplete."""
    missing = completeness.missing(revision)
    if missing and state_after(revision.state, Step.SUBMIT, by):
        raise Incomplete(missing)
    moment = timezone.now()
    return _step(revision, Step.SUBMIT, by, version, state=State.IN_REVIEW, submitted_at=moment, submitted_by=by)


def take_back(*, revision: Revision, by: User) -> Revision:
    """Write on before the reviewer has decided. Raises NotAllowed."""
    return _step(revision, Step.TAKE_BACK, by, None, state=State.DRAFT)


@transaction.atomic
def ask_for_changes(*, revision: Revision, by: User, note: str, version: int | None = None) -> Revision:
    """Give it back to its writer. Raises NotAllowed and StaleEdit; ValueError without saying what should change."""
    if not note.strip():
        raise ValueError("Say what should change.")
    asked = _step(
        revision, Step.ASK, by, version,
        state=State.CHANGES_ASKED, asked_at=timezone.now(), asked_by=by, review_note=note.strip(),
    )  # fmt: skip
    emails.changes_asked(asked)
    return asked


def wrote(revision: Revision, person: User) -> bool:
    """Whether a person has put words into a revision: by its history, not only by who did so last."""
    events = apps.get_model("pathways", "RevisionEvent")._default_manager  # noqa: SLF001
    return bool(events.filter(Q(created_by=person) | Q(updated_by=person), pgh_obj=revision.pk).exists())


@transaction.atomic
def approve(
    *,
    revision: Revision,
    by: User,
    in_force_from: date,
    version: int | None = None,
    confirmed: Any = None,
    as_part: bool = False,
) -> Revision:
    """Put a revision in force from a day on; the one before it ends there. `confirmed`: what it touches, as was read.

    A draft of a change set is decided with all of it (`as_part`), and never alone.
    Raises NotAllowed (also to whoever wrote it), StaleEdit, and Incomplete: what it lacks, or a day that has passed.
    Of two publishers at once the title lets one through after the other; the exclusion constraint holds beneath.
    """
    title = Title.objects.select_for_update().get(pk=revision.title_id)
    current = Revision.objects.select_for_update().get(pk=revision.pk)
    is_alone = current.change_set_id is not None and not as_part
    if is_alone or not state_after(current.state, Step.APPROVE, by) or wrote(current, by):
        raise NotAllowed(current, Step.APPROVE)
    missing = [*completeness.missing(current), *completeness.missing_to_approve(current)]
    missing += completeness.day_faults(title, in_force_from)
    if missing:
        raise Incomplete(missing)
    upper = _make_room(title.pk, in_force_from)
    return _step(
        current, Step.APPROVE, by, version,
        state=State.APPROVED, approved_at=timezone.now(), approved_by=by, in_force_from=in_force_from,
        in_force=DateRange(in_force_from, upper), confirmed_impact=confirmed,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, revision: Revision, by: User) -> Revision:
    """Give up a draft, or take back an approval before its first day: what held before holds on. Raises NotAllowed."""
    Title.objects.select_for_update().get(pk=revision.title_id)
    current = Revision.objects.select_for_update().get(pk=revision.pk)
    was, days = current.state, current.in_force
    if was == State.APPROVED and (current.in_force_from is None or current.in_force_from <= timezone.localdate()):
        raise NotAllowed(current, Step.WITHDRAW)
    gone = _step(
        current, Step.WITHDRAW, by, None,
        state=State.WITHDRAWN, withdrawn_at=timezone.now(), withdrawn_by=by, in_force_from=None, in_force=None,
    )  # fmt: skip
    if was == State.APPROVED and days is not None:
        for before in Revision.objects.approved().filter(title=current.title_id, in_force__endswith=days.lower):
            before.in_force = DateRange(before.in_force_from, days.upper)
            before.save(update_fields=["in_force"])
    return gone


def _make_room(title_id: int, start: date) -> date | None:
    """End what holds on a day at that day. Returns the day on which the next one starts, if there is one."""
    approved = Revision.objects.approved().filter(title=title_id)
    for before in approved.filter(in_force__contains=start):
        before.in_force = DateRange(before.in_force_from, start)
        before.save(update_fields=["in_force"])
    following = approved.filter(in_force_from__gt=start).order_by("in_force_from").first()
    return following.in_force_from if following else None


def _step(revision: Revision, step: Step, by: User, version: int | None, **values: Any) -> Revision:
    """One UPDATE with its conditions in it: of two people at once, one takes the step and one is told."""
    wanted = Q(pk=revision.pk, state__in=[s for s in states_for(step, by) if state_after(s, step, by)])
    if version is not None:
        wanted &= Q(version=version)
    moved = Revision.objects.filter(wanted).update(**values, version=F("version") + 1)
    current = Revision.objects.get(pk=revision.pk)
    if moved:
        return current
    if version is not None and current.version != version:
        raise StaleEdit(current)
    raise NotAllowed(current, step)


@transaction.atomic
def confirm_demands(*, revision: Revision, by: User, review_on: date) -> Revision:
    """Who answers for what a title asks has looked at it, and it stays: the next day for that. Nothing else changes.

    Raises NotAllowed to others than its owner and publishers, and for a draft; Incomplete for a day past or too far.
    """
    if revision.demands_owner_id != by.pk and not may(by, Permission.APPROVE_TITLES):
        raise NotAllowed(revision, "confirm_demands")
    if not completeness.is_review_day(review_on):
        raise Incomplete([_("Choose a day to come, within ten years.")])
    here = Revision.objects.approved().filter(pk=revision.pk)
    if not here.update(demands_review_on=review_on, version=F("version") + 1):
        raise NotAllowed(revision, "confirm_demands")
    revision.refresh_from_db()
    return revision


# Retiring


@transaction.atomic
def retire(*, title: Title, by: User, on: date, successor: Title | None = None, reason: str = "") -> Title:
    """Use a title no more from a day on. What it said stays readable, and who pinned it keeps it.

    Raises NotAllowed; Incomplete without a successor or a reason, for a day that has passed, or while a revision is
    being written or begins later.
    """
    current = Title.objects.select_for_update().get(pk=title.pk)
    if not may(by, Permission.APPROVE_TITLES) or current.retired_on:
        raise NotAllowed(current, "retire")
    missing = completeness.missing_to_retire(current, on=on, successor=successor, reason=reason)
    if missing:
        raise Incomplete(missing)
    for last in Revision.objects.approved().filter(title=current, in_force__contains=on):
        last.in_force = DateRange(last.in_force_from, on)
        last.save(update_fields=["in_force"])
    current.retired_on, current.retired_reason, current.successor = on, reason.strip(), successor
    current.retired_at, current.retired_by = timezone.now(), by
    current.save()
    return current


@transaction.atomic
def bring_back(*, title: Title, by: User) -> Title:
    """Take a retirement back. Until its day has passed, what the title says holds on as if nothing had been.

    Afterwards the days without it stay as they were: it is in use again from the first day of its next revision.
    Raises NotAllowed, also for a title that is not retired.
    """
    current = Title.objects.select_for_update().get(pk=title.pk)
    day = current.retired_on
    if not may(by, Permission.APPROVE_TITLES) or day is None:
        raise NotAllowed(current, "bring_back")
    if day >= timezone.localdate():
        for last in Revision.objects.approved().filter(title=current, in_force__endswith=day):
            last.in_force = DateRange(last.in_force_from, None)
            last.save(update_fields=["in_force"])
    current.retired_on, current.retired_reason, current.successor = None, "", None
    current.retired_at, current.retired_by = None, None
    current.save()
    return current


def taken_over(revisions: Iterable[Revision]) -> list[Revision]:
    """Rows for what a city's titles say and said (a seed, an import): approved by nobody here, each until the next."""
    rows = sorted(revisions, key=lambda row: (row.title_id, row.in_force_from or date.max), reverse=True)
    following: dict[int, date | None] = {}
    for row in rows:
        row.state = State.APPROVED
        row.in_force = DateRange(row.in_force_from, following.get(row.title_id))
        following[row.title_id] = row.in_force_from
    return rows
