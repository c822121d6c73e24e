"""The data block for search engines under our content security policy: a browser keeps it, and does not complain."""

from jobs.models import Posting
from tests.browser.conftest import OpenPage
from tests.factories import PostingFactory


def test_the_data_block_is_kept_and_not_run(open_page: OpenPage, transactional_db: None) -> None:
    posting: Posting = PostingFactory.create(business_title="</script><script>document.title = 'run'</script>")
    # Had the policy refused it, the console would say so, and `open_page` fails on what the console says.
    page = open_page(posting.get_absolute_url())
    policy = page.request.get(posting.get_absolute_url()).headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    kept = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert kept["@type"] == "JobPosting"
    assert kept["title"] == posting.business_title
    assert page.title() != "run"


def test_the_feed_and_the_picture_open(open_page: OpenPage, transactional_db: None) -> None:
    posting = PostingFactory.create()
    page = open_page("/jobs/")
    size = page.evaluate(
        """async path => {
            const picture = new Image();
            picture.src = path;
            await picture.decode();
            return [picture.naturalWidth, picture.naturalHeight];
        }""",
        f"/jobs/{posting.pk}/card.png",
    )
    assert size == [1200, 630]
    feed = page.evaluate(
        """async () => {
            const text = await (await fetch("/jobs/feed/")).text();
            const xml = new DOMParser().parseFromString(text, "application/xml");
            return [xml.querySelectorAll("parsererror").length, xml.querySelectorAll("entry").length];
        }"""
    )
    assert feed == [0, 1]
