"""The JobPosting in an opening's page: complete by Google's rules, true to the page, and there only while it is open.

The rules: developers.google.com/search/docs/appearance/structured-data/job-posting and schema.org/JobPosting.
"""

import json
import re
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts.models import User
from jobs import actions
from jobs.choices import EmploymentType
from jobs.models import Posting
from pathways.models import ResidencyRule
from pathways.models.titles import DegreeKind
from tests.conftest import SignIn
from tests.factories import PostingFactory, PostingSkillFactory, SkillFactory
from tests.pages import parse, text

pytestmark = pytest.mark.django_db

EMPLOYMENT = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
CREDENTIALS = {
    "high school", "associate degree", "bachelor degree", "professional certificate", "postgraduate degree",
}  # fmt: skip
# The properties of schema.org/JobPosting that we use; a misspelt one would be dropped without a word.
PROPERTIES = {
    "@context", "@type", "title", "description", "url", "identifier", "datePosted", "validThrough",
    "hiringOrganization", "employmentUnit", "employmentType", "totalJobOpenings", "directApply", "jobLocation",
    "jobLocationType", "applicantLocationRequirements", "baseSalary", "experienceRequirements", "educationRequirements",
    "experienceInPlaceOfEducation", "workHours", "jobBenefits", "skills",
}  # fmt: skip
REQUIRED = {
    "degree_rule": "required",
    "degree_kind": "associate",
    "degree_reason": "It signs drawings.",
    "degree_equivalent": "Four years of practice.",
    "experience_months": 24,
}
RECOMMENDED = {
    "baseSalary", "employmentType", "identifier", "validThrough", "directApply", "educationRequirements",
    "experienceRequirements",
}  # fmt: skip


def blocks(client: Client, posting: Posting) -> list[Any]:
    page = parse(client.get(posting.get_absolute_url()))
    return list(page.cssselect("script[type='application/ld+json']"))


def read(client: Client, posting: Posting) -> dict[str, Any]:
    """The one JobPosting of a page. Google's own reader is as strict: no comments, no trailing commas."""
    (block,) = blocks(client, posting)
    facts: dict[str, Any] = json.loads(block.text)
    return facts


def is_moment(value: Any) -> bool:
    """ISO 8601 with a time and an offset, so that nobody must guess the time zone."""
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None and "T" in value


def faults(facts: dict[str, Any]) -> list[str]:
    """What Google would complain of."""
    found = [f"unknown property {name}" for name in facts.keys() - PROPERTIES]

    def expect(name: str, is_right: Any) -> None:
        if not is_right:
            found.append(f"{name}: {facts.get(name)!r}")

    expect("@context", facts["@context"] in {"https://schema.org/", "https://schema.org"})
    expect("@type", facts["@type"] == "JobPosting")
    expect("title", facts["title"] and "<" not in facts["title"])
    expect("description", "<p>" in facts["description"] and facts["description"] != facts["title"])
    expect("datePosted", is_moment(facts["datePosted"]))
    expect("validThrough", "validThrough" not in facts or is_moment(facts["validThrough"]))
    employer = facts["hiringOrganization"]
    expect("hiringOrganization", employer["@type"] == "Organization" and employer["name"])
    expect("hiringOrganization", all(employer[name].startswith(("http://", "https://")) for name in ("sameAs", "logo")))
    number = facts["identifier"]
    expect("identifier", number["@type"] == "PropertyValue" and number["name"] and isinstance(number["value"], str))
    expect("employmentType", facts["employmentType"] in EMPLOYMENT)
    expect("directApply", isinstance(facts["directApply"], bool))
    expect("totalJobOpenings", type(facts["totalJobOpenings"]) is int and facts["totalJobOpenings"] > 0)
    if facts.get("jobLocationType"):
        expect("jobLocationType", facts["jobLocationType"] == "TELECOMMUTE")
        where = facts["applicantLocationRequirements"]
        expect("applicantLocationRequirements", where["@type"] in {"Country", "State", "City"} and where["name"])
    else:
        expect("applicantLocationRequirements", "applicantLocationRequirements" not in facts)
        place = facts["jobLocation"]
        address = place["address"]
        expect("jobLocation", place["@type"] == "Place" and address["@type"] == "PostalAddress")
        expect("jobLocation", re.fullmatch("[A-Z]{2}", address["addressCountry"]))
        expect("jobLocation", address["addressLocality"] and address["addressRegion"])
    if "baseSalary" in facts:
        salary = facts["baseSalary"]
        value = salary["value"]
        expect("baseSalary", (salary["@type"], salary["currency"]) == ("MonetaryAmount", "USD"))
        expect("baseSalary", value["@type"] == "QuantitativeValue" and value["unitText"] in UNITS)
        amounts = [value["value"]] if "value" in value else [value["minValue"], value["maxValue"]]
        expect("baseSalary", all(isinstance(each, int | float) and each > 0 for each in amounts))
        expect("baseSalary", amounts == sorted(amounts))
    experience, education = facts.get("experienceRequirements"), facts.get("educationRequirements")
    if experience not in (None, "no requirements"):
        expect("experienceRequirements", experience["@type"] == "OccupationalExperienceRequirements")
        expect("experienceRequirements", type(experience["monthsOfExperience"]) is int)
        expect("experienceRequirements", experience["monthsOfExperience"] > 0)
    if education not in (None, "no requirements"):
        expect("educationRequirements", education["@type"] == "EducationalOccupationalCredential")
        expect("educationRequirements", education["credentialCategory"] in CREDENTIALS)
    if facts.get("experienceInPlaceOfEducation"):
        expect("experienceInPlaceOfEducation", isinstance(experience, dict) and isinstance(education, dict))
    return found


