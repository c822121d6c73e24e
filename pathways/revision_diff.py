"""What differs between two revisions: words, skills, pay, and what is asked for. For people, side by side."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chitech.core.design.phrases import pay_amount
from pathways.models import Revision, RevisionSkill, SkillLevel
from pathways.wording import degree_phrase, experience_phrase, proof_phrase

_PIECE = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `is_changed`: the other side does not have it."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """One thing that a revision says: before and after, in pieces. Empty: not said."""

    label: str
    before: Sequence[Piece]
    after: Sequence[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.is_changed for piece in (*self.before, *self.after))


@dataclass(frozen=True)
class SkillChange:
    """A skill that is new, gone or asked for differently. None: not asked for."""

    name: str
    before: RevisionSkill | None
    after: RevisionSkill | None


@dataclass(frozen=True)
class Difference:
    """All that differs between two revisions, and what stays the same by name alone."""

    rows: list[Row]
    skills: list[SkillChange]
    same: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.skills


def texts_of(revision: Revision) -> dict[str, str]:
    """What a revision says, as lines for people, by what it is about."""
    steps = ", ".join(f"${cents // 100:,}" for cents in revision.pay_steps)
    return {
        _("Name"): revision.name,
        _("Summary"): revision.summary,
        _("Duties"): "\n".join(revision.duty_list),
        _("Working conditions"): revision.working_conditions,
        _("Pay"): pay_amount(revision),
        _("Pay grade"): revision.pay_grade,
        _("Pay steps"): steps,
        _("Experience"): experience_phrase(revision.experience_months),
        _("Why experience is asked for"): proof_phrase(revision, "experience"),
        _("Degree"): degree_phrase(revision),
    }


def between(before: Revision | None, after: Revision) -> Difference:
    """What changed from one revision to another; all of it where there was none before."""
    old = texts_of(before) if before else {}
    rows, same = [], []
    for label, text in texts_of(after).items():
        if text == old.get(label, ""):
            if text:
                same.append(label)
            continue
        rows.append(Row(label, *in_pieces(old.get(label, ""), text)))
    return Difference(rows, _skills(before, after), same)


def _skills(before: Revision | None, after: Revision) -> list[SkillChange]:
    old = {row.skill_id: row for row in before.skill_list.all()} if before else {}
    new = {row.skill_id: row for row in after.skill_list.all()}
    found = []
    for pk in dict.fromkeys([*new, *old]):
        was, now = old.get(pk), new.get(pk)
        if was and now and (was.level, was.is_essential) == (now.level, now.is_essential):
            continue
        row = now or was
        found.append(SkillChange(row.skill.name if row else "", was, now))
    return found


def in_pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts word by word, with what only one of them has marked."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    left, right = [], []
    for verb, a, b, c, d in matcher.get_opcodes():
        if a != b:
            left.append(Piece("".join(old[a:b]), is_changed=verb != "equal"))
        if c != d:
            right.append(Piece("".join(new[c:d]), is_changed=verb != "equal"))
    return left, right


def headlines(difference: Difference, before: Revision | None, after: Revision) -> list[str]:
    """The change in a few short sentences, as release notes have them."""
    if before is None:
        return [_("First published.")]
    said = []
    if before.name != after.name:
        said.append(_("Renamed from “%(before)s” to “%(after)s”.") % {"before": before.name, "after": after.name})
    if (before.pay_min_cents, before.pay_max_cents) != (after.pay_min_cents, after.pay_max_cents):
        said.append(_("Pay: %(before)s, now %(after)s.") % {"before": pay_amount(before), "after": pay_amount(after)})
    if before.degree_rule != after.degree_rule:
        words = {"before": before.get_degree_rule_display(), "after": after.get_degree_rule_display()}
        said.append(_("%(before)s before; now: %(after)s.") % words)
    if before.experience_months != after.experience_months:
        words = {
            "before": experience_phrase(before.experience_months),
            "after": experience_phrase(after.experience_months),
        }
        said.append(_("%(before)s before; now: %(after)s.") % words)
    return [*said, *_skill_headlines(difference), *_word_headlines(difference)]


def _skill_headlines(difference: Difference) -> list[str]:
    new = [each.name for each in difference.skills if each.before is None]
    gone = [each.name for each in difference.skills if each.after is None]
    moved = [
        f"{each.name} ({SkillLevel(each.before.level).label} → {SkillLevel(each.after.level).label})"
        for each in difference.skills
        if each.before and each.after and each.before.level != each.after.level
    ]
    said = []
    if new:
        said.append(_("New skills: %(names)s.") % {"names": ", ".join(new)})
    if gone:
        said.append(_("No longer asked for: %(names)s.") % {"names": ", ".join(gone)})
    if moved:
        said.append(_("Another level: %(names)s.") % {"names": ", ".join(moved)})
    return said


def _word_headlines(difference: Difference) -> list[str]:
    words = {_("Summary"), _("Duties"), _("Working conditions")}
    changed = [row.label for row in difference.rows if row.label in words]
    return [_("New words: %(what)s.") % {"what": ", ".join(changed).lower()}] if changed else []
