"""What can be read of a framework, and by which headers its files call it. Four layouts; the columns tell which."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from chitech.core.imports.mapping import Field, HeaderMapping


class Layout(StrEnum):
    """What a row of a file is."""

    NEEDS = "needs"  # a role (at a level) needs a skill (at a level)
    SKILLS = "skills"  # a skill, with what it means at each level
    ITEMS = "items"  # anything with an identifier: a role, a skill, a task
    LINKS = "links"  # one identifier refers to another


FIELDS = (
    Field("category", _("category"), ("Role Family", "Job Family", "Family", "Specialty Area")),
    Field("role", _("role"), ("Role Name", "Job Role", "Job")),
    Field("role_text", _("what the role is"), ("Role Description",), is_text=True),
    Field("role_level", _("role at its level"), ("Role Level Name", "Grade of Role")),
    Field("role_level_text", _("what the role is at its level"), ("Role Level Description",), is_text=True),
    Field("role_type", _("remark on the role"), ("Type of Role",)),
    Field("skill", _("skill"), ("Skill Name", "Competency", "Capability")),
    Field("skill_text", _("what the skill is"), ("Skill Description", "Competency Description"), is_text=True),
    Field("level", _("skill level"), ("Skill Level", "Proficiency", "Proficiency Level")),
    Field("level_text", _("what the level means"), ("Skill Level Description",), is_text=True),
    Field("level_1", _("what level 1 means"), ("Awareness",), is_text=True),
    Field("level_2", _("what level 2 means"), ("Working",), is_text=True),
    Field("level_3", _("what level 3 means"), ("Practitioner",), is_text=True),
    Field("level_4", _("what level 4 means"), ("Expert",), is_text=True),
    Field("used_by", _("roles that need the skill"), ("Roles that require Skill", "Used by Roles"), is_text=True),
    Field(
        "code",
        _("identifier"),
        ("element_identifier", "TKS ID", "Work Role ID", "Competency Area ID", "Identifier", "ID"),
    ),
    Field("element_type", _("kind of element"), ("Type", "Kind")),
    Field("title", _("name of the element"), ("Work Role", "Competency Area Name", "Name")),
    Field(
        "text",
        _("what the element says"),
        ("TKS Description", "Work Role Description", "Competency Area Description", "Description"),
        is_text=True,
    ),
    Field("document", _("document"), ("doc_identifier",)),
    Field("from_code", _("identifier that refers"), ("source_element_identifier", "Source", "From")),
    Field("to_code", _("identifier that is referred to"), ("dest_element_identifier", "Target", "To")),
    Field("relation", _("kind of reference"), ("relationship_identifier", "Relationship")),
)

# Of each group a file has one; which of them decides the layout.
NEEDS = (("skill", "code", "from_code"),)


def layout_of(mapping: HeaderMapping) -> Layout:
    """What the rows of a file are, by its columns."""
    if mapping.provides("from_code") and mapping.provides("to_code"):
        return Layout.LINKS
    if mapping.provides("role") and mapping.provides("skill"):
        return Layout.NEEDS
    return Layout.SKILLS if mapping.provides("skill") else Layout.ITEMS
