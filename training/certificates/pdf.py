"""A certificate as PDF: one page of US Letter, tagged for screen readers (PDF/UA-1), set by Typst from data alone.

The fonts are those of the pages; Typst reads no woff2, so they are unpacked once for each process.
"""

import json
import tempfile
from functools import lru_cache
from pathlib import Path
from threading import Lock

import structlog
import typst
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from training.certificates.qr import qr_svg
from training.certificates.wording import said_by
from training.models import Certificate

# Files of the built look, and the family under which the template asks for each.
FONTS = {
    "fonts/big-shoulders-latin-800-normal.woff2": "Big Shoulders",
    "fonts/big-shoulders-latin-ext-800-normal.woff2": "Big Shoulders Ext",
    "fonts/public-sans-latin-wght-normal.woff2": "Public Sans",
    "fonts/public-sans-latin-ext-wght-normal.woff2": "Public Sans Ext",
}
_TEMPLATE = (Path(__file__).parent / "certificate.typ").read_bytes()
# Names of font tables that say which family a font is of.
_FAMILY_NAMES = (1, 16)
_one_at_a_time = Lock()
log = structlog.get_logger("chitech.training")


def certificate_pdf(certificate: Certificate) -> bytes:
    """The PDF of a certificate, in the language that is active. A few milliseconds; half a second the first time."""
    said = said_by(certificate)
    url = settings.SITE_URL + certificate.get_absolute_url()
    data = {
        "lang": (get_language() or "en").partition("-")[0],
        "title": f"{said.heading}: {said.course}, {said.person}",
        "summary": said.sentence,
        "issuer": said.issuer,
        "heading": said.heading,
        "to": _("This certifies that"),
        "name": said.person,
        "name_size": size_for(said.person, largest=40),
        "did": _("has completed the course"),
        "course": said.course,
        "course_size": size_for(said.course, largest=26),
        "facts": " · ".join(said.facts),
        "skills_heading": _("Skills shown"),
        "skills": [{"name": each.name, "level": each.level, "level_name": each.level_name} for each in said.skills],
        "signed": said.signed,
        "qr": qr_svg(url),
        "qr_alt": _("A square code that leads to the page of this certificate"),
        "check": _("See whether it is still valid:"),
        "url": url,
    }
    return _set(json.dumps(data), issued=int(certificate.issued_at.timestamp()))


def _set(data: str, *, issued: int) -> bytes:
    """Set it by the standard. A name with letters that our fonts lack is drawn with those of the machine, as far as it
    has them: tagged still, and without the promise of the standard, which allows no letter that can't be drawn.
    """
    with _one_at_a_time:
        try:
            made = _compiler().compile(
                _TEMPLATE, format="pdf", pdf_standards=["ua-1"], timestamp=issued, sys_inputs={"data": data}
            )
        except typst.TypstError:
            log.warning("certificate_letters_missing")
            more = _compiler(include_system_fonts=True)
            made = more.compile(_TEMPLATE, format="pdf", timestamp=issued, sys_inputs={"data": data})
    assert isinstance(made, bytes)
    return made


def size_for(words: str, *, largest: int) -> int:
    """In points: as large as fits on one line, and not less than 16; what is longer still breaks."""
    return max(16, min(largest, int(largest * 40 / max(40, len(words)))))


@lru_cache(maxsize=2)
def _compiler(*, include_system_fonts: bool = False) -> typst.Compiler:
    """With our fonts and those that Typst brings (Greek and Cyrillic letters); at need with those of the machine."""
    fonts = typst.Fonts(include_system_fonts=include_system_fonts, font_paths=[_fonts().name])
    return typst.Compiler(font_paths=fonts)


@lru_cache(maxsize=1)
def _fonts() -> "tempfile.TemporaryDirectory[str]":
    """A folder with the fonts as Typst reads them; it goes with the process.

    Latin and its extension are two files of one family, and of one family Typst looks into one file: so each is named.
    """
    folder = tempfile.TemporaryDirectory(prefix="chitech-fonts-")
    for name, family in FONTS.items():
        if found := finders.find(name):
            font = TTFont(found)
            font.flavor = None
            for row in font["name"].names:
                if row.nameID in _FAMILY_NAMES:
                    row.string = family
            font.save(Path(folder.name) / f"{Path(name).stem}.ttf")
    return folder
