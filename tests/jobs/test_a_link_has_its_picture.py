"""The picture of an opening: drawn only while the public may see it, and sent only to those who lack it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from chitech.core.accounts.models import User
from chitech.core.design.picture import LINES
from jobs import actions, pictures
from jobs.models import Posting
from tests.conftest import SignIn
from tests.factories import FamilyFactory, PostingFactory, PostingSkillFactory, SkillFactory, TitleFactory

pytestmark = pytest.mark.django_db


def address(posting: Posting) -> str:
    return f"/jobs/{posting.pk}/card.png"


def drawn(client: Client, path: str) -> Image.Image:
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    picture: Image.Image = Image.open(BytesIO(answer.content))
    assert picture.size == (1200, 630)
    # Some programs take no larger ones, and a phone should not have to.
    assert len(answer.content) < 100_000
    return picture.convert("RGB")


def has_color(picture: Image.Image, color: str, *, pixels: int) -> bool:
    """Whether so many pixels have a color, give or take what a palette of 64 does to it."""
    wanted = tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))
    counts: list[tuple[int, tuple[int, ...]]] = picture.getcolors(1200 * 630) or []  # type: ignore[assignment]
    near = (count for count, found in counts if max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= 16)
    return sum(near) >= pixels


def test_it_wears_the_line_of_its_field(client: Client) -> None:
    green = TitleFactory.create(family=FamilyFactory.create(color="green", letter="D"))
    picture = drawn(client, address(PostingFactory.create(title=green)))
    assert has_color(picture, LINES["green"], pixels=8_000)
    assert has_color(picture, "#0b2545", pixels=100_000)
    assert not has_color(picture, LINES["magenta"], pixels=100)


def test_it_says_title_pay_department_and_skills() -> None:
    posting = PostingFactory.create(
        business_title="Water engineer",
        title__family__name="Networks",
        title__family__letter="N",
        department__name="Water Management",
        work_mode="onsite",
        pay_min_cents=24_10,
        pay_max_cents=31_00,
        pay_unit="hourly",
    )
    for number in range(5):
        PostingSkillFactory.create(posting=posting, skill=SkillFactory.create(name=f"Craft {number}"), level=3)
    poster = pictures.of_posting(Posting.objects.for_cards().get(pk=posting.pk))
    assert (poster.title, poster.above, poster.letter) == ("Water engineer", "Networks", "N")
    assert (poster.pay, poster.below) == ("$24.10 – $31.00 an hour", "Water Management · On site")
    assert [(skill.name, skill.level, skill.level_name) for skill in poster.skills] == [
        ("Craft 0", 3, "Practitioner"), ("Craft 1", 3, "Practitioner"), ("Craft 2", 3, "Practitioner"),
    ]  # fmt: skip


def test_it_is_there_only_while_the_public_may_see_the_opening(client: Client, staff: User, sign_in: SignIn) -> None:
    for phase, status in {"ended": 410, "closed": 410, "cancelled": 410, "draft": 404, "scheduled": 404}.items():
        assert client.get(address(PostingFactory.create(**{phase: True}))).status_code == status, phase
    inside = PostingFactory.create(audience="staff")
    assert client.get(address(inside)).status_code == 404
    assert sign_in(staff).get(address(inside)).status_code == 404
    assert client.get("/jobs/999999/card.png").status_code == 404


def test_it_goes_the_moment_the_opening_closes(client: Client, hr: User) -> None:
    posting = PostingFactory.create()
    etag = client.get(address(posting))["ETag"]
    actions.close(posting=posting, by=hr, reason="Enough")
    assert client.get(address(posting), headers={"If-None-Match": etag}).status_code == 410


def test_it_is_sent_once_and_again_when_it_says_something_else(client: Client) -> None:
    posting = PostingFactory.create()
    first = client.get(address(posting))
    assert first["Cache-Control"] == "public, max-age=3600"
    kept = client.get(address(posting), headers={"If-None-Match": first["ETag"]})
    assert (kept.status_code, kept.content, kept["ETag"]) == (304, b"", first["ETag"])
    Posting.objects.filter(pk=posting.pk).update(closes_at=timezone.now() + timedelta(days=90))
    assert client.get(address(posting))["ETag"] == first["ETag"]
    for change in ({"pay_max_cents": 200_000_00}, {"business_title": "Another name"}, {"work_mode": "onsite"}):
        before = client.get(address(posting))["ETag"]
        Posting.objects.filter(pk=posting.pk).update(**change)
        again = client.get(address(posting), headers={"If-None-Match": before})
        assert (again.status_code, again["ETag"] != before) == (200, True), change


def test_an_edit_gives_the_page_a_new_address_of_the_picture(client: Client, hr: User) -> None:
    posting = PostingFactory.create()
    assert f"card.png?v={posting.version}" in client.get(posting.get_absolute_url()).text
    edited = actions.update(posting=posting, by=hr, version=posting.version, values={"location": "Elsewhere"})
    assert edited.version > posting.version
    assert f"card.png?v={edited.version}" in client.get(posting.get_absolute_url()).text


def test_the_site_has_one_too(client: Client) -> None:
    assert has_color(drawn(client, "/jobs/card.png"), LINES["blue"], pixels=8_000)
    answer = client.get("/jobs/card.png")
    assert client.get("/jobs/card.png", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_nobodys_session_is_touched(client: Client) -> None:
    posting = PostingFactory.create()
    for path in (address(posting), "/jobs/card.png"):
        answer = client.get(path)
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


def test_two_queries_are_enough(client: Client) -> None:
    posting = PostingFactory.create()
    for _number in range(9):
        PostingSkillFactory.create(posting=posting)
    with CaptureQueriesContext(connection) as queries:
        client.get(address(posting))
    assert len(queries) == 2
