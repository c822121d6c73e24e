"""The demo seed: what it holds, and that its words can be read by everyone."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from chitech.core.accounts.models import User
from chitech.core.accounts.roles import Role
from chitech.core.outbox import delivery
from chitech.core.outbox.models import Message
from chitech.portal import seeding
from jobs.choices import Audience, Phase, State
from jobs.models import Posting
from jobs.publishing import missing_to_publish
from jobs.seed import openings
from pathways.models import Family, Level, Revision, Skill, Title, TitleAlias
from pathways.seed import titles

BODIES = ("what_you_will_do", "what_you_need", "what_helps", "benefits", "how_to_apply")
EMAIL = re.compile(r"[\w.]+@[\w.]+")
GENDERED = re.compile(
    r"\b(he|she|him|his|hers?|himself|herself|chairman|manpower|man-hours?|guys|ninja|rockstar)\b", re.I
)
EASY_ENOUGH = 8.0


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole demo as of today, made once for all tests of this file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        seeding.seed(today=timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo_here(demo: None, db: None) -> None:
    """The demo, with each test's own changes taken back."""


def _sentences(markdown: str) -> list[str]:
    """Each bullet, step and sentence on its own, without its mark."""
    lines = [re.sub(r"^(- |\d+\. )", "", line).strip() for line in markdown.splitlines()]
    return [part for line in lines for part in re.split(r"(?<=[.!?:])\s+", line) if part]


def _syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def reading_grade(markdown: str) -> float:
    """The school year that a text asks for, by Flesch and Kincaid."""
    sentences = _sentences(markdown)
    words = [word for sentence in sentences for word in sentence.split() if re.search("[A-Za-z]", word)]
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


class TestWhatItHolds:
    def test_the_vocabulary_is_wide_enough(self, demo_here: None) -> None:
        assert Family.objects.count() >= 8
        assert Title.objects.count() >= 60
        assert Skill.objects.count() >= 90
        assert Level.objects.count() == 7
        assert Revision.objects.in_force_now().count() == Title.objects.count()

    def test_every_family_and_every_title_has_an_opening_to_its_name(self, demo_here: None) -> None:
        assert not Title.objects.filter(postings=None).exists()
        assert not Family.objects.filter(titles=None).exists()

    def test_a_code_says_the_level_and_the_track(self, demo_here: None) -> None:
        for title in Title.objects.all():
            assert title.code.partition("-")[2][:2] == f"{title.track}{title.level_id}"

    def test_postings_are_many_and_in_every_phase(self, demo_here: None) -> None:
        postings: QuerySet[Any] = Posting.objects.with_phase()
        phases = Counter(postings.values_list("phase_now", flat=True))
        assert phases.total() >= 300
        assert phases[Phase.OPEN] >= 220
        assert all(phases[phase] >= 3 for phase in Phase.values), phases

    def test_some_are_for_staff_only_some_until_filled_some_by_the_hour_or_day(self, demo_here: None) -> None:
        live = Posting.objects.open()
        assert 3 <= live.filter(audience=Audience.STAFF).count() <= 20
        assert live.filter(closes_at=None).count() >= 10
        assert set(live.values_list("pay_unit", flat=True)) == {"annual", "hourly", "daily"}
        assert set(live.values_list("work_mode", flat=True)) == {"onsite", "hybrid", "remote"}
        assert {"none", "required", "required_by_law"} <= set(Posting.objects.values_list("degree_rule", flat=True))

    def test_a_degree_is_seldom_required_and_never_without_what_counts_instead(self, demo_here: None) -> None:
        asking = Revision.objects.in_force_now().filter(degree_rule__startswith="required")
        assert 1 <= asking.count() <= 5
        assert not asking.filter(degree_equivalent="").exists()
        assert not asking.filter(degree_reason="").exists()

    @pytest.mark.parametrize(
        ("word", "code"),
        [
            ("programmer", "SWE-P3"),
            ("programmer/analyst", "SWE-P3"),
            ("coder", "SWE-P3"),
            ("webmaster", "SWE-P3W"),
            ("dba", "DAT-P3D"),
            ("helpdesk", "SUP-P2"),
            ("help desk", "SUP-P2"),
            ("sysadmin", "INF-P3"),
            ("computer operator", "INF-P1"),
        ],
    )
    def test_an_everyday_word_names_a_title(self, demo_here: None, word: str, code: str) -> None:
        assert TitleAlias.objects.filter(name__iexact=word, title__code=code).exists()

    @pytest.mark.parametrize("word", ["programmer", "helpdesk", "DBA"])
    def test_an_everyday_word_finds_openings(self, demo_here: None, client: Client, word: str) -> None:
        page = client.get("/jobs/", {"q": word}, secure=True).content.decode()
        count = re.search(r'id="result-count"[^>]*data-count="(\d+)"', page)
        assert count
        assert int(count[1]) > 0

    def test_every_alias_says_where_it_comes_from(self, demo_here: None) -> None:
        sources = set(TitleAlias.objects.values_list("source", flat=True))
        assert sources == {"O*NET 29.2", "Chicago budget 2011-2018", "everyday"}

    def test_what_is_published_could_be_published_by_hand(self, demo_here: None) -> None:
        for posting in Posting.objects.open():
            assert missing_to_publish(posting) == []
        for posting in Posting.objects.filter(state=State.DRAFT):
            assert missing_to_publish(posting) == []

    def test_no_decision_lies_in_the_future_and_none_comes_before_the_writing(self, demo_here: None) -> None:
        for posting in Posting.objects.exclude(state=State.DRAFT):
            assert posting.published_at
            assert posting.created_at < posting.published_at <= timezone.now()
            assert posting.updated_at == (posting.closed_at or posting.cancelled_at or posting.published_at)
            assert posting.updated_at <= timezone.now()

    def test_pay_of_a_posting_lies_within_the_pay_of_its_title(self, demo_here: None) -> None:
        for posting in Posting.objects.filter(pay_unit="annual").select_related("title"):
            text = titles()[posting.title.code] if posting.title else None
            assert text
            assert posting.pay_min_cents
            assert posting.pay_max_cents
            assert text.pay_min_cents <= posting.pay_min_cents < posting.pay_max_cents <= text.pay_max_cents


