"""The words of the job site: what can be suggested for a misspelt search, and offered while typing."""

from django.utils import timezone

from chitech.core.search.spelling import replace_corpus
from jobs.models import Posting, PostingSkill

CORPUS = "jobs"

# Names rather than bodies: a word of a title, a skill or a department is a word that finds something.
_TEXTS = """
    SELECT business_title FROM jobs_posting WHERE state = 'published'
    UNION ALL SELECT name FROM pathways_revision WHERE state = 'approved'
    UNION ALL SELECT name FROM pathways_titlealias
    UNION ALL SELECT name FROM pathways_skill
    UNION ALL SELECT name FROM pathways_family
    UNION ALL SELECT name FROM accounts_department
"""


def refresh_words() -> int:
    """Read the words anew. Returns how many there are. Run by beat, after an import, and by `reindex_postings`."""
    return replace_corpus(CORPUS, _TEXTS)


def search_words() -> list[str]:
    """Names of the titles and skills that openings have now: each typed in full finds something. Two queries."""
    now = timezone.now()
    open_to_all = Posting.objects.open(now).exclude(audience=Posting.Audience.STAFF)
    said = open_to_all.filter(title__revisions__state="approved")
    names = said.values_list("title__revisions__name", flat=True)
    skills = PostingSkill.objects.filter(posting__in=open_to_all).values_list("skill__name", flat=True)
    return [*sorted(set(names.distinct())), *sorted(set(skills.order_by().distinct()))]
