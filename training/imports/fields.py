"""What can be read about a course and its one session in a row, and by which headers catalogues call it."""

from django.utils.translation import gettext_lazy as _

from chitech.core.imports.mapping import Field
from training.choices import Audience, Format, Language

FIELDS = (
    Field("external_id", _("number"), ("Course Number", "Course ID", "Course Code", "Catalog Number", "Number")),
    Field("name", _("name"), ("Course Name", "Course Title", "Course", "Title", "Name")),
    Field("summary", _("summary"), ("Summary", "Description", "Course Description", "About"), is_text=True),
    Field(
        "outcomes",
        _("what people will be able to do"),
        ("Outcomes", "Learning Outcomes", "Objectives", "What You Will Learn"),
        is_text=True,
        help=_("One thing a line."),
    ),
    Field("family", _("field of work"), ("Family", "Field", "Field of Work", "Subject", "Category")),
    Field(
        "skills",
        _("skills"),
        ("Skills", "Skill", "Teaches"),
        help=_("Names with levels: “SQL 0-2; Python 1-2”. A name alone means from nothing to 1."),
    ),
    Field("hours", _("hours"), ("Hours", "Duration", "Contact Hours", "Length")),
    Field("format", _("format"), ("Format", "Delivery", "Mode", "Delivery Method"), choices=tuple(Format.choices)),
    Field("language", _("language"), ("Language",), choices=tuple(Language.choices)),
    Field("provider", _("provider"), ("Provider", "Vendor", "Given By", "School")),
    Field("prerequisites", _("what one should know before"), ("Prerequisites", "Requirements"), is_text=True),
    Field("accessibility", _("accessibility"), ("Accessibility", "Accommodations"), is_text=True),
    Field("cost_cents", _("cost for one seat"), ("Cost", "Price", "Fee", "Cost per Seat")),
    Field("session_id", _("session number"), ("Session Number", "Session ID", "Section", "Class Number")),
    Field("session_day", _("day of the session"), ("Session Date", "Start Date", "Date", "Day")),
    Field(
        "session_from", _("begins at"), ("Start Time", "From", "Begins"), help=_("By the city’s clock: 9:00 or 9 am.")
    ),
    Field("session_to", _("ends at"), ("End Time", "To", "Until", "Ends")),
    Field("session_seats", _("seats"), ("Seats", "Capacity", "Max Enrollment"), help=_("Empty: no limit.")),
    Field("session_room", _("room"), ("Room", "Location", "Place", "Where")),
    Field("session_audience", _("who may come"), ("Audience", "Who May Come"), choices=tuple(Audience.choices)),
)

NEEDS = (("name",), ("summary",), ("hours",))
