"""The write vocabulary of postings: one verb each, one transaction, the change with its history."""

import copy
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from jobs import pinning
from jobs.errors import CannotPublish, NotAllowed, StaleEdit
from jobs.models import Posting, PostingSkill
from jobs.moves import Action, state_after, states_for
from jobs.publishing import missing_to_publish
from jobs.querysets import open_at
from jobs.saved import stars
from pathways.asked import AskedSkill


@transaction.atomic
def create(*, by: User, values: Mapping[str, Any], skills: Sequence[AskedSkill] = ()) -> Posting:
    """Write a new draft. `values` are the posting's columns. Raises NotAllowed who may not write in the department."""
    department = values.get("department")
    if not may(by, Permission.WRITE_POSTINGS, department=department.pk if department else None):
        raise NotAllowed(None, "create")
    posting = Posting.objects.create(**values, state=Posting.State.DRAFT, created_by=by, updated_by=by)
    _set_skills(posting, skills)
    return posting


@transaction.atomic
def update(
    *, posting: Posting, by: User, version: int, values: Mapping[str, Any], skills: Sequence[AskedSkill] | None = None
) -> Posting:
    """Save an edit of `version`. `skills` None leaves the skills alone. What changes nothing writes nothing.

    Raises NotAllowed; StaleEdit if the posting has changed since that version; CannotPublish if a published posting
    would lose what people must be told.
    """
    current = Posting.objects.get(pk=posting.pk)
    if not state_after(current.state, Action.EDIT, by, department=current.department_id):
        raise NotAllowed(current, Action.EDIT)
    if "department" in values and not may(by, Permission.WRITE_POSTINGS, department=values["department"].pk):
        raise NotAllowed(current, Action.EDIT)
    if current.version != version:
        raise StaleEdit(current)
    changed = {field: value for field, value in values.items() if _differs(current, field, value)}
    if not changed and (skills is None or not _set_skills(current, skills, dry_run=True)):
        return current
    if current.state == Posting.State.PUBLISHED:
        _keep_publishable(current, changed)
    if "title" in changed:
        # What it pinned is of another title. A draft pins nothing before it is published.
        changed["revision_id"] = None
        if changed["title"] and current.state != Posting.State.DRAFT:
            changed["revision_id"] = pinning.in_force([changed["title"].pk]).get(changed["title"].pk)
    moved = (
        Posting.objects.editable_by(by)
        .filter(pk=current.pk, version=version)
        .update(**changed, **_stamp(by, timezone.now()))
    )
    if not moved:
        raise StaleEdit(Posting.objects.get(pk=current.pk))
    if skills is not None:
        _set_skills(current, skills)
    before = copy.copy(current)
    current.refresh_from_db()
    if current.state == Posting.State.PUBLISHED:
        stars.tell_changes({current.pk: (current.version, stars.material_changes(before, current))})
    return current


@transaction.atomic
def publish(*, posting: Posting, by: User, version: int | None = None) -> Posting:
    """Let a draft be seen from its opening time on; from now on if that is empty or past.

    `version` is the one that the person looked at. What is checked is what gets published: an edit in between makes it
    stale. An imported posting keeps its past opening: it has been open at its source. Raises NotAllowed, StaleEdit and
    CannotPublish.
    """
    moment = timezone.now()
    if not state_after(posting.state, Action.PUBLISH, by, department=posting.department_id):
        raise NotAllowed(posting, Action.PUBLISH)
    if version is not None and version != posting.version:
        raise StaleEdit(posting)
    missing = missing_to_publish(posting, at=moment)
    if missing:
        raise CannotPublish(missing)
    keeps_opening = posting.opens_at is not None and (posting.opens_at > moment or posting.source)
    return _move(
        posting,
        Action.PUBLISH,
        by,
        Q(version=posting.version),
        state=Posting.State.PUBLISHED,
        opens_at=posting.opens_at if keeps_opening else moment,
        published_at=moment,
        published_by=by,
        revision_id=pinning.in_force([posting.title_id]).get(posting.title_id or 0),
    )


@transaction.atomic
def repin(*, posting: Posting, by: User, version: int | None = None) -> Posting:
    """Let a published posting stand under what its title says today. Its own words stay as they are.

    Raises NotAllowed for one without a title, one that is not published or whose title says nothing now; StaleEdit.
    """
    revision = pinning.in_force([posting.title_id]).get(posting.title_id or 0)
    if revision is None or posting.state != Posting.State.PUBLISHED:
        raise NotAllowed(posting, "repin")
    if version is not None and version != posting.version:
        raise StaleEdit(posting)
    return _move(posting, Action.EDIT, by, Q(version=posting.version, state=posting.state), revision_id=revision)


@transaction.atomic
def close(*, posting: Posting, by: User, reason: str) -> Posting:
    """Close an open posting before its deadline. Raises NotAllowed if it is not open, ValueError without a reason."""
    moment = timezone.now()
    closed = _move(
        posting,
        Action.CLOSE,
        by,
        open_at(moment),
        state=Posting.State.CLOSED,
        end_reason=_given(reason),
        closed_at=moment,
        closed_by=by,
    )
    stars.tell_closed(closed)
    return closed


