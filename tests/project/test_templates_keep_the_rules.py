"""Every template: no inline style or script (the content security policy would drop it), and all words translatable."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from lxml import html

TEMPLATES = sorted((Path(settings.BASE_DIR) / "templates").rglob("*.*"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]

# Names and signs that are the same in every language.
SAME_EVERYWHERE = {"Chi Tech Talent", "Chi Tech Talent ·", "· Chi Tech Talent"}
SAID_ATTRIBUTES = ("aria-label", "alt", "title", "placeholder", "data-label", "aria-description")


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR / "templates"))


def without_template_language(source: str) -> str:
    """The markup that is left when all that Django replaces is gone."""
    source = re.sub(r"(</?){{.*?}}", r"\1div", source)  # a tag whose name is a variable
    for pattern in (
        r"{% comment .*?%}.*?{% endcomment %}|{% comment %}.*?{% endcomment %}",
        r"{% verbatim %}.*?{% endverbatim %}",
        r"{% blocktrans(late)?\b.*?{% endblocktrans(late)? %}",
        r"{% block (body|page)_class %}.*?{% endblock %}",
        r"{#.*?#}",
        r"{%.*?%}",
        r"{{.*?}}",
    ):
        source = re.sub(pattern, "", source, flags=re.DOTALL)
    return source


# Mail programs know no style sheet of ours: an email brings its look with it. Its preview has a policy of its own.
EMAILS = [
    path
    for path in PAGES
    if name(path).startswith(("outbox/", "account/email/")) and not name(path).startswith("outbox/manage/")
]


@pytest.mark.parametrize("path", [path for path in PAGES if path not in EMAILS], ids=name)
def test_nothing_is_inline(path: Path) -> None:
    tree = html.document_fromstring(f"<div></div>{without_template_language(path.read_text())}")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag != "style"
        assert not [key for key in element.attrib if key == "style" or key.startswith("on")], element.tag
        if element.tag == "script" and element.get("type") != "application/ld+json":
            assert element.get("src") is not None


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_word_can_be_translated(path: Path) -> None:
    tree = html.document_fromstring(f"<div></div>{without_template_language(path.read_text())}")
    left = []
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in {"script", "style", "code"}:
            left += [element.text or ""]
            left += [element.get(key, "") for key in SAID_ATTRIBUTES]
        left += [element.tail or ""]
    words = {" ".join(text.split()) for text in left if re.search(r"[^\W\d_]{2,}", text)}
    assert words - SAME_EVERYWHERE == set()


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".txt"], ids=name)
def test_every_word_of_a_plain_text_can_be_translated(path: Path) -> None:
    assert not re.search(r"[^\W\d_]{2,}", without_template_language(path.read_text()))
