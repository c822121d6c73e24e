"""The drawing itself: in the colors of the pages, with every word inside, whatever the words are."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from chitech.core.design import picture
from chitech.core.design.picture import Poster, SkillStars, draw
from pathways.models.vocabulary import LineColor

TOKENS = (Path(settings.BASE_DIR) / "static/src/scss/base/_tokens.scss").read_text()
MARGIN = 60


def pixels(poster: Poster) -> Image.Image:
    drawn: Image.Image = Image.open(BytesIO(draw(poster)))
    return drawn.convert("RGB")


def is_blank(drawn: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return all(value >= 250 for colors in _colors(drawn.crop(box)) for value in colors)


def _colors(drawn: Image.Image) -> list[tuple[int, int, int]]:
    """Every color that is in it, once."""
    return [color for _count, color in drawn.getcolors(1200 * 630) or []]  # type: ignore[misc]


def test_the_colors_are_those_of_the_style_sheet() -> None:
    tokens: dict[str, str] = {}
    for name, color in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS):
        tokens.setdefault(name, color)  # the light palette stands before the dark one
    assert {name: tokens[f"line-{name}"] for name in LineColor.values} == picture.LINES
    assert tokens["line-none"] == picture.NEUTRAL
    for name, color in {
        "ink": picture.INK, "ink-2": picture.INK_2, "action": picture.ACTION, "navy": picture.NAVY,
        "star": picture.STAR, "star-empty": picture.STAR_EMPTY, "star-on-navy": picture.STAR_ON_NAVY,
    }.items():  # fmt: skip
        assert tokens[name] == color, name


@pytest.mark.parametrize(
    "title",
    [
        "A",
        "Engineer",
        "Systems Engineer for Pumping Stations and Treatment Plants",
        "An official name of a job that goes on and on " * 4,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "",
    ],
)
def test_no_word_leaves_its_place(title: str) -> None:
    skills = tuple(SkillStars(f"A skill with a rather long name {number}", 2, "Working") for number in range(3))
    drawn = pixels(
        Poster(title=title, above="Field of work", pay="$1,000,000.00 – $2,000,000.00 an hour, " * 2,
               below="Department of Very Long Names, Bureau of Even Longer Ones · On site, and elsewhere",
               letter="W", color="teal", skills=skills, publisher="City of Chicago")
    )  # fmt: skip
    right = 1200 - MARGIN
    assert is_blank(drawn, (right, 0, 1200, 530)), "words run out at the right"
    assert is_blank(drawn, (140, 520, 1200, 532)), "words touch the band"


def test_letters_of_many_languages_are_drawn_and_unknown_ones_left_out() -> None:
    plain, polish = pixels(Poster(title="Lodz")), pixels(Poster(title="Łódź"))
    assert plain.tobytes() != polish.tobytes()
    # No empty boxes: what no font has is as if it were not there.
    mixed = pixels(Poster(title="工程师 Engineer 🛠 of nights", below="工 and days"))
    assert mixed.tobytes() == pixels(Poster(title="Engineer of nights", below=" and days")).tobytes()
    assert draw(Poster(title="工程师"))


def test_a_skill_has_as_many_red_stars_as_its_level() -> None:
    red = [_red_pixels(level) for level in (1, 2, 3, 4)]
    assert red[0] > 100
    assert red == pytest.approx([red[0] * level for level in (1, 2, 3, 4)], rel=0.1)


def _red_pixels(level: int) -> int:
    """How much of the row of skills is red."""
    drawn = pixels(Poster(title="Engineer", skills=(SkillStars("SQL", level, "Working"),)))
    row = drawn.crop((168, 470, 700, 505))
    return sum(count for count, (r, g, b) in row.getcolors(100_000) or [] if r > 200 and g < 60 and b < 90)  # type: ignore[misc]


def test_the_same_words_make_the_same_picture() -> None:
    poster = Poster(title="Engineer", pay="$50,000 a year", letter="S", color="blue")
    assert draw(poster) == draw(poster)
