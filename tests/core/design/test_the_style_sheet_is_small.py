"""What `npm run build` made: small, complete, from nowhere else."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

DIST = Path(settings.BASE_DIR) / "static" / "dist"


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return (DIST / "css/site.css").read_bytes()


def test_it_weighs_little(sheet: bytes) -> None:
    assert len(gzip.compress(sheet)) <= 30 * 1024


def test_it_has_no_byte_order_mark(sheet: bytes) -> None:
    assert not sheet.startswith(b"\xef\xbb\xbf")


def test_all_that_it_names_is_there_and_ours(sheet: bytes) -> None:
    named = {name for name in re.findall(r'url\("?([^")]+)"?\)', sheet.decode()) if not name.startswith(("data:", "#"))}
    assert named
    for name in named:
        assert name.startswith("../"), name
        assert (DIST / "css" / name).resolve().is_file(), name


def test_no_font_is_sent_that_is_not_named(sheet: bytes) -> None:
    fonts = {font.name for font in (DIST / "fonts").iterdir()}
    assert fonts == set(re.findall(r"fonts/([\w.-]+)", sheet.decode()))
    assert all("latin" in font for font in fonts)


def test_fonts_show_words_at_once_and_do_not_move_them(sheet: bytes) -> None:
    faces = re.findall(r"@font-face\{[^}]+\}", sheet.decode())
    assert all("font-display:swap" in face or "size-adjust" in face for face in faces)
    assert {"Public Sans Fallback", "Big Shoulders Fallback"} <= set(
        re.findall(r'font-family:"([^"]+)"', "".join(faces))
    )


def test_the_script_is_a_trifle() -> None:
    assert (DIST / "js/site.js").stat().st_size <= 4 * 1024


def test_every_drawing_that_a_tag_can_ask_for_is_in_the_sprite() -> None:
    sprite = (DIST / "img/sprite.svg").read_text()
    for name in [
        "flag-stars",
        *(f"stars-{level}" for level in range(1, 5)),
        *(f"level-{level}" for level in range(1, 8)),
    ]:
        assert f'id="{name}"' in sprite
    templates = "".join(path.read_text() for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"))
    for name in set(re.findall(r'{% icon "([\w-]+)"', templates)):
        assert f'id="icon-{name}"' in sprite, name


@pytest.mark.django_db
def test_a_font_is_not_compressed_again(client: Client) -> None:
    name = next((DIST / "fonts").glob("*.woff2")).name
    answer = client.get(f"/static/fonts/{name}", headers={"Accept-Encoding": "gzip"})
    answer.close()
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
    assert int(answer["Content-Length"]) == (DIST / "fonts" / name).stat().st_size
