"""Everyone reads a framework, with its attribution and licence on each page."""

from typing import Any

import pytest
from django.test import Client

from chitech.core.accounts.models import User
from pathways.models import ReferenceEdition, ReferenceFramework, ReferenceItem
from tests.conftest import SignIn
from tests.jobs.imports import screens
from tests.pathways.frameworks.conftest import ROW, Run, row

pytestmark = pytest.mark.django_db
ROLE = "roles/bridge-keeper.senior-bridge-keeper/"


@pytest.mark.parametrize("leaf", ["", "changes/", ROLE, "skills/hydraulics/"])
def test_terms_stand_on_every_page(client: Client, bridges: ReferenceFramework, leaf: str) -> None:
    page = client.get(f"{bridges.get_absolute_url()}{leaf}").text
    assert bridges.attribution in page
    assert bridges.licence_url in page


def test_a_role_shows_what_it_needs(client: Client, bridges: ReferenceFramework) -> None:
    page = client.get(f"{bridges.get_absolute_url()}{ROLE}").text
    assert "<li>raise it</li>" in page
    assert "Practitioner" in page
    assert client.get(f"{bridges.get_absolute_url()}roles/nobody/").status_code == 404
    assert client.get(f"{bridges.get_absolute_url()}?edition=9").status_code == 404


def test_roles_are_found_by_their_words(client: Client, bridges: ReferenceFramework) -> None:
    assert "Senior bridge keeper" in client.get(f"{bridges.get_absolute_url()}?q=KEEPER").text
    assert "No role fits" in client.get(f"{bridges.get_absolute_url()}?q=baker").text


def test_text_of_others_runs_no_script(client: Client, bring: Run) -> None:
    bring(row(Role_Level_Description="<script>alert(1)</script> [x](javascript:alert(1))"))
    page = client.get(f"{ReferenceFramework.objects.get().get_absolute_url()}{ROLE}").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_queries_do_not_grow_with_rows(client: Client, bring: Run, django_assert_max_num_queries: Any) -> None:
    counts = []
    for size in (2, 12):
        bring(*(row(Role_Level=f"Keeper {n}", Skill_Name=f"Skill {m}") for n in range(size) for m in range(size)))
        home = ReferenceFramework.objects.get().get_absolute_url()
        for leaf in ("", "roles/bridge-keeper.keeper-1/", "skills/skill-1/"):
            with django_assert_max_num_queries(20) as seen:
                assert client.get(f"{home}{leaf}").status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]


def test_by_screen_it_comes_in_and_is_taken_back(
    sign_in: SignIn, hr: User, monkeypatch: pytest.MonkeyPatch, bring: Run
) -> None:
    monkeypatch.setattr(screens, "LIST", "/pathways/manage/frameworks/imports/")
    browser = sign_in(hr)
    text = ",".join(ROW) + "\n" + ",".join(f'"{cell}"' for cell in ROW.values()) + "\n"
    run = screens.bring_in(browser, text.encode(), columns={"preset": "ddat", "name": "Bridges"})
    assert run.figures["new"] == 1
    assert ReferenceEdition.objects.get().name == "1"
    bring(row(), edition="2")
    screens.undo(browser, run)
    left = ReferenceItem.objects.values_list("edition__name", flat=True)
    assert set(left) == {"2"}


def test_a_framework_without_terms_is_refused_by_screen(
    sign_in: SignIn, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "LIST", "/pathways/manage/frameworks/imports/")
    browser = sign_in(hr)
    text = ",".join(ROW) + "\n" + ",".join(f'"{cell}"' for cell in ROW.values()) + "\n"
    assert screens.upload(browser, text.encode()).status_code == 302
    answer = screens.match(browser, preset="generic")
    assert answer.status_code == 422
    assert not ReferenceFramework.objects.exists()
    # With its terms, links to it and to its licence among them, it comes in as by the command.
    terms = {"name": "Mine", "publisher": "Me", "licence": "Free", "attribution": "By me."}
    links = {"url": "https://mine.example/", "licence_url": "https://mine.example/licence"}
    assert screens.match(browser, preset="generic", **terms, url="javascript:alert(1)").status_code == 422
    screens.bring_in(browser, text.encode(), columns={"preset": "generic", **terms, **links})
    framework = ReferenceFramework.objects.get()
    page = browser.get(framework.get_absolute_url()).text
    assert all(f'href="{link}"' in page for link in links.values())
