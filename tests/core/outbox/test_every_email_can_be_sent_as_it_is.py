"""Each kind of email, filled with its sample: both formats, no gap, no link that leads nowhere, our colors."""

import re
from email.policy import SMTP

import pytest
from django.conf import settings as django_settings
from django.template import engines
from django.test import Client
from lxml import html

from chitech.core.outbox import kinds, rendering
from chitech.core.outbox.mime import Email
from chitech.core.outbox.rendering import Rendered

NAMES = [kind.name for kind in kinds.all_kinds()]
GAP = "UNRESOLVED"
TOKENS = (django_settings.BASE_DIR / "static" / "src" / "scss" / "base" / "_tokens.scss").read_text().lower()


@pytest.fixture
def _gaps_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that a template names and the sample does not have shows as such."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    monkeypatch.setattr(engine, "string_if_invalid", f"{GAP}(%s)")


def sample(name: str) -> Rendered:
    return rendering.sample(kinds.kind(name))


@pytest.mark.usefixtures("_gaps_show", "db")
@pytest.mark.parametrize("name", NAMES)
class TestEachEmail:
    def test_nothing_is_missing_in_it(self, name: str) -> None:
        email = sample(name)
        for part in (email.subject, email.text, email.html):
            assert part.strip()
            assert GAP not in part
            assert "{{" not in part
            assert "{%" not in part

    def test_its_subject_fits_on_a_line(self, name: str) -> None:
        subject = sample(name).subject
        assert "\n" not in subject
        assert len(subject) <= 78
        assert "&" not in subject.replace("& ", "")  # nothing is escaped in plain text

    def test_its_links_lead_here(self, name: str) -> None:
        email = sample(name)
        tree = html.fromstring(email.html)
        links = [link.get("href") for link in tree.iter("a")]
        links += re.findall(r"https?://\S+", email.text)
        assert links
        for link in links:
            assert link.startswith((django_settings.SITE_URL, "mailto:")), link

    def test_its_html_stands_by_itself(self, name: str) -> None:
        """It speaks its language, follows the light or dark of the device, and fetches nothing."""
        tree = html.document_fromstring(sample(name).html)
        assert tree.get("lang") == "en"
        assert tree.cssselect('meta[name="color-scheme"][content="light dark"]')
        assert "prefers-color-scheme: dark" in tree.cssselect("style")[0].text
        assert len(tree.cssselect("h1")) == 1
        assert not tree.cssselect("img, link, script, iframe")
        assert "url(" not in tree.cssselect("style")[0].text

    def test_it_says_why_it_came_and_how_to_stop_it(self, name: str) -> None:
        kind, email = kinds.kind(name), sample(name)
        foot = html.document_fromstring(email.html).cssselect(".foot")[0].text_content()
        for words in (foot, email.text):
            assert str(kind.label) in words
            assert django_settings.CITY_NAME in words
            assert ("unsubscribe" in email.html.lower() and "/inbox/unsubscribe/" in email.text) == kind.one_click
        if kind.always:
            assert str(kind.always) in foot


def test_an_email_wears_the_colors_of_the_pages() -> None:
    for path in (django_settings.BASE_DIR / "templates" / "outbox").rglob("*.html"):
        for color in re.findall(r"#[0-9a-f]{3,6}\b", path.read_text().lower()):
            short = "#" + color[1::2] if len(color) == 7 and color[1::2] == color[2::2] else color
            assert color in TOKENS or short in TOKENS, f"{path.name}: {color}"


def test_what_people_wrote_is_plain_in_text_and_harmless_in_html() -> None:
    kind = kinds.kind("accounts.role_given")
    words = rendering.full_context(kind, None, {**kind.sample(), "role": "R&D <b>", "reason": "It's <i>urgent</i>"})
    email = rendering.render(kind, words)
    assert email.subject.endswith("R&D <b>")
    assert "It's <i>urgent</i>" in email.text
    assert "<i>urgent" not in email.html
    assert "It&#x27;s &lt;i&gt;" in email.html


@pytest.mark.django_db
class TestPreviews:
    def test_all_are_listed(self, client: Client) -> None:
        page = client.get("/design/emails/").text
        for name in NAMES:
            assert f'href="/design/emails/{name}/"' in page

    def test_one_shows_both_formats_and_both_widths(self, client: Client) -> None:
        page = html.fromstring(client.get("/design/emails/outbox.digest/").text)
        frames = page.cssselect("iframe")
        assert [frame.get("width") for frame in frames] == ["320", "600"]
        assert all(frame.get("sandbox") == "" and frame.get("title") for frame in frames)
        assert page.cssselect("pre")[0].text.startswith("Hello,")

    def test_only_the_frame_has_a_policy_of_its_own(self, client: Client) -> None:
        own = client.get("/design/emails/outbox.digest/html/")
        policy = own["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "script-src" not in policy
        assert own["X-Frame-Options"] == "SAMEORIGIN"
        usual = client.get("/design/")["Content-Security-Policy"]
        assert "unsafe-inline" not in usual
        for address in ("/design/emails/", "/design/emails/outbox.digest/"):
            assert client.get(address)["Content-Security-Policy"] == usual

    @pytest.mark.parametrize("end", ["", "html/"])
    def test_there_is_no_preview_of_what_is_no_kind(self, client: Client, end: str) -> None:
        assert client.get(f"/design/emails/no.kind/{end}").status_code == 404


def test_a_long_link_stays_whole_in_the_header() -> None:
    """Python would write it as an encoded word, in which no mail program finds a link."""
    link = f"<https://talent.example.org/{'x' * 200}/>"
    mail = Email(subject="S", body="B", to=["a@example.org"], headers={"List-Unsubscribe": link})
    lines = mail.message(policy=SMTP).as_bytes().decode().split("\r\n")
    assert f" {link}" == lines[lines.index("List-Unsubscribe:") + 1]
