"""What can be read about a posting, and by which headers each thing is known."""

from django.utils.translation import gettext_lazy as _

from chitech.core.imports.mapping import Field
from jobs.choices import Audience, EmploymentType, WorkMode
from pathways.models.titles import DegreeKind, DegreeRule
from pathways.pay import PayUnit

FIELDS = (
    Field(
        "external_id",
        _("the posting’s number"),
        (
            "Job ID",
            "Posting ID",
            "Requisition ID",
            "Requisition Number",
            "Req ID",
            "Job Number",
            "Posting Number",
            "Vacancy Number",
            "Reference",
            "ID",
        ),
        help=_("The number that the source gives it. It tells one posting from another, today and next time."),
    ),
    Field("department", _("department"), ("Agency", "Department Name", "Dept", "Organization", "Bureau")),
    Field(
        "business_title",
        _("name of the job"),
        ("Business Title", "Job Title", "Posting Title", "Position Title", "Working Title", "Position", "Title"),
        help=_("What people search for. If a row has none, the civil-service title stands in."),
    ),
    Field(
        "civil_service_title",
        _("civil-service title"),
        ("Civil Service Title", "Budget Title", "Official Title", "Classification Title"),
    ),
    Field(
        "audience",
        _("who may apply"),
        ("Posting Type", "Internal/External", "Open To"),
        help=_("Internal, External or both."),
        choices=tuple(Audience.choices),
    ),
    Field("division", _("division"), ("Division/Work Unit", "Division", "Work Unit", "Unit", "Section")),
    Field(
        "categories",
        _("categories"),
        ("Job Category", "Category", "Categories", "Job Family"),
        help=_("The source’s own groups of jobs."),
    ),
    Field("family", _("field of work"), ("Field of Work",)),
    Field(
        "level",
        _("level"),
        ("Level Number",),
        help=_("One of our seven, by number or name. A grade of the source is not a level."),
    ),
    Field("title", _("refreshed title"), ("Title Code", "Refreshed Title"), help=_("The code of one of our titles.")),
    Field(
        "what_you_will_do",
        _("what you will do"),
        ("Job Description", "Description", "Duties", "Responsibilities", "Job Duties", "Summary"),
        is_text=True,
    ),
    Field(
        "what_you_need",
        _("what you need"),
        (
            "Minimum Qual Requirements",
            "Minimum Qualifications",
            "Qualifications",
            "Requirements",
            "Minimum Requirements",
        ),
        is_text=True,
    ),
    Field(
        "what_helps",
        _("what helps"),
        ("Preferred Skills", "Preferred Qualifications", "Desirable Qualifications"),
        is_text=True,
    ),
    Field("benefits", _("benefits"), ("Benefits Summary",), is_text=True),
    Field("how_to_apply", _("how to apply"), ("To Apply", "Application Instructions", "Apply"), is_text=True),
    Field(
        "pay_min",
        _("pay from"),
        (
            "Salary Range From",
            "Salary From",
            "Minimum Salary",
            "Min Salary",
            "Salary Min",
            "Pay Min",
            "Minimum Pay",
            "Salary Minimum",
        ),
    ),
    Field(
        "pay_max",
        _("pay to"),
        (
            "Salary Range To",
            "Salary To",
            "Maximum Salary",
            "Max Salary",
            "Salary Max",
            "Pay Max",
            "Maximum Pay",
            "Salary Maximum",
        ),
    ),
    Field(
        "pay_unit",
        _("pay unit"),
        ("Salary Frequency", "Pay Frequency", "Pay Basis", "Pay Period", "Salary Basis", "Pay Rate Type", "Frequency"),
        help=_("Whether the pay is for a year, an hour or a day."),
        choices=tuple(PayUnit.choices),
    ),
    Field(
        "openings",
        _("openings"),
        ("# Of Positions", "Number of Positions", "Number of Openings", "Positions", "Vacancies", "No of Positions"),
    ),
    Field(
        "employment_type",
        _("employment"),
        ("Full-Time/Part-Time Indicator", "Full Time/Part Time", "Job Type", "Employment Type", "Work Type"),
        choices=tuple(EmploymentType.choices),
    ),
    Field("hours_or_shift", _("hours or shift"), ("Hours/Shift", "Hours", "Shift", "Schedule of Hours")),
    Field("work_mode", _("where you work"), ("Remote", "Workplace Type", "Telework"), choices=tuple(WorkMode.choices)),
    Field("location", _("location"), ("Work Location", "Address", "Work Site", "Job Location")),
    Field("city", _("city"), help=_("Added to each address that does not name it, such as “Chicago, IL”.")),
    Field("experience_months", _("experience asked, in months"), ("Months of Experience",)),
    Field("degree_rule", _("degree rule"), ("Degree",), choices=tuple(DegreeRule.choices)),
    Field("degree_kind", _("which degree"), ("Degree Kind", "Degree Level")),
    Field("degree_reason", _("why a degree is asked for")),
    Field("degree_equivalent", _("what counts instead of a degree"), ("Degree Equivalent",)),
    Field(
        "opens_at",
        _("first day"),
        ("Posting Date", "Date Posted", "Open Date", "Opening Date", "Opens", "Posted", "Posted Date", "Start Date"),
        help=_("Like 2026-11-30 or 11/30/2026."),
    ),
    Field(
        "closes_at",
        _("last day"),
        (
            "Post Until",
            "Closing Date",
            "Close Date",
            "Closes",
            "Deadline",
            "Posting End Date",
            "Application Deadline",
            "End Date",
        ),
        help=_("Like 2026-11-30 or 11/30/2026."),
    ),
    Field("budget_title_code", _("budget title code"), ("Title Code No", "Class Code", "Job Code")),
    Field(
        "schedule_grade",
        _("schedule and grade"),
        ("Schedule/Grade", "Schedule", "Grade", "Pay Grade", "Assignment Level", "Level"),
        help=_("As the budget has it."),
    ),
    Field("service_type", _("service type"), ("Title Classification", "Classification")),
    Field("bargaining_unit", _("bargaining unit"), ("Union", "BU")),
    Field("selection_method", _("how people are chosen"), ("Exam Type",)),
    Field("residency", _("residency rule")),
    Field("residency_note", _("residency, in the source’s words"), ("Residency Requirement",), is_text=True),
)

