"""A skill that something asks for: a posting, a revision of a title."""

from dataclasses import dataclass

from pathways.models import Skill


@dataclass(frozen=True)
class AskedSkill:
    """A skill that is asked for. `level` is 1 to 4."""

    skill: Skill
    level: int
    is_essential: bool = True
