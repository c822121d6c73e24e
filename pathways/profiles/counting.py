"""Which level of a skill counts, of all that was said about it. The one place where this rule stands.

What a manager said last counts, and replaces what was said before. A course or an assessment after that can only raise
it: finishing a beginner's course takes nothing from anybody. Where nobody else stands for it, the person's own word
counts.
"""

from collections.abc import Iterable
from datetime import datetime

from pathways.choices import RecordSource
from pathways.models import SkillRecord


def counted(records: Iterable[SkillRecord]) -> int | None:
    """The level that counts, 1 to 4, of what was said about one skill of one person; None where nothing was."""
    own: int | None = None
    said: list[tuple[datetime, bool, int]] = []
    for record in records:
        if record.source == RecordSource.SELF:
            own = record.level
            if record.confirmed_at is not None and record.confirmed_level is not None:
                said.append((record.confirmed_at, True, record.confirmed_level))
        else:
            said.append((record.recorded_at, record.source == RecordSource.MANAGER, record.level))
    level: int | None = None
    for _when, is_final, says in sorted(said):
        level = says if is_final else max(level or 0, says)
    return level or own
