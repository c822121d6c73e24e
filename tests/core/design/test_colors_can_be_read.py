"""Contrast of both palettes, computed from the style sheet's own tokens (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from pathways.models.vocabulary import LineColor

TOKENS = (Path(settings.BASE_DIR) / "static/src/scss/base/_tokens.scss").read_text()


def _tokens(*mixins: str) -> dict[str, str]:
    blocks = [re.search(rf"^@mixin {name} {{\n(.*?)^}}", TOKENS, re.DOTALL | re.MULTILINE) for name in mixins]
    text = "".join(block.group(1) for block in blocks if block)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))


PALETTES = {"light": _tokens("light-ground", "light"), "dark": _tokens("dark-ground", "dark")}
in_both = pytest.mark.parametrize("colors", PALETTES.values(), ids=PALETTES)


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


def test_the_second_palette_leaves_no_color_of_the_first() -> None:
    assert PALETTES["light"].keys() == PALETTES["dark"].keys()
    assert len(PALETTES["light"]) > 40


@in_both
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        *[
            (words, ground)
            for words in ("ink", "ink-2", "link", "link-hover")
            for ground in ("page", "surface", "sunken", "sky-tint")
        ],
        ("ink", "sky-tint-2"),
        ("ink", "mark"),
        ("link", "mark"),
        *[("on-action", fill) for fill in ("action", "action-hover", "danger", "danger-hover")],
        ("on-navy", "navy"),
        ("on-navy-2", "navy"),
        ("on-field", "field-on-navy"),
        ("surface", "ink"),  # the current page of a list: paper on ink
        *[("ink", f"{kind}-tint") for kind in ("good", "warn", "bad")],
        *[("link", f"{kind}-tint") for kind in ("good", "warn", "bad")],
        *[(kind, f"{kind}-tint") for kind in ("good", "warn", "bad")],
        *[(kind, ground) for kind in ("good", "warn", "bad") for ground in ("surface", "page")],
    ],
)
def test_words_stand_out_from_their_ground(colors: dict[str, str], words: str, ground: str) -> None:
    assert contrast(colors[words], colors[ground]) >= 4.5


@in_both
@pytest.mark.parametrize("ground", ["page", "surface", "sunken"])
@pytest.mark.parametrize("edge", ["control", "focus", "star", "star-empty"])
def test_edges_of_controls_and_stars_can_be_seen(colors: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(colors[edge], colors[ground]) >= 3


@in_both
@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        ("action", "surface"),  # a ticked box
        ("star-on-navy", "navy"),
        ("good", "good-tint"),
        ("warn-edge", "warn-tint"),
        ("bad", "bad-tint"),
        ("link", "sky-tint"),
    ],
)
def test_shapes_that_say_something_can_be_seen(colors: dict[str, str], shape: str, ground: str) -> None:
    assert contrast(colors[shape], colors[ground]) >= 3


def test_every_line_that_a_family_can_have_is_drawn() -> None:
    for colors in PALETTES.values():
        lines = {name.removeprefix("line-") for name in colors if name.startswith("line-")}
        assert lines == {*LineColor.values, "none"}
    (drawn,) = re.findall(r"@each \$name in \(([^)]+)\)", TOKENS)
    assert set(drawn.split(", ")) == {*LineColor.values, "none"}


@in_both
@pytest.mark.parametrize("name", LineColor.values)
def test_a_letter_can_be_read_on_its_line_and_the_line_on_its_ground(colors: dict[str, str], name: str) -> None:
    line = colors[f"line-{name}"]
    assert contrast(line, colors["on-line"]) >= 4.5
    for ground in ("page", "surface"):
        assert contrast(line, colors[ground]) >= 3


def test_the_palette_follows_the_system_on_screens_only() -> None:
    assert "color-scheme: light dark;" in TOKENS
    assert re.findall(r"@media [^{]*prefers-color-scheme[^{]*", TOKENS) == [
        "@media screen and (prefers-color-scheme: dark) "
    ]


@pytest.mark.django_db
def test_the_browser_knows_the_palettes_before_the_sheet_has_come(client: Client) -> None:
    tree = html.fromstring(client.get("/").text)
    assert [meta.get("content") for meta in tree.cssselect("meta[name=color-scheme]")] == ["light dark"]
    bars = {meta.get("media"): meta.get("content") for meta in tree.cssselect("meta[name=theme-color]")}
    assert bars == {f"(prefers-color-scheme: {scheme})": PALETTES[scheme]["navy"] for scheme in ("light", "dark")}


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
