"""A person reads what becomes of their title and asks HR; everyone can look an old title up."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chitech.core.accounts import hooks
from chitech.core.accounts.models import User
from chitech.core.outbox.models import Message
from pathways.crosswalk import actions, personal_data
from pathways.crosswalk.actions import Decided
from pathways.errors import NotAllowed
from pathways.models import BudgetTitle, SkillLevel, TitleChangeQuestion, TitleChangeRule
from tests.conftest import SignIn
from tests.factories import (
    BudgetLineFactory,
    EmploymentFactory,
    PostingFactory,
    RevisionFactory,
    SkillFactory,
    TitleAliasFactory,
    TitleFactory,
)
from tests.pathways.crosswalk.test_what_becomes_of_an_old_title_is_decided import mapped

pytestmark = pytest.mark.django_db
MINE = "/pathways/my-title/"


@pytest.fixture
def old() -> BudgetTitle:
    title: BudgetTitle = BudgetLineFactory.create(
        title__code="0638", title__name="Programmer/Analyst", title__duties="Write programs\nTest them"
    ).title
    return title


def test_both_sides_of_the_change_stand_side_by_side(sign_in: SignIn, staff: User, hr: User, old: BudgetTitle) -> None:
    EmploymentFactory.create(user=staff, title_code="638", title_name="PROGRAMMER/ANALYST")
    skill = SkillFactory.create(name="Reading code")
    title = TitleFactory.create(revision=None)
    revision = RevisionFactory.create(title=title, name="Software developer", skills=[(skill, SkillLevel.EXPERT, True)])
    PostingFactory.create(title=title, revision=revision)
    for kind, name in (("stays", "Your pay step"), ("appeal", "Ask for a review")):
        TitleChangeRule.objects.create(kind=kind, code=kind, name=name, source="Agreement, section 4")
    start = timezone.localdate() + timedelta(days=40)
    decided = mapped(title, reason="The same work.", effective_on=start, incumbents_note="Nobody has to apply.")
    actions.decide(budget_title=old, by=hr, seen=0, decided=decided)
    page = sign_in(staff).get(MINE).content.decode()
    for words in (
        "My title is changing", f"takes effect on {start.day} {start:%B %Y}", "Write programs", "Software developer",
        "$80,000 to $110,000 a year", "$84,780", "Keep the service running", "Reading code", "The same work.",
        "Nobody has to apply.", "1 opening", "Your pay step", "Ask for a review", "Agreement, section 4",
    ):  # fmt: skip
        assert words in page, words


def test_where_nothing_changes_the_page_says_so(sign_in: SignIn, staff: User, hr: User, old: BudgetTitle) -> None:
    browser = sign_in(staff)
    assert "You hold no post" in browser.get(MINE).content.decode()
    post = EmploymentFactory.create(user=staff, title_code="0638")
    assert "not decided yet" in browser.get(MINE).content.decode()
    decided = Decided(outcome="set_aside", reason="Work of finance.")
    actions.decide(budget_title=old, by=hr, seen=0, decided=decided)
    assert "Your title stays as it is" in browser.get(MINE).content.decode()
    type(post).objects.update(title_code="7777")
    assert "no title with your code" in browser.get(MINE).content.decode()


def test_a_renamed_code_shows_the_name_that_the_payroll_says(sign_in: SignIn, staff: User, hr: User) -> None:
    for name, year in (("Informatn Security Mgr", 2017), ("Information Security Manager", 2018)):
        title = BudgetLineFactory.create(title__code="0614", title__name=name, year=year).title
        new = TitleFactory.create(revision__name=f"New {name}")
        actions.decide(budget_title=title, by=hr, seen=0, decided=mapped(new))
    post = EmploymentFactory.create(user=staff, title_code="0614", title_name="informatn  security mgr")
    browser = sign_in(staff)
    assert "New Informatn Security Mgr" in browser.get(MINE).content.decode()
    type(post).objects.update(title_name="Something else")
    assert "New Information Security Manager" in browser.get(MINE).content.decode()


def test_the_page_asks_as_often_for_many_titles_as_for_few(sign_in: SignIn, staff: User, hr: User) -> None:
    browser, counts = sign_in(staff), []
    for begin, end in ((10, 11), (11, 15)):
        for n in range(begin, end):
            title = BudgetLineFactory.create(title__code=f"06{n}").title
            titles = [TitleFactory.create() for _each in range(2)]
            actions.decide(budget_title=title, by=hr, seen=0, decided=mapped(*titles))
            EmploymentFactory.create(user=staff, title_code=title.code, title_name="")
        browser.get(MINE)
        with CaptureQueriesContext(connection) as asked:
            browser.get(MINE)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25, counts


def test_a_question_goes_to_hr_and_its_answer_comes_back(
    sign_in: SignIn, staff: User, hr: User, publisher: User, old: BudgetTitle
) -> None:
    EmploymentFactory.create(user=staff, title_code="0638")
    browser = sign_in(staff)
    assert browser.post(f"{MINE}{old.pk}/ask/", {"text": " "}).status_code == 422
    assert browser.post(f"{MINE}{old.pk}/ask/", {"text": "Does my seniority stay?"}).status_code == 302
    told = Message.objects.filter(kind="pathways.question_asked")
    assert set(told.values_list("user", flat=True)) == {hr.pk, publisher.pk}
    question = TitleChangeQuestion.objects.get()
    answers = sign_in(hr)
    assert "Does my seniority stay?" in answers.get("/pathways/manage/crosswalk/questions/").content.decode()
    address = f"/pathways/manage/crosswalk/questions/{question.pk}/answer/"
    assert answers.post(address, {"text": ""}).status_code == 422
    assert answers.post(address, {"text": "Yes, it does."}).status_code == 302
    assert Message.objects.get(kind="pathways.question_answered").user == staff
    assert "Yes, it does." in browser.get(MINE).content.decode()
    second = sign_in(publisher).post(address, {"text": "No."}, follow=True)
    assert "answered it already" in second.content.decode()
    question.refresh_from_db()
    assert question.answer == "Yes, it does."


def test_nobody_asks_about_a_title_that_is_not_theirs(sign_in: SignIn, staff: User, old: BudgetTitle) -> None:
    assert sign_in(staff).post(f"{MINE}{old.pk}/ask/", {"text": "Why?"}).status_code == 404


def test_questions_without_end_are_refused(staff: User, old: BudgetTitle) -> None:
    for _each in range(actions.MOST_OPEN_QUESTIONS):
        actions.ask(budget_title=old, by=staff, text="Why?")
    with pytest.raises(NotAllowed):
        actions.ask(budget_title=old, by=staff, text="Why?")


def test_questions_are_taken_along_and_go_with_the_account(staff: User, old: BudgetTitle) -> None:
    actions.ask(budget_title=old, by=staff, text="A private question?")
    (section,) = personal_data.sections(staff)
    assert section.rows[0]["question"] == "A private question?"
    assert "crosswalk" in hooks.personal_data(staff)
    personal_data.erase(staff)
    assert not TitleChangeQuestion.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_agg(e)::text FROM pathways_titlechangequestionevent AS e")
        assert "private" not in json.dumps(cursor.fetchone())


def test_everyone_can_look_an_old_title_up(client: Client, hr: User, old: BudgetTitle) -> None:
    new = TitleFactory.create(revision__name="Software developer")
    BudgetLineFactory.create(title__code="0690", title__name="Help Desk Technician")
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(new))

    def found(q: str) -> list[tuple[str, int]]:
        answer = client.get("/pathways/old-titles/", {"q": q})
        assert answer.status_code == 200
        return [(each.title.code, len(each.titles)) for each in answer.context["found"]]

    assert found("638") == found("0638") == found("programmer") == found("ANALYST programmer") == [("0638", 1)]
    assert found("") == [("0638", 1)]  # those that have a new title
    assert found("technician") == [("0690", 0)]
    assert found("nothing") == []
    page = client.get("/pathways/old-titles/", {"q": "638"}).content.decode()
    assert f'href="/pathways/titles/{new.code}/"' in page
    assert found("a\0b" + "x" * 300) == []


def test_the_new_title_names_the_old_ones_that_it_replaces(client: Client, hr: User, old: BudgetTitle) -> None:
    new = TitleFactory.create()
    TitleAliasFactory.create(title=new, name="PROGRAMMER/ANALYST", source="Chicago budget")
    TitleAliasFactory.create(title=new, name="Coder", source="everyday")
    actions.decide(budget_title=old, by=hr, seen=0, decided=mapped(new))
    page = client.get(f"/pathways/titles/{new.code}/").context["page"]
    assert [word.name for word in page.old_titles] == ["Programmer/Analyst"]
    assert [word.name for word in page.other_words] == ["Coder"]
