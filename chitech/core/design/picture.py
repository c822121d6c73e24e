"""The picture that goes with a link: 1200 by 630 pixels, drawn with the fonts and colors of the pages.

The fonts are the woff2 files of the built look, which FreeType reads as they are. A letter that
none of them has is left out.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from itertools import groupby
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
# To be raised when the drawing changes: it tells programs that kept a picture to ask again.
DESIGN = 1

# The tokens of static/src/scss/base/_tokens.scss; a test compares them.
INK, INK_2, ACTION, SURFACE, NAVY, SKY = "#0b2545", "#3d5166", "#005899", "#ffffff", "#0b2545", "#41b6e6"
STAR, STAR_EMPTY, STAR_ON_NAVY, NEUTRAL = "#e4002b", "#6b7f92", "#ff3b55", "#6b7f92"
LINES = {
    "blue": "#0072b5", "green": "#007a3d", "red": "#b5121b", "orange": "#b34a00", "purple": "#5b2c91",
    "magenta": "#a0326e", "teal": "#00707a", "gold": "#8a6100", "brown": "#6b4226", "slate": "#51606f",
    "navy": "#1d3f7d", "olive": "#596a10",
}  # fmt: skip

_HEAD = ("fonts/big-shoulders-latin-800-normal.woff2", "fonts/big-shoulders-latin-ext-800-normal.woff2")
_TEXT = ("fonts/public-sans-latin-wght-normal.woff2", "fonts/public-sans-latin-ext-wght-normal.woff2")
# Where words begin and end, the middle of the first row, where the rest begins, and where the navy band begins.
_LEFT, _RIGHT, _FIRST_ROW, _TOP, _BAND = 168, 1136, 84, 140, 534
_TRACK = 86  # the middle of the line
_TITLE_SIZES = (96, 84, 72, 62, 54)
_LINE_HEIGHT, _TAILS = 1.04, 0.16  # in sizes: from line to line, and what the last line's tails need
_MOST_LINES = 3
_SMOOTH = 4  # shapes are drawn so many times larger and made smaller, for smooth edges


class _Face(NamedTuple):
    """Letters of one kind: the files that hold them, the first that has a letter draws it."""

    files: tuple[str, ...]
    size: int
    weight: int = 0  # of a font that knows all weights


def _head(size: int) -> _Face:
    return _Face(_HEAD, size)


def _text(size: int, weight: int) -> _Face:
    return _Face(_TEXT, size, weight)


@dataclass(frozen=True)
class SkillStars:
    """A skill, its level from 1 to 4, and what that level is called."""

    name: str
    level: int
    level_name: str


@dataclass(frozen=True)
class Poster:
    """What a picture says. `letter` and `color` are those of a field of work's line; `color` is a key of LINES."""

    title: str
    above: str = ""
    pay: str = ""
    below: str = ""
    letter: str = ""
    color: str = ""
    skills: tuple[SkillStars, ...] = ()
    publisher: str = ""


def answer(request: HttpRequest, poster: "Poster") -> HttpResponseBase:
    """A PNG, drawn only for those who do not have this one yet."""
    etag = f'"{sha256(repr((DESIGN, poster)).encode()).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=etag)
    if found is None:
        found = HttpResponse(draw(poster), content_type="image/png")
    found["ETag"] = etag
    return found


def draw(poster: Poster) -> bytes:
    """The picture as a PNG of about 20 KB. Raises FileNotFoundError where the look was not built."""
    pen = _Pen()
    line = LINES.get(poster.color, NEUTRAL)
    pen.box(_TRACK - 10, 0, _TRACK + 10, _BAND, line)
    pen.disc(_TRACK, _FIRST_ROW, 44, line)
    if poster.letter:
        pen.words(poster.letter, _TRACK, _FIRST_ROW, _head(54), SURFACE, anchor="mm")
    else:
        pen.star(_TRACK, _FIRST_ROW, 28, SURFACE)
    pen.words(poster.above, _LEFT, _FIRST_ROW, _text(32, 600), INK_2, anchor="lm")
    _say(pen, poster)
    _list_skills(pen, poster.skills)
    pen.box(0, _BAND, WIDTH, HEIGHT, NAVY)
    pen.station(_TRACK, _BAND, line)
    middle = (_BAND + HEIGHT) / 2 + 2
    for place in range(4):
        pen.star(_LEFT + 16 + place * 42, middle, 19, STAR_ON_NAVY)
    pen.words("CHI TECH TALENT", _LEFT + 180, middle, _head(42), SURFACE, anchor="lm")
    pen.words(poster.publisher, _RIGHT, middle, _text(28, 500), SURFACE, anchor="rm")
    return pen.png()


def _say(pen: "_Pen", poster: Poster) -> None:
    """The title, the pay and the line below it, in the middle of the room that the first row and the skills leave."""
    bottom = _BAND - (84 if poster.skills else 30)
    other = (66 if poster.pay else 0) + (44 if poster.below else 0)
    size, lines = _fitted(poster.title, bottom - _TOP - other)
    y = _TOP + (bottom - _TOP - other - _height(len(lines), size)) / 2
    pen.station(_TRACK, y + size * 0.55, INK)
    for text in lines:
        pen.words(text, _LEFT, y, _head(size), INK)
        y += size * _LINE_HEIGHT
    y += size * _TAILS
    if poster.pay:
        pen.words(_cut(poster.pay, _text(42, 700)), _LEFT, y + 8, _text(42, 700), ACTION)
        y += 66
    pen.words(_cut(poster.below, _text(30, 500)), _LEFT, y + 6, _text(30, 500), INK_2)