@pytest.fixture
def lives_in_city() -> ResidencyRule:
    return ResidencyRule.objects.create(
        code="city-by-start",
        name="Live in the city by your start date",
        source="Municipal Code",
        must_live_in_city=True,
    )


@pytest.fixture
def whole(lives_in_city: ResidencyRule) -> Posting:
    """An opening that states everything there is to state."""
    posting = PostingFactory.create(
        business_title="Health data scientist",
        division="Epidemiology",
        openings=3,
        hours_or_shift="Monday to Friday, 8:30 am to 4:30 pm",
        location="Public Health, 333 South State Street, Chicago",
        experience_months=36,
        degree_rule="required",
        degree_kind="bachelor",
        degree_reason="The federal grant names one.",
        degree_equivalent="Four years of work with health data.",
        residency=lives_in_city,
        residency_note="You can *move* after you are hired.",
    )
    PostingSkillFactory.create(posting=posting, skill=SkillFactory.create(name="Statistics"))
    PostingSkillFactory.create(posting=posting, skill=SkillFactory.create(name="R & SQL"), is_essential=False)
    return posting


def test_it_has_all_that_google_asks_for_and_recommends(client: Client, whole: Posting) -> None:
    facts = read(client, whole)
    assert faults(facts) == []
    assert facts.keys() >= RECOMMENDED
    assert facts["title"] == "Health data scientist"
    assert facts["url"].endswith(whole.get_absolute_url())
    assert facts["hiringOrganization"]["name"] == "City of Chicago"
    assert facts["totalJobOpenings"] == 3
    assert facts["directApply"] is False
    assert facts["skills"] == ["Statistics", "R & SQL"]
    assert facts["baseSalary"]["value"] == {
        "@type": "QuantitativeValue", "unitText": "YEAR", "minValue": 84_780, "maxValue": 112_500,
    }  # fmt: skip
    assert facts["educationRequirements"]["credentialCategory"] == "bachelor degree"
    assert facts["experienceRequirements"]["monthsOfExperience"] == 36
    assert facts["experienceInPlaceOfEducation"] is True
    assert "Four years of work with health data." in facts["experienceRequirements"]["description"]


def test_it_says_nothing_that_the_page_does_not(client: Client, whole: Posting) -> None:
    facts, page = read(client, whole), text(client.get(whole.get_absolute_url()))
    said = [
        facts["title"],
        facts["identifier"]["value"],
        facts["hiringOrganization"]["name"],
        whole.department.name,
        whole.division,
        facts["jobLocation"]["name"],
        facts["jobLocation"]["address"]["streetAddress"],
        facts["workHours"],
        *facts["skills"],
        *facts["jobBenefits"].splitlines(),
        timezone.localtime(whole.opens_at).strftime("%B %Y"),
        "A bachelor’s degree is required.",
        "3 years of experience",
    ]
    described = lxml.html.fromstring(facts["description"])
    for line in described.cssselect("li, p"):
        said += re.split(r"(?<=\.)\s", " ".join(line.text_content().split()))
    unheard = [each for each in said if each.removesuffix(".") not in page]
    assert unheard == []