class TestItsPeople:
    def test_everyone_can_sign_in(self, demo_here: None, client: Client) -> None:
        said = {"login": "hr@demo.example", "password": seeding.PASSWORD}
        assert client.post("/accounts/login/", said, secure=True).status_code == 302
        assert client.get("/jobs/manage/", secure=True).status_code == 200
        named = [f"{who}@demo.example" for who in seeding.NAMES]
        assert EmailAddress.objects.filter(verified=True, primary=True, user__email__in=named).count() == 11

    def test_what_they_saved_has_something_to_tell(self, demo_here: None) -> None:
        for who in ("seeker", "staff"):
            kinds = set(Message.objects.filter(user__email=f"{who}@demo.example").values_list("kind", flat=True))
            assert kinds >= {"jobs.search_alert", "jobs.saved_posting_closing", "jobs.saved_posting_closed"}
        assert delivery.drain() >= 8
        assert Message.objects.filter(user__email="seeker@demo.example", in_inbox=True).count() >= 4

    def test_who_works_for_the_city_and_in_hr(self, demo_here: None) -> None:
        people = User.objects.filter(email__in=[f"{who}@demo.example" for who in seeding.NAMES])
        assert set(people.exclude(grants__role=Role.STAFF).values_list("email", flat=True)) == {
            "seeker@demo.example",
            "partner@demo.example",
        }
        assert set(
            people.filter(grants__role__in=[Role.HR_EDITOR, Role.HR_PUBLISHER]).values_list("email", flat=True)
        ) == {
            "hr@demo.example",
            "publisher@demo.example",
            "admin@demo.example",
        }
        assert [each.email for each in people.filter(is_superuser=True, is_staff=True)] == ["admin@demo.example"]


class TestItsWords:
    def test_no_two_openings_say_the_same(self) -> None:
        texts = openings()
        assert len({each.what_you_will_do for each in texts}) == len(texts)
        assert len({(each.department, each.business_title) for each in texts}) == len(texts)
        # The story and the duties of the post itself are written for one opening only.
        stories = [each.what_you_will_do.split("\n\n")[1] for each in texts]
        assert [story for story, times in Counter(stories).items() if times > 1] == []

    def test_each_can_be_read_at_about_grade_eight(self) -> None:
        hard = {
            each.business_title: round(grade, 1)
            for each in openings()
            if (grade := reading_grade("\n".join(getattr(each, body) for body in BODIES))) > EASY_ENOUGH
        }
        assert hard == {}

    def test_titles_can_be_read_too(self) -> None:
        hard = {
            text.code: round(grade, 1)
            for text in titles().values()
            if (grade := reading_grade("\n".join([text.summary, *text.duties, *text.needs, *text.helps]))) > EASY_ENOUGH
        }
        assert hard == {}

    def test_each_says_enough_and_not_too_much(self) -> None:
        for each in openings():
            assert 70 <= len(each.what_you_will_do.split()) <= 180, each.business_title
            assert 5 <= each.what_you_will_do.count("\n- ") <= 8, each.business_title
            assert 60 <= len(each.how_to_apply.split()) <= 160, each.business_title
            assert max(len(sentence.split()) for sentence in _sentences(each.what_you_will_do)) <= 36, (
                each.business_title
            )

    def test_words_fit_everyone_and_name_nobody(self) -> None:
        for each in openings():
            text = "\n".join([each.business_title, *(getattr(each, body) for body in BODIES)])
            assert not GENDERED.search(text), (each.business_title, GENDERED.search(text))
            assert not EMAIL.search(text)
            assert "{" not in text
            assert "http" not in text
