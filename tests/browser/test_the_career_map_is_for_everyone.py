"""The career map by eye, keyboard, touch and ear: one nested list, drawn on a wide screen, upright on a narrow one."""

import re
from pathlib import Path

import pytest

from pathways.models import Title
from tests.browser.conftest import DESK, PHONE, OpenPage, faults, overflow
from tests.factories import FamilyFactory, MoveFactory, PostingFactory, RevisionFactory, SkillFactory, TitleFactory


@pytest.fixture
def titles(transactional_db: None) -> list[Title]:
    """Two lines. Web: Junior, Maker and Senior maker; Data: Counter, to whom a Maker can change. One opening."""
    web = FamilyFactory.create(name="Web", slug="web", letter="W", color="blue", order=1)
    data = FamilyFactory.create(name="Data", slug="data", letter="D", color="green", order=2)
    made = [TitleFactory.create(family=web, level_number=n, code=f"WEB-P{n}", revision=None) for n in (2, 3, 4)]
    made.append(TitleFactory.create(family=data, level_number=3, code="DAT-P3", revision=None))
    skill = SkillFactory.create(name="Welding")
    for title, name in zip(made, ("Junior maker", "Maker", "Senior maker", "Counter"), strict=True):
        RevisionFactory.create(title=title, name=name, skills=[(skill, 2, True)])
    MoveFactory.create(origin=made[0], destination=made[1])
    MoveFactory.create(origin=made[1], destination=made[2])
    MoveFactory.create(origin=made[1], destination=made[3], kind="bridge")
    PostingFactory.create(title=made[1])
    return made


def test_the_drawing_is_heard_as_a_list_of_lists(open_page: OpenPage, titles: list[Title]) -> None:
    page = open_page("/pathways/", width=DESK)
    heard = page.locator("main").aria_snapshot()
    map_heard = heard[heard.index('- group "Career map"') :].replace("'", "")
    indent, pay = "  ", "$84,780 – $112,500 a year"
    steps = "Next: Senior maker. Change to: Counter"
    assert [line.removeprefix(indent) for line in map_heard.splitlines()[:12]] == [
        '- group "Career map":',
        '  - list "Lines":',
        "    - listitem:",
        '      - list "Web: 3 titles":',
        "        - listitem:",
        f'          - link "Junior maker. level 2, Associate. {pay}. Next: Maker":',
        "            - /url: /pathways/titles/WEB-P2/",
        "        - listitem:",
        f'          - link "Maker. level 3, Professional. {pay}. 1 opening now. {steps}":',
        "            - /url: /pathways/titles/WEB-P3/",
        "        - listitem:",
        f'          - link "Senior maker. level 4, Senior. {pay}":',
    ]
    # Nothing is heard twice: the list below the map is not there.
    assert heard.count("/pathways/titles/WEB-P4/") == 1


def test_on_a_phone_each_line_is_an_upright_list(open_page: OpenPage, titles: list[Title]) -> None:
    page = open_page("/pathways/", width=PHONE, js=False)
    heard = page.locator("main").aria_snapshot()
    assert "Career map" not in heard
    assert heard.index('heading "Web"') < heard.index("Level 2") < heard.index('link "Junior maker"')
    assert heard.count("/pathways/titles/WEB-P4/") == 1 + page.locator("details a[href*='WEB-P4']:visible").count()
    maker = page.locator(f"#stop-{titles[1].pk}")
    maker.get_by_text("Skills and next steps").click()
    maker.get_by_text("Welding").wait_for()
    assert maker.get_by_role("link", name="Counter").is_visible()
    assert overflow(page) == 0


def test_axe_finds_nothing(open_page: OpenPage, titles: list[Title]) -> None:
    page, found = open_page("/"), []
    for query in ("", "?family=web&level=3", "?view=list", "?q=nothing+at+all"):
        page.goto(f"/pathways/{query}")
        found += faults(page)
    assert not found, "\n".join(found)


def test_by_keyboard_a_station_shows_its_card_and_leads_on(open_page: OpenPage, titles: list[Title]) -> None:
    page = open_page("/pathways/", width=DESK)
    first = page.locator("[data-stop]").first
    page.get_by_role("button", name="Whole map").focus()
    page.keyboard.press("Tab")
    assert first.evaluate("stop => stop === document.activeElement")
    page.keyboard.press("Tab")
    card = page.locator("[data-map-card]")
    card.wait_for()
    said = card.inner_text()
    assert [word in said for word in ("Maker", "$84,780", "1 opening now", "Welding", "Counter")] == [True] * 5
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pathways/titles/WEB-P3/")


def test_a_pointer_shows_the_card_and_may_enter_it(open_page: OpenPage, titles: list[Title]) -> None:
    page = open_page("/pathways/", width=DESK)
    page.locator(f"[data-stop='{titles[3].pk}']").hover()
    card = page.locator("[data-map-card]")
    card.wait_for()
    card.hover()
    card.get_by_role("link", name="Counter").click()
    page.wait_for_url("**/pathways/titles/DAT-P3/")


def test_the_map_gets_larger_and_whole_again(open_page: OpenPage, titles: list[Title]) -> None:
    page = open_page("/pathways/", width=DESK)
    svg = page.locator("svg.map")
    whole = svg.get_attribute("viewBox")
    page.get_by_role("button", name="Larger").click()
    large = svg.get_attribute("viewBox")
    assert float(str(large).split()[2]) < float(str(whole).split()[2])
    page.get_by_role("button", name="Right").click()
    assert svg.get_attribute("viewBox") != large
    page.get_by_role("button", name="Whole map").click()
    assert svg.get_attribute("viewBox") == whole


def test_without_scripts_the_map_is_whole(open_page: OpenPage, titles: list[Title]) -> None:
    page = open_page("/pathways/", width=DESK, js=False)
    assert not page.get_by_role("button", name="Larger").is_visible()
    page.get_by_text("Narrow by field").click()
    page.locator("label[for=family_data]").click()
    page.get_by_role("button", name="Show these").click()
    assert page.locator("[data-stop]").count() == 1
    page.locator("[data-stop]").click()
    page.wait_for_url("**/pathways/titles/DAT-P3/")


def test_it_prints_on_one_page_across(open_page: OpenPage, titles: list[Title], tmp_path: Path) -> None:
    page = open_page("/pathways/", width=DESK)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    assert box is not None
    assert float(box[1]) > float(box[2])


def test_a_tall_map_takes_the_height_of_the_paper(open_page: OpenPage, titles: list[Title]) -> None:
    """Names are as large as one page allows: what is beside the map does not take of its height, nor lie on it."""
    page = open_page("/pathways/", width=DESK)
    page.evaluate("document.querySelector('svg.map').classList.add('map--tall')")
    page.set_viewport_size({"width": 988, "height": 748})
    page.emulate_media(media="print")
    boxes = {name: page.locator(name).first.bounding_box() for name in ("svg.map", "h1", ".map-legend", ".print-only")}
    drawn = boxes.pop("svg.map")
    assert drawn is not None
    assert drawn["height"] > 0.95 * 748
    for name, box in boxes.items():
        assert box is not None, name
        assert box["x"] + box["width"] <= drawn["x"], name
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