@pytest.mark.parametrize("employment", EmploymentType.values)
def test_every_kind_of_opening_is_right(client: Client, employment: str) -> None:
    for unit, mode in product(["annual", "hourly", "daily"], ["", "onsite", "hybrid", "remote"]):
        posting = PostingFactory.create(employment_type=employment, pay_unit=unit, work_mode=mode)
        facts = read(client, posting)
        assert faults(facts) == []
        assert ("jobLocation" in facts) == (mode != "remote")


@pytest.mark.parametrize("kind", DegreeKind.values)
def test_every_degree_has_googles_word(client: Client, kind: str) -> None:
    facts = read(client, PostingFactory.create(degree_rule="required_by_law", degree_kind=kind))
    assert faults(facts) == []
    assert isinstance(facts["educationRequirements"], dict)


@pytest.mark.parametrize(
    ("stated", "education", "in_place"),
    [
        ({"degree_rule": "none", "degree_equivalent": "Practice counts."}, "no requirements", None),
        ({"degree_rule": "preferred", "degree_kind": "bachelor"}, "no requirements", None),
        ({**REQUIRED}, "associate degree", True),
        ({**REQUIRED, "degree_equivalent": ""}, "associate degree", None),
        # Without months of experience there is nothing that Google could set in the degree's place.
        ({**REQUIRED, "experience_months": 0}, "associate degree", None),
        ({**REQUIRED, "experience_months": None}, "associate degree", None),
        ({**REQUIRED, "degree_rule": "required_by_law"}, "associate degree", False),
        # Which degree is not known, and so it is not guessed.
        ({**REQUIRED, "degree_kind": ""}, None, None),
        ({"degree_rule": ""}, None, None),
    ],
)
def test_what_counts_instead_of_a_degree_is_said_honestly(
    client: Client, stated: dict[str, Any], education: str | None, in_place: bool | None
) -> None:
    facts = read(client, PostingFactory.create(**stated))
    assert faults(facts) == []
    asked = facts.get("educationRequirements")
    assert (asked["credentialCategory"] if isinstance(asked, dict) else asked) == education
    assert facts.get("experienceInPlaceOfEducation") is in_place


@pytest.mark.parametrize(("months", "said"), [(None, None), (0, "no requirements"), (18, 18)])
def test_experience_is_months_or_none_needed_or_not_stated(client: Client, months: int | None, said: Any) -> None:
    facts = read(client, PostingFactory.create(experience_months=months))
    asked = facts.get("experienceRequirements")
    assert (asked["monthsOfExperience"] if isinstance(asked, dict) else asked) == said


@pytest.mark.parametrize(
    ("unit", "low", "high", "value"),
    [
        ("hourly", 24_10, 31_00, {"unitText": "HOUR", "minValue": 24.1, "maxValue": 31}),
        ("daily", 200_00, 200_00, {"unitText": "DAY", "value": 200}),
        ("annual", 50_000_00, 60_000_00, {"unitText": "YEAR", "minValue": 50_000, "maxValue": 60_000}),
    ],
)
def test_pay_keeps_its_unit(client: Client, unit: str, low: int, high: int, value: dict[str, Any]) -> None:
    facts = read(client, PostingFactory.create(pay_unit=unit, pay_min_cents=low, pay_max_cents=high))
    assert facts["baseSalary"]["value"] == {"@type": "QuantitativeValue", **value}


def test_remote_work_does_not_contradict_the_residency_rule(client: Client, lives_in_city: ResidencyRule) -> None:
    bound = read(client, PostingFactory.create(work_mode="remote", residency=lives_in_city))
    where = bound["applicantLocationRequirements"]
    assert (where["@type"], where["name"]) == ("City", "Chicago, IL, US")
    assert where["address"]["addressCountry"] == "US"
    assert "jobLocation" not in bound
    free = ResidencyRule.objects.create(code="anywhere", name="Live where you like", source="Counsel")
    for residency in (free, None):
        where = read(client, PostingFactory.create(work_mode="remote", residency=residency))
        assert where["applicantLocationRequirements"] == {"@type": "Country", "name": "US"}


def test_hybrid_work_is_at_a_place(client: Client, lives_in_city: ResidencyRule) -> None:
    facts = read(client, PostingFactory.create(work_mode="hybrid", residency=lives_in_city))
    assert facts["jobLocation"]["address"]["addressLocality"] == "Chicago"
    assert "jobLocationType" not in facts


