"""Who is who: people, the departments, what each person is given to do, and who the city employs."""

from chitech.core.accounts.models.departments import Department
from chitech.core.accounts.models.employment import Employment
from chitech.core.accounts.models.grants import RoleGrant
from chitech.core.accounts.models.people import SYSTEM_EMAIL, User, UserGroup, UserManager, UserPermission

__all__ = [
    "SYSTEM_EMAIL",
    "Department",
    "Employment",
    "RoleGrant",
    "User",
    "UserGroup",
    "UserManager",
    "UserPermission",
]
