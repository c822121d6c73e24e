"""What HR does with a framework: link titles to its roles, and copy what it wants into drafts. Files never do that."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chitech.core.accounts.access import may
from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Permission
from pathways import actions
from pathways.asked import AskedSkill
from pathways.choices import Closeness
from pathways.errors import AlreadyDrafted, NotAllowed
from pathways.models import ReferenceFramework, ReferenceItem, Revision, Title, TitleReference


@transaction.atomic
def link_title(
    *, title: Title, framework: ReferenceFramework, role_code: str, closeness: str, by: User, note: str = ""
) -> TitleReference:
    """Say that a title is like a role of a framework. Saying it again changes how. Raises NotAllowed and ValueError."""
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(title, "link")
    reference, _made = TitleReference.objects.update_or_create(
        title=title,
        framework=framework,
        role_code=role_code,
        defaults={
            "closeness": Closeness(closeness), "note": note.strip(), "linked_at": timezone.now(), "linked_by": by,
        },
    )  # fmt: skip
    return reference


def unlink_title(*, reference: TitleReference, by: User) -> None:
    """They are not alike after all. Raises NotAllowed."""
    if not may(by, Permission.WRITE_TITLES):
        raise NotAllowed(reference, "unlink")
    reference.delete()


@transaction.atomic
def copy_into_draft(
    *, title: Title, role: ReferenceItem, by: User, duties: Sequence[str], skills: Sequence[AskedSkill]
) -> Revision:
    """Add chosen sentences and skills to the draft of a title, begun if there is none. What HR wrote stays as it is.

    Where the draft has a duty or a skill already, its own one stays. The note of the change names the framework and
    its terms, for everyone to read. Raises NotAllowed and Incomplete, also for a draft that is in review.
    """
    try:
        draft = actions.start_draft(title=title, by=by)
    except AlreadyDrafted as refusal:
        draft = refusal.draft
    has = {duty.casefold() for duty in draft.duty_list}
    added = [duty.strip() for duty in duties if duty.strip() and duty.strip().casefold() not in has]
    rows = [AskedSkill(row.skill, row.level, row.is_essential) for row in draft.skill_list.select_related("skill")]
    known = {row.skill.pk for row in rows}
    more = [each for each in skills if each.skill.pk not in known]
    framework = role.edition.framework
    credit = _("With parts of %(framework)s, edition %(edition)s (%(role)s). %(attribution)s") % {
        "framework": framework.name, "edition": role.edition.name, "role": role.title,
        "attribution": framework.attribution,
    }  # fmt: skip
    note = draft.change_note if credit in draft.change_note or not (added or more) else f"{draft.change_note}\n{credit}"
    values = {"duties": "\n".join([*draft.duty_list, *added]) if added else draft.duties, "change_note": note.strip()}
    return actions.update_draft(revision=draft, by=by, version=draft.version, values=values, skills=[*rows, *more])
