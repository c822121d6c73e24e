"""What a person can be here, and what that lets them do: the one place where roles are declared.

A permission is named for what is done, in the words of the floor that asks for it; nothing here imports that floor.
An issue that adds a room adds its permissions here and gives them to roles. `docs/roles.md` is made from this file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Something that not everyone may do. The label completes the sentence "may ..."."""

    SEE_STAFF_OPENINGS = "see_staff_openings", _("see openings that are for city staff only")
    READ_POSTINGS = "read_postings", _("read all postings with their history, drafts too")
    WRITE_POSTINGS = "write_postings", _("write, publish, close and cancel postings")
    IMPORT_POSTINGS = "import_postings", _("import postings from a file, and undo an import")
    READ_IMPORTS = "read_imports", _("read what was imported, when and by whom")
    READ_TITLES = "read_titles", _("read drafts of titles, what was said about them, and who answers for what they ask")
    WRITE_TITLES = "write_titles", _("write new revisions of titles, moves between them and what the market pays")
    APPROVE_TITLES = "approve_titles", _("put in force what someone else wrote about a title, and retire titles")
    READ_PROFILES = "read_profiles", _("see which title and which skills members of staff have, and set a title")
    READ_TRAINING = "read_training", _("read drafts of courses, and who has a seat, waits or came to a session")
    RUN_TRAINING = "run_training", _("write and publish courses, run their sessions, and decide who has a seat")
    IMPORT_COURSES = "import_courses", _("import a catalogue of courses from a file, and undo an import")
    SET_TRAINING_BUDGETS = (
        "set_training_budgets",
        _("set what departments and teams may spend on training, and see what they spent"),
    )
    READ_PAGES = "read_pages", _("read drafts of the pages about working here")
    WRITE_PAGES = "write_pages", _("write the pages about working here")
    READ_PEOPLE = "read_people", _("find people, and see their roles with who gave them, when and why")
    GIVE_ROLES = "give_roles", _("give roles and take them away")
    READ_EMPLOYMENTS = "read_employments", _("read who the city employs, in which post")
    IMPORT_STAFF = "import_staff", _("import the list of city staff, and end employments")
    READ_MESSAGES = "read_messages", _("see which messages could not be delivered, and why")
    RESEND_MESSAGES = "resend_messages", _("send a message again that could not be delivered")


class Role(models.TextChoices):
    """What a person is to the portal."""

    SEEKER = "seeker", _("Seeker")
    STAFF = "staff", _("City staff")
    MANAGER = "manager", _("Manager")
    HIRING_TEAM = "hiring_team", _("Hiring team")
    HR_EDITOR = "hr_editor", _("HR editor")
    HR_PUBLISHER = "hr_publisher", _("HR publisher")
    TRAINING_COORDINATOR = "training_coordinator", _("Training coordinator")
    MENTOR = "mentor", _("Mentor")
    PARTNER = "partner", _("Partner")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# Everyone signed in is a seeker; all other roles are given (staff also by an employment).
GRANTED: tuple[Role, ...] = tuple(role for role in Role if role is not Role.SEEKER)


@dataclass(frozen=True)
class Declaration:
    """What a role is for and what it lets a person do.

    `by_department`: the role may be given for one department alone; else it always holds in the whole city.
    `needs_mfa`: whoever has it signs in with a second factor (real accounts are made to set one up).
    """

    purpose: Any  # a lazy translation
    permissions: frozenset[Permission]
    by_department: bool = True
    needs_mfa: bool = False


P = Permission
_READING = frozenset(
    {
        P.SEE_STAFF_OPENINGS, P.READ_POSTINGS, P.READ_IMPORTS, P.READ_PAGES, P.READ_PEOPLE, P.READ_EMPLOYMENTS,
        P.READ_MESSAGES, P.READ_TITLES, P.READ_TRAINING,
    }
)  # fmt: skip
_HR = frozenset(
    {
        P.SEE_STAFF_OPENINGS, P.READ_POSTINGS, P.WRITE_POSTINGS, P.IMPORT_POSTINGS, P.READ_IMPORTS, P.READ_PAGES,
        P.WRITE_PAGES, P.READ_EMPLOYMENTS, P.IMPORT_STAFF, P.READ_TITLES, P.WRITE_TITLES, P.READ_PROFILES,
        P.SET_TRAINING_BUDGETS,
    }
)  # fmt: skip
_STAFF = frozenset({P.SEE_STAFF_OPENINGS})

# Permissions that mean nothing within one department: a file of postings or of staff is the whole city's, as are pages,
# courses and roles. A grant for a department alone does not give them.
CITYWIDE_ONLY = frozenset(
    {
        P.IMPORT_POSTINGS, P.READ_IMPORTS, P.READ_PAGES, P.WRITE_PAGES, P.READ_PEOPLE, P.GIVE_ROLES, P.IMPORT_STAFF,
        P.READ_MESSAGES, P.RESEND_MESSAGES, P.READ_TITLES, P.WRITE_TITLES, P.APPROVE_TITLES,
        P.READ_TRAINING, P.RUN_TRAINING, P.IMPORT_COURSES, P.SET_TRAINING_BUDGETS,
    }
)  # fmt: skip

DECLARED: Mapping[Role, Declaration] = {
    Role.SEEKER: Declaration(
        _("Looks for work. Everyone who has signed in is at least this."), frozenset(), by_department=False
    ),
    Role.STAFF: Declaration(_("Works for the city. An employment gives this by itself."), _STAFF),
    Role.MANAGER: Declaration(_("Leads people of the city."), _STAFF),
    Role.HIRING_TEAM: Declaration(_("Helps to choose among those who apply."), _STAFF),
    Role.HR_EDITOR: Declaration(_("Writes postings, titles and pages."), _HR, needs_mfa=True),
    Role.HR_PUBLISHER: Declaration(_("Puts in force what HR editors wrote."), _HR | {P.APPROVE_TITLES}, needs_mfa=True),
    Role.TRAINING_COORDINATOR: Declaration(
        _("Runs courses and their sessions."),
        _STAFF | {P.READ_TRAINING, P.RUN_TRAINING, P.IMPORT_COURSES, P.SET_TRAINING_BUDGETS},
    ),
    Role.MENTOR: Declaration(_("Guides a person of a program."), frozenset()),
    Role.PARTNER: Declaration(_("Works with the city on a program: a school or a company."), frozenset()),
    Role.ANALYST: Declaration(
        _("Reads figures, to plan the workforce."), _STAFF | {P.READ_POSTINGS, P.READ_TITLES}, needs_mfa=True
    ),
    Role.AUDITOR: Declaration(_("Reads everything, writes nothing."), _READING, by_department=False, needs_mfa=True),
    Role.ADMINISTRATOR: Declaration(
        _("Decides who may do what, and looks after messages."),
        frozenset(
            {
                P.SEE_STAFF_OPENINGS, P.READ_PEOPLE, P.GIVE_ROLES, P.READ_EMPLOYMENTS, P.IMPORT_STAFF, P.READ_IMPORTS,
                P.READ_MESSAGES, P.RESEND_MESSAGES,
            }
        ),
        by_department=False,
        needs_mfa=True,
    ),
}  # fmt: skip


def roles_with(permission: Permission) -> list[Role]:
    """The roles that give a permission, in the order of `Role`."""
    return [role for role in Role if permission in DECLARED[role].permissions]
