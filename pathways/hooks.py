"""What upper floors know about titles and revisions. They register in `AppConfig.ready`; pages here ask, in batches.

    hooks.title_facts.register("openings", openings_of_titles)
    hooks.skill_facts.register("courses", courses_by_skill)
    hooks.revision_impact.register(open_postings_of)

Each answer is for all ids at once: no provider queries once a row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from chitech.core.page_copies import State
from pathways.models import Revision


@dataclass(frozen=True, kw_only=True)
class Link:
    """Something to go to, with a few words beside it."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What an upper floor says of a title: "3 openings now". `links` are the first few; `more_url` leads to all."""

    key: str
    label: str
    count: int
    links: Sequence[Link] = ()
    more_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Impact:
    """Something that a revision touches: how many, and the first of them; `more` are counted and not listed.

    `key` names the kind for what is kept.
    """

    key: str
    label: str
    count: int
    items: Sequence[Link] = ()
    explanation: str = ""
    more: int = 0


# A moment, and scalar subqueries whose answers become part of the version -> how fresh the facts are then.
type StateProvider = Callable[[datetime, Sequence[str]], State]
# Title ids and whether links are wanted -> title id -> facts.
type FactProvider = Callable[[Sequence[int], bool], Mapping[int, Sequence[Fact]]]
# Revisions that would come into force -> revision id -> what each touches.
type ImpactProvider = Callable[[Sequence[Revision]], Mapping[int, Sequence[Impact]]]


@dataclass
class TitleFacts:
    """Ask with title ids; a provider is registered under the key of its facts. Facts come in the order of that."""

    providers: dict[str, FactProvider] = field(default_factory=dict)

    def register(self, key: str, provider: FactProvider) -> None:
        """The facts of `provider` have this key. A provider of the same key takes its place."""
        self.providers[key] = provider

    def __call__(self, ids: Iterable[int], *, with_links: bool = True, only: str = "") -> dict[int, list[Fact]]:
        """Facts by title. Titles of which nobody knows anything have an empty list. `only`: those of this key."""
        wanted = list(dict.fromkeys(ids))
        found: dict[int, list[Fact]] = {pk: [] for pk in wanted}
        for key, provider in self.providers.items() if wanted else ():
            if only in {"", key}:
                for pk, facts in provider(wanted, with_links).items():
                    found[pk] += facts
        return found


@dataclass
class RevisionImpact:
    """Ask with one revision or with many; register a provider once."""

    providers: list[ImpactProvider] = field(default_factory=list)

    def register(self, provider: ImpactProvider) -> None:
        if provider not in self.providers:
            self.providers.append(provider)

    def many(self, revisions: Sequence[Revision]) -> dict[int, list[Impact]]:
        """What each of the revisions touches, by revision."""
        found: dict[int, list[Impact]] = defaultdict(list)
        for provider in self.providers if revisions else ():
            for pk, impacts in provider(revisions).items():
                found[pk] += [impact for impact in impacts if impact.count]
        return found

    def __call__(self, revision: Revision) -> list[Impact]:
        return self.many([revision]).get(revision.pk, [])


@dataclass
class Freshness:
    """How fresh the facts about titles are. Ask for a moment; register a provider once."""

    providers: list[StateProvider] = field(default_factory=list)

    def register(self, provider: StateProvider) -> None:
        if provider not in self.providers:
            self.providers.append(provider)

    def __call__(self, now: datetime, also: Sequence[str] = ()) -> State:
        """A version that changes when any fact does, and the next moment at which time alone changes one.

        `also`: subqueries of what else a page shows. The first provider asks them with its own: one round trip less.
        """
        states = [provider(now, () if place else also) for place, provider in enumerate(self.providers)]
        tomorrow = timezone.localtime(now) + timedelta(days=1)
        midnight = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
        version = "|".join(state.version for state in states)
        return State(version, min([midnight, *(state.next_change for state in states)]))


title_facts = TitleFacts()
# The same shape by skill: which courses teach it.
skill_facts = TitleFacts()
freshness = Freshness()
revision_impact = RevisionImpact()


def as_kept(impacts: Iterable[Impact]) -> list[dict[str, Any]]:
    """What was confirmed, as it is kept with the approval."""
    return [
        {
            "key": each.key,
            "label": str(each.label),
            "count": each.count,
            "items": [{"text": str(item.text), "url": item.url, "note": str(item.note)} for item in each.items],
        }
        for each in impacts
    ]
