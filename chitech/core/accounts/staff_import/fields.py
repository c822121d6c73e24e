"""What can be read about a post in the city, and by which headers payrolls call it."""

from django.utils.translation import gettext_lazy as _

from chitech.core.imports.mapping import Field

FIELDS = (
    Field(
        "employee_id",
        _("employee ID"),
        (
            "Employee Number", "Employee No", "Employee #", "Emp ID", "EmplID", "Empl ID", "Emp No", "Emp #", "EE ID",
            "Personnel Number", "Person Number", "Payroll Number", "Payroll ID", "Worker ID", "ID",
        ),
        help=_("The payroll’s number of the person. With the first day it tells one post from another."),
    ),
    Field("name", _("name"), ("Employee Name", "Full Name", "Worker", "Employee"), help=_("“Doe, Jane” is turned.")),
    Field("first_name", _("first name"), ("Given Name", "Preferred First Name", "Legal First Name", "First")),
    Field("last_name", _("last name"), ("Surname", "Family Name", "Legal Last Name", "Last")),
    Field(
        "email",
        _("work email"),
        ("Work Email", "Email Address", "Business Email", "Work E-mail", "E-mail", "E-mail Address", "Mail"),
        help=_("Who proves that it is theirs gets the post linked to their account."),
    ),
    Field(
        "title_code",
        _("title code"),
        ("Job Code", "Jobcode", "Class Code", "Title Code No", "Position Code", "Classification Code", "Class"),
        help=_("As the budget has it, as text."),
    ),
    Field(
        "title_name",
        _("title on the payroll"),
        (
            "Title Description", "Job Title", "Job Titles", "Title", "Class Title", "Position Title", "Job Description",
            "Budget Title", "Position",
        ),
    ),
    Field(
        "department",
        _("department"),
        ("Department Name", "Department Description", "Dept Name", "Dept", "Dept Description", "Agency"),
    ),
    Field(
        "manager_employee_id",
        _("manager’s employee ID"),
        (
            "Manager ID", "Manager Employee Number", "Mgr ID", "Supervisor ID", "Supervisor Employee ID",
            "Supervisor No", "Reports To ID", "Reports To", "Manager", "Supervisor",
        ),
    ),
    Field(
        "starts_on",
        _("first day"),
        (
            "Start Date", "Hire Date", "Date of Hire", "Date Hired", "Hired", "Position Start Date", "Job Start Date",
            "Original Hire Date", "Effective Date", "First Day",
        ),
        help=_("The first day in this post, like 2026-11-30 or 11/30/2026."),
    ),
    Field(
        "ends_on",
        _("last day"),
        (
            "End Date", "Termination Date", "Term Date", "Separation Date", "Date of Separation", "Last Day",
            "Last Day Worked", "Leave Date",
        ),
        help=_("Empty for a post that goes on."),
    ),
)  # fmt: skip

NEEDS = (("employee_id",), ("name", "last_name"), ("department",), ("starts_on",))
