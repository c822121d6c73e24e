"""Made-up things for the gallery: they have the attributes of a posting, a facet or a form, and no table."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chitech.core.audit.timeline import Change, Entry, Timeline
from chitech.core.design.forms import DateInput
from chitech.core.search.marks import START, STOP


@dataclass
class ExampleFamily:
    name: str
    letter: str
    color: str
    slug: str = ""
    openings: int = 0


FAMILIES = [
    ExampleFamily("Software", "S", "blue", "software", 64),
    ExampleFamily("Data and analytics", "D", "green", "data", 41),
    ExampleFamily("Cybersecurity", "C", "red", "cybersecurity", 38),
    ExampleFamily("Infrastructure and cloud", "I", "navy", "infrastructure-and-cloud", 52),
    ExampleFamily("Product and delivery", "P", "orange", "product-and-delivery", 29),
    ExampleFamily("Design and research", "R", "magenta", "design-and-research", 17),
    ExampleFamily("Service desk and support", "H", "gold", "service-desk-and-support", 33),
    ExampleFamily("Networks and radio", "N", "teal", "networks-and-radio", 21),
    ExampleFamily("GIS and mapping", "G", "olive", "gis-and-mapping", 12),
    ExampleFamily("Enterprise applications", "E", "purple", "enterprise-applications", 27),
    ExampleFamily("Quality and accessibility", "Q", "brown", "quality", 9),
    ExampleFamily("Technology leadership", "L", "slate", "technology-leadership", 4),
]
LEVELS = [
    SimpleNamespace(number=number, name=name)
    for number, name in enumerate(
        ["Entry", "Associate", "Practitioner", "Senior", "Lead", "Principal or Manager", "Executive"], start=1
    )
]


@dataclass
class ExamplePosting:
    """What `jobs/_posting_card.html` reads of a posting."""

    pk: int
    business_title: str
    effective_family: ExampleFamily | None
    department: Any
    level: Any
    skills: list[tuple[str, int]]
    work_mode: str = "hybrid"
    pay_min_cents: int | None = None
    pay_max_cents: int | None = None
    pay_unit: str = "annual"
    annual_min_cents: int | None = None
    annual_max_cents: int | None = None
    degree_rule: str = "none"
    degree_phrase: str = "No degree asked."
    closes_at: datetime | None = None
    is_new: bool = False
    location: str = "2 North LaSalle Street"
    openings: int = 1
    name_marked: str = ""
    also_called: str = ""
    snippet: str = ""

    def get_absolute_url(self) -> str:
        return "#posting-card"

    def get_work_mode_display(self) -> str:
        return {"hybrid": "Hybrid", "onsite": "On site", "remote": "Remote"}.get(self.work_mode, "")

    @property
    def skill_list(self) -> Any:
        needs = [SimpleNamespace(skill=SimpleNamespace(name=name), level=level) for name, level in self.skills]
        return SimpleNamespace(all=needs)


def _closing(days: int) -> datetime:
    return datetime.combine(timezone.localdate() + timedelta(days=days), time(23, 59), timezone.get_current_timezone())


def postings() -> list[ExamplePosting]:
    technology = SimpleNamespace(name="Technology and Innovation")
    water = SimpleNamespace(name="Water Management")
    return [
        ExamplePosting(
            1, "Security Analyst", FAMILIES[2], technology, LEVELS[2],
            [("Incident response", 2), ("Threat analysis", 3), ("Clear writing", 2)],
            pay_min_cents=8_478_000, pay_max_cents=12_153_600, closes_at=_closing(5), is_new=True,
            degree_phrase="No degree asked. Two years of practice or an apprenticeship count.",
        ),
        ExamplePosting(
            2, "Systems Engineer for Pumping Stations and Treatment Plants", FAMILIES[3], water, LEVELS[3],
            [("Linux", 3), ("Networking", 2), ("Automation", 4)], work_mode="onsite",
            pay_min_cents=7_658_400, pay_max_cents=11_478_000, closes_at=_closing(1),
            degree_rule="required", degree_phrase="Degree asked for, or four years of practice.",
        ),
        ExamplePosting(
            3, "Software Apprentice", FAMILIES[0], technology, LEVELS[0], [("Programming", 1), ("Teamwork", 1)],
            pay_min_cents=2_410, pay_max_cents=2_410, pay_unit="hourly", annual_min_cents=5_012_800,
            annual_max_cents=5_012_800, degree_phrase="No degree, no experience needed. We teach you.",
        ),
        ExamplePosting(
            4, "Computer Specialist", None, water, None, [], work_mode="", pay_unit="", degree_rule="",
            degree_phrase="", closes_at=_closing(0),
        ),
    ]  # fmt: skip


def found_posting() -> ExamplePosting:
    """A posting as a search finds it: what matched is marked in its name, in an old name and in its text."""
    found = postings()[0]
    found.name_marked = f"{START}Security{STOP} Analyst"
    found.also_called = "Information security specialist"
    found.snippet = f"decide which alerts matter, and write up each {START}security{STOP} event in plain words"
    return found


def history() -> Timeline:
    """A thing that was made, and changed once."""
    changes = [
        Change("Closes", "20 November 2026", "27 November 2026"),
        Change("Skill", "", "Threat analysis, practitioner, essential", is_part=True),
        Change("Division", "Information Security Office", ""),
    ]
    moment = timezone.now()
    return Timeline(
        [
            Entry(moment - timedelta(hours=2), "Priya Raman", str(_("Changed")), changes),
            Entry(moment - timedelta(days=3), "Linda Castellanos", str(_("Made")), []),
        ],
        has_older=False,
    )


@dataclass
class ExampleChoice:
    value: str
    label: str
    count: int
    is_selected: bool = False
    family: ExampleFamily | None = None


@dataclass
class ExampleFacet:
    name: str
    label: Any
    choices: list[ExampleChoice] = field(default_factory=list)
    is_multiple: bool = True


def facets() -> list[ExampleFacet]:
    return [
        ExampleFacet(
            "family", _("Field of work"), [ExampleChoice(f.slug, f.name, f.openings, False, f) for f in FAMILIES[:6]]
        ),
        ExampleFacet(
            "work",
            _("Where you work"),
            [
                ExampleChoice("onsite", "On site", 88),
                ExampleChoice("hybrid", "Hybrid", 131, is_selected=True),
                ExampleChoice("remote", "Remote", 22),
            ],
        ),
        ExampleFacet(
            "degree",
            _("Degree"),
            [ExampleChoice("none", "Not asked for", 163), ExampleChoice("required_by_law", "Required by law", 0)],
        ),
    ]


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name of the job"), max_length=60)
    opens_on = forms.DateField(label=_("Opens on"), widget=DateInput)
    email = forms.EmailField(label=_("Email address"), required=False, help_text=_("For questions about this opening."))
    unit = forms.ChoiceField(label=_("Pay unit"), choices=[("annual", _("a year")), ("hourly", _("an hour"))])
    work = forms.ChoiceField(
        label=_("Where people work"),
        help_text=_("Hybrid means at least one day a week on site."),
        choices=[("onsite", _("On site")), ("hybrid", _("Hybrid")), ("remote", _("Remote"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Days on site"),
        choices=[("mon", _("Monday")), ("wed", _("Wednesday")), ("fri", _("Friday"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    duties = forms.CharField(label=_("What you will do"), widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label=_("File of postings"), help_text=_("CSV or XLSX."), required=False)
    notify = forms.BooleanField(label=_("Tell me when someone applies"), required=False)


class LockedForm(forms.Form):
    """What can't be changed now, and why."""

    number = forms.CharField(label=_("Number at the source"), help_text=_("Comes from the imported file."))
    source = forms.ChoiceField(label=_("Source"), choices=[("file", _("The city's list of openings"))])
    is_kept = forms.BooleanField(label=_("Keep what was written by hand"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.disabled = True


def context() -> dict[str, Any]:
    """All that the gallery's templates read."""
    failing = ExampleForm({"name": "", "opens_on": "31 February", "email": "nobody", "duties": "Keep the water clean."})
    return {
        "families": FAMILIES,
        "levels": LEVELS,
        "star_levels": [1, 2, 3, 4],
        "colors": [
            "page", "surface", "sunken", "ink", "ink-2", "link", "navy", "sky", "sky-tint", "star", "good", "warn",
            "bad",
        ],
        "icons": [
            "arrow-left", "arrow-right", "building", "calendar", "check", "chevron-down", "clock", "close", "copy",
            "download", "edit", "error", "eye", "file", "filter", "history", "home", "info", "location", "lock", "mail",
            "people", "plus", "print", "search", "trash", "upload", "user", "warning", "work",
        ],
        "postings": postings(),
        "facets": facets(),
        "chips": [SimpleNamespace(label="“security”", url="#chips"), SimpleNamespace(label="Hybrid", url="#chips")],
        "empty_form": ExampleForm(auto_id="empty_%s"),
        "failing_form": failing,
        "locked_form": LockedForm(
            initial={"number": "660214", "source": "file", "is_kept": True}, auto_id="locked_%s"
        ),
        "pages": [
            (Paginator(range(238), 20).page(1), _("Pages at the beginning of many")),
            (Paginator(range(238), 20).page(6), _("Pages in the middle of many")),
            (Paginator(range(238), 20).page(12), _("Pages at the end of many")),
            (Paginator(range(40), 20).page(1), _("Pages at the beginning of two")),
        ],
        "found": found_posting(),
        "nearest": postings()[2:3],
        "spelling": SimpleNamespace(label="security", url="#nothing", count=38),
        "loosenings": [
            SimpleNamespace(label=_("“Remote”"), url="#nothing", count=12),
            SimpleNamespace(label=_("“$200,000 or more”"), url="#nothing", count=7),
        ],
        "phases": [(_("All"), 327, True), (_("Draft"), 10, False), (_("Open"), 271, False), (_("Cancelled"), 4, False)],
        "timeline": history(),
        "query": QueryDict("q=security&work=hybrid"),
        "prose": (
            "You **watch over** the city's networks, and are the first to know when something is wrong.\n\n"
            "## A usual week\n\n- read alerts, and decide which matter\n- write up what you found, in plain words\n"
            "- practice for the day when it is serious\n\nMore at [the city's site](https://www.chicago.gov/).\n"
        ),
    }  # fmt: skip