def _list_skills(pen: "_Pen", skills: Sequence[SkillStars]) -> None:
    """As many skills as fit in one row above the band, each with its stars and their name."""
    x, y = float(_LEFT), _BAND - 46
    for skill in skills:
        name, level = _length(skill.name, _text(24, 600)), _length(skill.level_name, _text(24, 400))
        if x + name + level + 126 > _RIGHT:
            return
        pen.words(skill.name, x, y, _text(24, 600), INK, anchor="lm")
        for place in range(4):
            pen.star(x + name + 26 + place * 25, y, 12, STAR if place < skill.level else STAR_EMPTY)
            if place >= skill.level:
                pen.star(x + name + 26 + place * 25, y, 9, SURFACE)
        pen.words(skill.level_name, x + name + 126, y, _text(24, 400), INK_2, anchor="lm")
        x += name + level + 170


def _height(lines: int, size: int) -> float:
    return lines * size * _LINE_HEIGHT + size * _TAILS


def _fitted(title: str, room: float) -> tuple[int, list[str]]:
    """The largest size at which a title fits, and its lines. What fits at no size ends with "…"."""
    for size in _TITLE_SIZES:
        lines = _wrapped(title, size)
        if len(lines) <= _MOST_LINES and _height(len(lines), size) <= room:
            return size, lines
    full, rest = lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1 :]
    return size, [*full, _cut(" ".join(rest), _head(size))]


def _wrapped(title: str, size: int) -> list[str]:
    """The title in lines that fit between the margins."""
    lines: list[str] = []
    for word in _drawable(title, _HEAD).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _length(longer, _head(size)) <= _RIGHT - _LEFT:
            lines[-1] = longer
        else:
            lines.append(_cut(word, _head(size)))
    return lines


def _cut(text: str, face: _Face) -> str:
    """The text, or as many of its words as fit in one line with "…" after them."""
    if _length(text, face) <= _RIGHT - _LEFT:
        return text
    shorter = text
    while shorter and _length(f"{shorter}…", face) > _RIGHT - _LEFT:
        shorter = shorter[:-1]
    words = shorter.rsplit(" ", 1)[0] if " " in shorter else shorter
    return f"{words.rstrip(' ,;:–-')}…"


# Letters


@lru_cache(maxsize=64)
def _font(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    path = finders.find(file)
    if not isinstance(path, str):
        raise FileNotFoundError(f"{file} is missing: build the look first (npm run build).")
    font = ImageFont.truetype(path, size)
    if weight:
        font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=4096)
def _has(file: str, letter: str) -> bool:
    """Whether a font can draw a letter: what it cannot, it draws as an empty box."""
    font = _font(file, 24, 0)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def _drawable(text: str, files: tuple[str, ...]) -> str:
    return "".join(letter for letter in text if any(_has(file, letter) for file in files))


def _runs(text: str, face: _Face) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """The text in parts that one font can draw."""

    def file_of(letter: str) -> str:
        return next(file for file in face.files if _has(file, letter))

    for file, letters in groupby(_drawable(text, face.files), key=file_of):
        yield "".join(letters), _font(file, face.size, face.weight)


def _length(text: str, face: _Face) -> float:
    return sum(font.getlength(part) for part, font in _runs(text, face))


# Shapes


@lru_cache(maxsize=64)
def _shape(radius: float, corners: int) -> Image.Image:
    """How much of each pixel a shape covers: a disc, or a star with so many corners, half of them points."""
    middle = math.ceil(radius) * _SMOOTH
    mask = Image.new("L", (middle * 2, middle * 2))
    pen, reach = ImageDraw.Draw(mask), radius * _SMOOTH
    if corners:
        turns = [
            (place * 2 * math.pi / corners - math.pi / 2, reach * (0.46 if place % 2 else 1))
            for place in range(corners)
        ]
        pen.polygon([(middle + far * math.cos(turn), middle + far * math.sin(turn)) for turn, far in turns], fill=255)
    else:
        pen.ellipse([middle - reach, middle - reach, middle + reach, middle + reach], fill=255)
    return mask.reduce(_SMOOTH)


class _Pen:
    """Draws on one picture."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH, HEIGHT), SURFACE)
        self._draw = ImageDraw.Draw(self._image)

    def box(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        self._draw.rectangle([left, top, right - 1, bottom - 1], fill=color)

    def disc(self, x: float, y: float, radius: float, color: str) -> None:
        self._paint(_shape(radius, 0), x, y, color)

    def star(self, x: float, y: float, radius: float, color: str) -> None:
        """The municipal star: six sharp points, one of them up."""
        self._paint(_shape(radius, 12), x, y, color)

    def station(self, x: float, y: float, ring: str) -> None:
        self.disc(x, y, 18, ring)
        self.disc(x, y, 11, SURFACE)

    def _paint(self, mask: Image.Image, x: float, y: float, color: str) -> None:
        self._image.paste(color, (round(x) - mask.width // 2, round(y) - mask.height // 2), mask)

    def words(self, text: str, x: float, y: float, face: _Face, color: str, *, anchor: str = "la") -> None:
        """`anchor`: which point of the words (x, y) is, as Pillow names it; left and top if not said."""
        if anchor[0] != "l":
            x -= _length(text, face) / (2 if anchor[0] == "m" else 1)
        for part, font in _runs(text, face):
            self._draw.text((x, y), part, font=font, fill=color, anchor=f"l{anchor[1]}")
            x += font.getlength(part)

    def png(self) -> bytes:
        file = BytesIO()
        few = self._image.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(file, "PNG", compress_level=6)
        return file.getvalue()
