"""The PDF of a certificate: tagged, titled, in a language, with fonts that draw everybody's name."""

import re
import zlib

import pytest
from django.test import Client

from tests.training_factories import CertificateFactory, CourseFactory, EnrollmentFactory, SessionFactory
from training.certificates.pdf import certificate_pdf, size_for

pytestmark = pytest.mark.django_db


def insides(pdf: bytes) -> str:
    """A PDF with its packed parts unpacked, to look for words in."""
    found = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        unpack = zlib.decompressobj()
        try:
            found.append(unpack.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found).decode("latin-1")


def test_it_is_tagged_and_says_its_title_and_language(client: Client) -> None:
    certificate = CertificateFactory.create(person_name="Zoë Nguyễn-Łukasz")
    answer = client.get(f"{certificate.get_absolute_url()}certificate.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Robots-Tag"].startswith("noindex")
    made = insides(answer.content)
    assert made.startswith("%PDF-1.7")
    for part in ("/MarkInfo", "/StructTreeRoot", "pdfuaid:part", "/Lang", "/DisplayDocTitle true", "/Alt"):
        assert part in made, part
    assert re.search(r"/URI ?\(\S+/training/certificates/", made)


def test_its_fonts_are_inside_and_have_the_letters_of_many_names() -> None:
    certificate = CertificateFactory.create(person_name="Zoë Nguyễn-Łukasz Żółć Иван Ελένη")
    made = insides(certificate_pdf(certificate))
    fonts = set(re.findall(r"/FontName ?/[A-Z]{6}\+([\w-]+)", made))
    assert any("BigShoulders" in each for each in fonts)
    assert any("PublicSans" in each for each in fonts)
    assert "/FontFile" in made


@pytest.mark.parametrize("words", ['#panic("no")', "$ x $ *bold* _it_ @ref <a>", "\\", 'Ana "Quote" O\'Hara', "名前"])
def test_words_are_never_read_as_markup(words: str) -> None:
    course = CourseFactory.create(name=f"Course {words}")
    enrollment = EnrollmentFactory.create(session=SessionFactory.create(course=course), state="completed")
    assert certificate_pdf(CertificateFactory.create(enrollment=enrollment, person_name=words)).startswith(b"%PDF")


def test_long_names_become_smaller_and_stay_readable() -> None:
    assert (size_for("Ana", largest=40), size_for("x" * 80, largest=40), size_for("x" * 500, largest=40)) == (
        40,
        20,
        16,
    )
