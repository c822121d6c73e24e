"""What the city's technology jobs are called, how they are ordered, and the rules they stand under."""

from pathways.models.civil_service import BargainingUnit, ResidencyRule, SelectionMethod, ServiceType
from pathways.models.titles import Revision, Title, TitleAlias
from pathways.models.vocabulary import Family, Level, Skill, SkillLevel

__all__ = [
    "BargainingUnit",
    "Family",
    "Level",
    "ResidencyRule",
    "Revision",
    "SelectionMethod",
    "ServiceType",
    "Skill",
    "SkillLevel",
    "Title",
    "TitleAlias",
]
