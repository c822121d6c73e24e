"""What the city's technology jobs are called, how they are ordered, and the rules they stand under."""

from pathways.models.budget import BudgetLine, BudgetPayUnit, BudgetTitle, CrosswalkScope, ScopeKind
from pathways.models.civil_service import BargainingUnit, ResidencyRule, SelectionMethod, ServiceType
from pathways.models.crosswalk import (
    ChangeRuleKind,
    CrosswalkDecision,
    CrosswalkTarget,
    TitleChangeQuestion,
    TitleChangeRule,
)
from pathways.models.frameworks import (
    ReferenceEdition,
    ReferenceFramework,
    ReferenceItem,
    ReferenceLink,
    TitleReference,
)
from pathways.models.market import Benchmark
from pathways.models.moves import Move
from pathways.models.observed import ObservedMove
from pathways.models.profiles import Profile, SkillRecord, SkillRequest
from pathways.models.review import ChangeSet, RevisionComment
from pathways.models.revisions import Revision, RevisionSkill
from pathways.models.titles import Title, TitleAlias
from pathways.models.vocabulary import Family, Level, Skill, SkillLevel
from pathways.models.vocabulary_version import VocabularyChange

__all__ = [
    "BargainingUnit",
    "Benchmark",
    "BudgetLine",
    "BudgetPayUnit",
    "BudgetTitle",
    "ChangeRuleKind",
    "ChangeSet",
    "CrosswalkDecision",
    "CrosswalkScope",
    "CrosswalkTarget",
    "Family",
    "Level",
    "Move",
    "ObservedMove",
    "Profile",
    "ReferenceEdition",
    "ReferenceFramework",
    "ReferenceItem",
    "ReferenceLink",
    "ResidencyRule",
    "Revision",
    "RevisionComment",
    "RevisionSkill",
    "ScopeKind",
    "SelectionMethod",
    "ServiceType",
    "Skill",
    "SkillLevel",
    "SkillRecord",
    "SkillRequest",
    "Title",
    "TitleAlias",
    "TitleChangeQuestion",
    "TitleChangeRule",
    "TitleReference",
    "VocabularyChange",
]