@pytest.mark.parametrize(
    ("location", "street"),
    [
        ("City Hall, 121 N. LaSalle Street", "121 N. LaSalle Street"),
        ("2 North LaSalle Street, Chicago", "2 North LaSalle Street"),
        ("City offices in the Loop", None),
        ("Police districts 1 to 25", None),
        ("", None),
    ],
)
def test_only_a_street_is_called_a_street(client: Client, location: str, street: str | None) -> None:
    place = read(client, PostingFactory.create(location=location))["jobLocation"]
    assert place.get("name", "") == location
    assert place["address"].get("streetAddress") == street


def test_another_city_changes_its_settings_alone(client: Client, settings: Any) -> None:
    settings.CITY_NAME, settings.CITY_URL = "City of Gary", "https://gary.gov/"
    settings.CITY_LOCALITY, settings.CITY_REGION = "Gary", "IN"
    facts = read(client, PostingFactory.create())
    assert (facts["hiringOrganization"]["name"], facts["hiringOrganization"]["sameAs"]) == (
        "City of Gary",
        "https://gary.gov/",
    )
    assert facts["jobLocation"]["address"]["addressLocality"] == "Gary"
    assert facts["jobLocation"]["address"]["addressRegion"] == "IN"


def test_dates_carry_the_citys_offset_of_their_own_day(client: Client) -> None:
    closes = timezone.make_aware(datetime(timezone.localdate().year + 1, 7, 4, 23, 59))  # noqa: DTZ001
    posting = PostingFactory.create(closes_at=closes)
    assert read(client, posting)["validThrough"] == f"{closes.year}-07-04T23:59:00-05:00"
    winter = PostingFactory.create(closes_at=closes.replace(month=12))
    assert read(client, winter)["validThrough"] == f"{closes.year}-12-04T23:59:00-06:00"


def test_an_opening_until_filled_has_no_end(client: Client) -> None:
    assert "validThrough" not in read(client, PostingFactory.create(closes_at=None))


def test_an_imported_opening_keeps_its_number_at_the_source(client: Client, settings: Any) -> None:
    settings.OWN_SOURCES = ["careers-site"]
    posting = PostingFactory.create(source="careers-site", external_id="REQ-00123")
    number = {"@type": "PropertyValue", "name": "careers-site", "value": "REQ-00123"}
    assert read(client, posting)["identifier"] == number
    assert "REQ-00123" in text(client.get(posting.get_absolute_url()))


def test_words_cannot_leave_the_data_block(client: Client) -> None:
    nasty = "</script><script>alert(1)</script> <!-- & \u2028"
    posting = PostingFactory.create(business_title=nasty, what_you_will_do=nasty, location=nasty, hours_or_shift=nasty)
    source = client.get(posting.get_absolute_url()).text
    block = source.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert not set(block) & set("<>&")
    facts = json.loads(block)
    assert facts["title"] == nasty
    assert facts["workHours"] == nasty
    assert "<script" not in facts["description"]


@pytest.mark.parametrize("phase", ["ended", "closed", "cancelled"])
def test_it_is_gone_with_the_opening(client: Client, phase: str) -> None:
    posting = PostingFactory.create(**{phase: True})
    answer = client.get(posting.get_absolute_url())
    assert answer.status_code == 410
    assert "ld+json" not in answer.text


def test_it_goes_the_moment_it_closes(client: Client, hr: User) -> None:
    posting = PostingFactory.create()
    assert blocks(client, posting)
    actions.close(posting=posting, by=hr, reason="Enough")
    assert not blocks(client, posting)


def test_lists_previews_and_staff_pages_have_none(client: Client, hr: User, staff: User, sign_in: SignIn) -> None:
    posting = PostingFactory.create()
    draft = PostingFactory.create(draft=True, opens_at=None)
    inside = PostingFactory.create(audience="staff")
    for answer in (
        client.get("/"),
        client.get(reverse("jobs:list")),
        sign_in(hr).get(reverse("jobs:manage-preview", args=[draft.pk])),
        sign_in(hr).get(reverse("jobs:manage-preview", args=[posting.pk])),
        sign_in(staff).get(inside.get_absolute_url()),
    ):
        assert answer.status_code == 200
        assert "ld+json" not in answer.text


def test_what_is_not_stated_is_left_out(client: Client) -> None:
    posting = PostingFactory.create(
        hours_or_shift="", experience_months=None, degree_rule="", work_mode="", location="", division="",
        opens_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    facts = read(client, posting)
    assert faults(facts) == []
    for name in ("workHours", "experienceRequirements", "educationRequirements", "skills"):
        assert name not in facts
    assert not [value for value in facts.values() if value in (None, "", [], {})]
