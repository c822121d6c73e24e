"""Cards and choices are drawn in Python: nothing that a person wrote becomes markup there."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from lxml import html

from chitech.core.design import examples
from chitech.core.design.templatetags.cards import facet_choices, posting_card

EVIL = '"><script>alert(1)</script>&amp;'


@pytest.mark.parametrize("place", ["business_title", "degree_phrase", "also_called", "snippet", "name_marked"])
def test_words_of_people_stay_words(place: str) -> None:
    card = examples.postings()[0]
    setattr(card, place, EVIL)
    tree = html.fromstring(posting_card(card))
    assert not tree.cssselect("script")
    assert EVIL in tree.text_content()


def test_names_of_other_things_stay_words() -> None:
    example = examples.postings()[0]
    assert example.effective_family is not None
    card = replace(
        example,
        department=SimpleNamespace(name=EVIL),
        level=SimpleNamespace(number=1, name=EVIL),
        effective_family=replace(example.effective_family, name=EVIL, letter=EVIL),
        skills=[(EVIL, 1)],
    )
    tree = html.fromstring(posting_card(card))
    assert not tree.cssselect("script")
    assert tree.text_content().count(EVIL) == 5


def test_a_choice_stays_a_choice() -> None:
    facet = examples.ExampleFacet(EVIL, "Filter", [examples.ExampleChoice(EVIL, EVIL, 3, is_selected=True)])
    tree = html.fromstring(f"<div>{facet_choices(facet, facet.choices)}</div>")
    (box,) = tree.cssselect("input")
    assert not tree.cssselect("script")
    assert (box.get("value"), box.get("name"), box.get("checked")) == (EVIL, EVIL, "checked")
    assert tree.cssselect(".facet-choice__label")[0].text == EVIL
