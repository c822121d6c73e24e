"""Who is who: people, the departments, what each person is given to do, and who the city employs."""

from chitech.core.accounts.models.departments import Department
from chitech.core.accounts.models.employment import Employment
from chitech.core.accounts.models.exports import DataExport
from chitech.core.accounts.models.grants import RoleGrant
from chitech.core.accounts.models.people import User, UserGroup, UserManager, UserPermission
from chitech.core.accounts.querysets import SYSTEM_EMAIL

__all__ = [
    "SYSTEM_EMAIL",
    "DataExport",
    "Department",
    "Employment",
    "RoleGrant",
    "User",
    "UserGroup",
    "UserManager",
    "UserPermission",
]
