"""Advice while a title is written: it points, and never blocks.

The reading grade is Flesch and Kincaid's of 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables are
groups of vowels, which is within one grade of a dictionary on texts of this kind and needs no dictionary to be fetched.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.models import Revision

WORDS = Path(__file__).parent / "words"
GRADE = 8
LONGEST_SUMMARY, LONGEST_DUTY, MOST_DUTIES, MOST_SKILLS = 60, 25, 12, 12
LIKE_ANOTHER = 0.6
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
# Names that tell a rank or a box of the budget, and not what the person does.
_EMPTY_NAME = re.compile(
    r"^(?:(?:senior|junior|chief|lead|principal|staff|assistant|associate|deputy|the)\s+)*"
    r"(?:specialist|officer|coordinator|manager|technician|analyst|engineer|professional|employee|administrator|"
    r"representative|associate|aide|assistant)\s*(?:[ivx]+|[0-9]+)?$",
    re.IGNORECASE,
)
_RANK = re.compile(r"\b(?:[IVX]{1,4}|[0-9]+)$")


@dataclass(frozen=True)
class Advice:
    """A sentence about a field of the draft (its name; empty for the whole)."""

    field: str
    text: str


@cache
def _list(name: str) -> dict[str, Any]:
    with (WORDS / name).open("rb") as file:
        return tomllib.load(file)


def syllables(word: str) -> int:
    """How many syllables an English word has, about."""
    lower = word.lower().replace("’", "").replace("'", "")
    count = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith("le") and count > 1:
        count -= 1
    if lower.endswith("ed") and count > 1 and not lower.endswith(("ted", "ded")):
        count -= 1
    return max(1, count)


def reading_grade(text: str) -> float | None:
    """The school grade that can read a text; None for fewer than ten words. Each line is at least one sentence."""
    words = _WORD.findall(text)
    if len(words) < 10:
        return None
    sentences = sum(1 for part in _SENTENCE.split(text) if part.strip())
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def on(revision: Revision) -> list[Advice]:
    """All that can be said about a draft. Two queries."""
    return [*_name(revision), *_reading(revision), *_length(revision), *_words(revision), *_skills(revision),
            *_copied(revision)]  # fmt: skip


def _name(revision: Revision) -> list[Advice]:
    if _EMPTY_NAME.match(revision.name.strip()):
        return [
            Advice(
                "name", _("The name does not say what the person does. “Network engineer” says more than “Engineer”.")
            )
        ]
    if _RANK.search(revision.name.strip()):
        return [Advice("name", _("A number in the name means nothing to people outside. The level says it already."))]
    return []


def _reading(revision: Revision) -> list[Advice]:
    found = []
    for field in ("summary", "duties", "working_conditions"):
        grade = reading_grade(getattr(revision, field))
        if grade is not None and grade > GRADE + 0.5:
            sentence = _("This reads like grade %(grade)s; aim for %(goal)s. Shorter sentences and words help.")
            found.append(Advice(field, sentence % {"grade": round(grade), "goal": GRADE}))
    return found


def _length(revision: Revision) -> list[Advice]:
    found = []
    words = len(_WORD.findall(revision.summary))
    if words > LONGEST_SUMMARY:
        sentence = _("The summary has %(n)s words. %(most)s are enough: the duties tell the rest.")
        found.append(Advice("summary", sentence % {"n": words, "most": LONGEST_SUMMARY}))
    long = sum(len(_WORD.findall(duty)) > LONGEST_DUTY for duty in revision.duty_list)
    if long:
        sentence = ngettext(
            "%(n)s duty is longer than %(most)s words. Split it.",
            "%(n)s duties are longer than %(most)s words. Split them.",
            long,
        )
        found.append(Advice("duties", sentence % {"n": long, "most": LONGEST_DUTY}))
    if len(revision.duty_list) > MOST_DUTIES:
        sentence = _("There are %(n)s duties. People remember seven; keep those that fill most of the week.")
        found.append(Advice("duties", sentence % {"n": len(revision.duty_list)}))
    return found


def _words(revision: Revision) -> list[Advice]:
    found = []
    for field in ("name", "summary", "duties", "working_conditions"):
        text = getattr(revision, field).lower()
        for word, better in _list("jargon.toml").items():
            if re.search(rf"\b{re.escape(word)}", text):
                sentence = _("“%(word)s” is office talk. Better: %(better)s.")
                found.append(Advice(field, sentence % {"word": word, "better": better}))
        for coding, stems in _list("gendered.toml").items():
            said = sorted({w for w in map(str.lower, _WORD.findall(text)) if any(w.startswith(s) for s in stems)})
            if said:
                sentence = {
                    "masculine": _("Readers tend to hear a man in: %(words)s. Is there a plainer word?"),
                    "feminine": _("Readers tend to hear a woman in: %(words)s. Fine in balance; is it meant?"),
                }[coding]
                found.append(Advice(field, sentence % {"words": ", ".join(said)}))
    return found


def _skills(revision: Revision) -> list[Advice]:
    count = revision.skill_list.count()
    if count <= MOST_SKILLS:
        return []
    sentence = _("There are %(n)s skills. More than %(most)s turn good people away; which of them can be learned here?")
    return [Advice("skills", sentence % {"n": count, "most": MOST_SKILLS})]


def _copied(revision: Revision) -> list[Advice]:
    """Duties that are nearly another title's: each level should say what is different about it."""
    if len(revision.duties) < 80:
        return []
    others = Revision.objects.in_force_now().exclude(title=revision.title_id).exclude(duties="")
    like = others.annotate(likeness=TrigramSimilarity("duties", revision.duties)).filter(likeness__gt=LIKE_ANOTHER)
    nearest = like.order_by("-likeness").select_related("title").first()
    if nearest is None:
        return []
    sentence = _("The duties are nearly those of %(name)s (%(code)s). Say what is different about this job.")
    return [Advice("duties", sentence % {"name": nearest.name, "code": nearest.title.code})]