NEEDS = (("external_id",), ("department",), ("business_title", "civil_service_title"))


def _words(*groups: tuple[str, str]) -> dict[str, str]:
    """`"word, word" -> value` as a table from each word, in small letters, to its value."""
    return {word.strip(): value for words, value in groups for word in [value, *words.split(",")]}


# How sources write the choices of a posting. A mapping adds its own under [values].
AUDIENCES = _words(
    ("internal, city staff, employees only, city staff only", Audience.STAFF.value),
    ("external, open to the public", Audience.PUBLIC.value),
    ("internal/external, all, everyone", Audience.BOTH.value),
)
PAY_UNITS = _words(
    ("annually, yearly, year, per year, a year, salary, salaried, per annum", PayUnit.ANNUAL.value),
    ("hour, per hour, an hour", PayUnit.HOURLY.value),
    ("day, per day, a day, per diem", PayUnit.DAILY.value),
)
EMPLOYMENT_TYPES = _words(
    ("f, ft, full-time, full time, fulltime", EmploymentType.FULL_TIME.value),
    ("p, pt, part-time, part time, parttime", EmploymentType.PART_TIME.value),
    ("temp", EmploymentType.TEMPORARY.value),
    ("season", EmploymentType.SEASONAL.value),
    ("apprentice", EmploymentType.APPRENTICESHIP.value),
    ("intern", EmploymentType.INTERNSHIP.value),
)
WORK_MODES = _words(
    ("on site, on-site, in office, in person, in-person, no", WorkMode.ONSITE.value),
    ("partly remote", WorkMode.HYBRID.value),
    ("telework, work from home, yes", WorkMode.REMOTE.value),
)
DEGREE_RULES = _words(
    ("no, not required, no degree asked", DegreeRule.NONE.value),
    ("degree preferred", DegreeRule.PREFERRED.value),
    ("yes, degree required", DegreeRule.REQUIRED.value),
    ("degree required by law", DegreeRule.REQUIRED_BY_LAW.value),
)
_DEGREE_KINDS = _words(
    ("high school, high school diploma, ged, high school or equivalent", DegreeKind.HIGH_SCHOOL.value),
    ("associate's, associate degree, associate's degree", DegreeKind.ASSOCIATE.value),
    ("bachelor's, bachelor degree, bachelor's degree, baccalaureate", DegreeKind.BACHELOR.value),
    ("master's, master's degree, doctorate, phd, postgraduate degree", DegreeKind.POSTGRADUATE.value),
    ("professional certificate, certification", DegreeKind.CERTIFICATE.value),
)
DEGREE_KINDS = {typed: kind for word, kind in _DEGREE_KINDS.items() for typed in (word, word.replace("'", "’"))}