@transaction.atomic
def cancel(*, posting: Posting, by: User, reason: str) -> Posting:
    """Take a draft or a published posting back for good. Raises NotAllowed, and ValueError without a reason."""
    moment = timezone.now()
    cancelled = _move(
        posting,
        Action.CANCEL,
        by,
        Q(),
        state=Posting.State.CANCELLED,
        end_reason=_given(reason),
        cancelled_at=moment,
        cancelled_by=by,
    )
    stars.tell_closed(cancelled)
    return cancelled


@transaction.atomic
def undo_publishing(*, posting: Posting, by: User, reason: str, before: Mapping[str, Any] | None) -> Posting:
    """Take back a posting that an import made public: its address is known, so it is cancelled and says why.

    Its number is free again for the next import of the source. `before` are the columns of the draft that it was before
    the import: a new draft of the same number gets them, and the skills. None: there was none. Raises NotAllowed.
    """
    number = posting.external_id
    ended = cancel(posting=posting, by=by, reason=reason)
    Posting.objects.filter(pk=ended.pk).update(external_id="")
    ended.external_id = ""
    if before is not None:
        draft = copy.copy(posting)
        for column, value in before.items():
            setattr(draft, column, value)
        draft.pk, draft._state.adding = None, True  # noqa: SLF001 -- Django's own way to copy a row
        draft.state, draft.published_at, draft.published_by = Posting.State.DRAFT, None, None
        draft.external_id, draft.version, draft.revision_id = number, 1, None
        draft.updated_at, draft.updated_by = timezone.now(), by
        draft.save(force_insert=True)
        rows = PostingSkill.objects.filter(posting=ended).select_related("skill")
        _set_skills(draft, [AskedSkill(row.skill, row.level, row.is_essential) for row in rows])
    return ended


def _stamp(by: User, moment: datetime) -> dict[str, Any]:
    return {"version": F("version") + 1, "updated_at": moment, "updated_by": by}


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValueError("An ending needs its reason.")
    return reason.strip()


def _move(posting: Posting, action: Action, by: User, condition: Q, **values: Any) -> Posting:
    """One UPDATE with its conditions in it: of two people at once, one moves the posting and one is told."""
    mine = Posting.objects.editable_by(by).filter(condition, pk=posting.pk, state__in=states_for(action, by))
    moved = mine.update(**values, **_stamp(by, timezone.now()))
    current = Posting.objects.get(pk=posting.pk)
    if moved:
        return current
    if current.version != posting.version and current.state == posting.state:
        raise StaleEdit(current)
    raise NotAllowed(current, action)


def _differs(current: Posting, field: str, value: Any) -> bool:
    key = f"{field}_id"
    if hasattr(current, key):  # a relation: compare keys and fetch nothing
        return bool(getattr(current, key) != (value.pk if value else None))
    return bool(getattr(current, field) != value)


def _keep_publishable(current: Posting, changed: dict[str, Any]) -> None:
    """Refuse an edit after which a published posting would say less than it must, or would be taken from the public."""
    moment = timezone.now()
    after = copy.copy(current)
    for field, value in changed.items():
        setattr(after, field, value)
    missing = []
    if "opens_at" in changed:
        if after.opens_at is None:
            missing.append(_("A published posting needs the day it opens."))
        elif current.opens_at is not None and current.opens_at <= moment:
            missing.append(_("This posting has already opened, so its opening date can no longer change."))
        else:
            after.opens_at = changed["opens_at"] = max(after.opens_at, moment)
    # A deadline that has passed may stay as it is while the words are put right; it may not be moved into the past.
    missing += missing_to_publish(after, at=moment if "closes_at" in changed else current.opens_at)
    if missing:
        raise CannotPublish(missing)


def _set_skills(posting: Posting, skills: Sequence[AskedSkill], *, dry_run: bool = False) -> bool:
    """Make the posting's skills these, touching only rows that differ, so that history tells what changed.

    Answers whether anything differs; with `dry_run` it only answers.
    """
    kept = {row.skill_id: row for row in PostingSkill.objects.filter(posting=posting)}
    asked = {item.skill.pk: item for item in skills}
    gone = kept.keys() - asked.keys()
    new = [item for pk, item in asked.items() if pk not in kept]
    changed = [
        (kept[pk], item)
        for pk, item in asked.items()
        if pk in kept and (kept[pk].level, kept[pk].is_essential) != (item.level, item.is_essential)
    ]
    if dry_run or not (gone or new or changed):
        return bool(gone or new or changed)
    if gone:
        PostingSkill.objects.filter(posting=posting, skill__in=gone).delete()
    for row, item in changed:
        row.level, row.is_essential = item.level, item.is_essential
    PostingSkill.objects.bulk_update([row for row, _item in changed], ["level", "is_essential"])
    PostingSkill.objects.bulk_create(
        PostingSkill(posting=posting, skill=item.skill, level=item.level, is_essential=item.is_essential)
        for item in new
    )
    return True
