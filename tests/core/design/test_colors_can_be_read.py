"""Contrast of the palette, computed from the style sheet's own tokens (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pathways.models.vocabulary import LineColor

TOKENS = (Path(settings.BASE_DIR) / "static/src/scss/base/_tokens.scss").read_text()
COLORS: dict[str, str] = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TOKENS.partition("// Type")[0]))
LINES: dict[str, str] = dict(re.findall(r"^  (\w+): (#[0-9a-f]{6}),$", TOKENS, re.MULTILINE))


def luminance(color: str) -> float:
    digits = color.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_sums_are_right() -> None:
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#005899", "#ffffff") == pytest.approx(7.35, abs=0.05)


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        *[
            (words, ground)
            for words in ("ink", "ink-2", "link", "link-hover")
            for ground in ("page", "surface", "sunken")
        ],
        ("ink", "sky-tint"),
        ("link", "sky-tint"),
        ("on-action", "action"),
        ("on-action", "action-hover"),
        ("on-action", "bad"),
        ("on-navy", "navy"),
        ("on-navy-2", "navy"),
        *[(kind, f"{kind}-tint") for kind in ("good", "warn", "bad")],
        *[(kind, "surface") for kind in ("good", "warn", "bad")],
    ],
)
def test_words_stand_out_from_their_ground(words: str, ground: str) -> None:
    assert contrast(COLORS[words], COLORS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["page", "surface"])
@pytest.mark.parametrize("edge", ["control", "focus", "star-empty"])
def test_edges_of_controls_can_be_seen(edge: str, ground: str) -> None:
    assert contrast(COLORS[edge], COLORS[ground]) >= 3


def test_every_line_that_a_family_can_have_is_drawn() -> None:
    assert set(LINES) == set(LineColor.values)


@pytest.mark.parametrize("name", LINES)
def test_a_white_letter_can_be_read_on_its_line(name: str) -> None:
    assert contrast(LINES[name], "#ffffff") >= 4.5
    assert contrast(LINES[name], COLORS["page"]) >= 3


def sheets() -> list[Path]:
    return sorted((Path(settings.BASE_DIR) / "static/src/scss").rglob("*.scss"))


def test_decoration_is_not_worn_by_words() -> None:
    """Sky (2.3:1) and the outline of an empty star are for shapes: no rule gives them to text."""
    for sheet in sheets():
        assert not re.search(r"\scolor: var\(--(sky|star-empty)\)", sheet.read_text()), sheet


def test_colors_have_one_home() -> None:
    """A second palette can replace the first only where every color is a token. Paper is white whatever the palette."""
    for sheet in sheets():
        if sheet.name not in {"_tokens.scss", "_print.scss"}:
            assert not re.findall(r"#[0-9a-f]{3,6}\b(?!\{)|rgba?\(", sheet.read_text()), sheet
