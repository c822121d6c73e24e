"""What can be read about a budgeted position, and by which headers budgets call it."""

from django.utils.translation import gettext_lazy as _

from chitech.core.imports.mapping import Field

FIELDS = (
    Field(
        "title_code",
        _("title code"),
        ("Title Code", "Job Code", "Class Code", "Classification Code"),
        help=_("As text. Zeros that a table lost are put back, up to four characters."),
    ),
    Field("title_name", _("title"), ("Title Description", "Title Name", "Title", "Job Title", "Class Title")),
    Field(
        "schedule_grade",
        _("schedule and grade"),
        ("Schedule / Grade", "Schedule and Grade", "Pay Grade", "Salary Grade"),
        help=_("In one column, such as “G 06” or “BX15”."),
    ),
    Field("schedule", _("schedule"), ("Schedule", "Pay Schedule"), help=_("Where the file has no grade.")),
    Field("bargaining_unit", _("bargaining unit"), ("Bargaining Unit", "Union", "Union Code")),
    Field(
        "department_code",
        _("department code"),
        ("Department Code", "Department Number", "Dept Code", "Dept No"),
    ),
    Field(
        "department_name",
        _("department"),
        ("Department Description", "Department Name", "Department", "Dept Name", "Dept"),
    ),
    Field(
        "pay_unit",
        _("pay unit"),
        ("Budgeted Unit", "Pay Unit", "Pay Basis", "Salary Basis"),
        help=_("Annual, Monthly, Hourly or Daily."),
    ),
    Field(
        "units",
        _("how many"),
        ("Total Budgeted Units", "Total Budgeted Unit", "Positions", "Budgeted Positions", "Number of Positions"),
    ),
    Field(
        "is_position",
        _("position control"),
        ("Position Control", "Is Position"),
        help=_("1 for positions, 0 for money or hours that are kept under a title code."),
    ),
    Field("pay_rate", _("pay"), ("Budgeted Pay Rate", "Pay Rate", "Rate", "Salary")),
)

NEEDS = (("title_code",), ("title_name",), ("department_code", "department_name"), ("units",))
