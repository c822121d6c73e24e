"""One row of a payroll's file into what it says about a post, in plain values."""

import re
from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from chitech.core.accounts.staff_import.departments import DepartmentNames
from chitech.core.accounts.staff_import.people import person_name
from chitech.core.imports.plan import Values
from chitech.core.imports.rows import RowReader

# What a spreadsheet makes of a long number: its last digits are gone.
_ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)


def width_of(ids: Collection[str]) -> int:
    """The number of digits that every number among these IDs has, if zeros at the front fill them up; else 0."""
    numbers = [one for one in ids if one.isdigit()]
    widths = {len(one) for one in numbers}
    return widths.pop() if len(widths) == 1 and any(one.startswith("0") for one in numbers) else 0


def key_of(employee_id: str, starts_on: date) -> str:
    """What tells one post from another: the person, and the day on which it began."""
    return f"{employee_id} {starts_on.isoformat()}"


class StaffReader:
    """Reads rows. `digits`: to how many digits a shorter ID is filled up; `width`: how many IDs here have, else 0."""

    def __init__(self, departments: DepartmentNames, *, digits: int, width: int, lists_everyone: bool) -> None:
        self._departments = departments
        self._digits = digits
        self._width = width
        self._lists_everyone = lists_everyone
        # Every employee whom some row names, rejected or not: nobody of them is missing. And the rows that name one.
        self.named: set[str] = set()
        self.rows_with_id: set[int] = set()

    def read(self, row: RowReader) -> tuple[str, Values]:
        """The post's key and what the row says of it; problems are noted in the row."""
        employee_id = self._employee_id(row)
        starts_on = row.day("starts_on")
        if starts_on is None and not row.errors:
            row.fail("starts_on", "missing", _("The first day is missing. Fill it in."))
        said: Values = {"employee_id": employee_id, "starts_on": starts_on.isoformat() if starts_on else None}
        self._person(row, said)
        department = row.line("department", most=120)
        if department:
            said["department"] = self._departments.slug_of(department)
        else:
            row.fail("department", "missing", _("The department is missing. Fill it in."))
        for name, most in (("title_code", 40), ("title_name", 200)):
            if row.provides(name):
                said[name] = row.line(name, most=most)
        if row.provides("manager_employee_id"):
            manager = self._filled(row.line("manager_employee_id", most=40))
            # The one at the top: payrolls let them report to themselves.
            said["manager_employee_id"] = "" if manager == employee_id else manager
        self._end(row, said, starts_on)
        return key_of(employee_id, starts_on or date.min), said

    def _employee_id(self, row: RowReader) -> str:
        written = row.line("employee_id", most=40)
        if not written:
            row.fail("employee_id", "missing", _("Every row needs the employee ID. Fill it in, or take the row out."))
            return ""
        if _ROUNDED.fullmatch(written):
            message = _("A spreadsheet has rounded this number. Export the file again with employee IDs as text.")
            row.fail("employee_id", "rounded_id", message, written)
            return ""
        employee_id = self._filled(written)
        self.rows_with_id.add(row.number)
        if employee_id.isdigit() and len(employee_id) < self._width:
            self.named.add(employee_id.zfill(self._width))
            row.fail("employee_id", "lost_zeros", lost_zeros(self._width), written)
        self.named.add(employee_id)
        return employee_id

    def _filled(self, employee_id: str) -> str:
        return employee_id.zfill(self._digits) if employee_id.isdigit() else employee_id

    def _person(self, row: RowReader, said: Values) -> None:
        whole = row.line("name", most=150) if row.provides("name") else ""
        parts = [row.line(part, most=75) for part in ("first_name", "last_name") if row.provides(part)]
        said["name"] = person_name(whole or " ".join(part for part in parts if part))
        if not said["name"] and not row.errors:
            row.fail("name" if row.provides("name") else "last_name", "missing", _("The name is missing. Fill it in."))
        if row.provides("email"):
            email = row.line("email", most=254).lower()
            try:
                if email:
                    validate_email(email)
            except ValidationError:
                row.fail(
                    "email", "bad_email", _("This is not an email address. Write it like name@city.example."), email
                )
            said["email"] = email

    def _end(self, row: RowReader, said: Values, starts_on: date | None) -> None:
        if row.provides("ends_on"):
            ends_on = row.day("ends_on")
            if ends_on and starts_on and ends_on < starts_on:
                message = _("The last day is before the first day. Correct one of them.")
                row.fail("ends_on", "dates_order", message, ends_on.isoformat())
            said["ends_on"] = ends_on.isoformat() if ends_on else None
        elif self._lists_everyone:
            said["ends_on"] = None  # whom a list of everyone names has not left


def lost_zeros(width: int) -> str:
    """What to do about an employee ID that is too short."""
    return _(
        "Employee IDs have %(digits)d digits here, and this one has lost the zeros at its front. Export the file with "
        "IDs as text, or choose to fill them up to %(digits)d digits."
    ) % {"digits": width}
