"""What the pages of profiles show, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from chitech.core.accounts.models import Employment, User
from pathways import hooks
from pathways.choices import RecordSource
from pathways.models import Profile, Revision, Skill, SkillRecord, SkillRequest, Title
from pathways.profiles import finding
from pathways.profiles.counting import counted
from pathways.profiles.posts import posts_of
from pathways.profiles.querysets import people_led_by


@dataclass(frozen=True)
class SkillLine:
    """A skill of a person: the level that counts, and all that was said about it."""

    skill: Skill
    level: int
    records: Sequence[SkillRecord]

    def _by(self, source: str) -> SkillRecord | None:
        return next((record for record in self.records if record.source == source), None)

    @property
    def own(self) -> SkillRecord | None:
        """What the person says."""
        return self._by(RecordSource.SELF)

    @property
    def others(self) -> list[SkillRecord]:
        """What a manager named by themselves, a course or an assessment showed."""
        return [record for record in self.records if record.source != RecordSource.SELF]

    @property
    def confirmed_at(self) -> datetime | None:
        return self.own.confirmed_at if self.own else None

    @property
    def is_waiting(self) -> bool:
        """The person said something that their manager has not looked at."""
        return self.own is not None and self.own.is_waiting

    @property
    def is_own_word_alone(self) -> bool:
        """Nobody but the person stands for it."""
        return all(record.said_by_others is None for record in self.records)

    @property
    def differs(self) -> bool:
        """The person says another level than the one that counts."""
        return self.own is not None and self.own.level != self.level


def skills_of(user: User) -> list[SkillLine]:
    """All skills of a person by name. One query."""
    rows = SkillRecord.objects.filter(user=user).select_related("skill", "recorded_by", "confirmed_by")
    by_skill: dict[Skill, list[SkillRecord]] = defaultdict(list)
    for record in rows.order_by("skill__name", "source"):
        by_skill[record.skill].append(record)
    return [SkillLine(skill, counted(records) or 0, records) for skill, records in by_skill.items()]


@dataclass(frozen=True)
class Need:
    """A skill that a title needs, and where the person is: `has` is 0 where nothing was said."""

    skill: Skill
    needs: int
    has: int
    is_essential: bool
    # What upper floors know of the skill where more of it is needed: courses that teach it.
    facts: Sequence[hooks.Fact] = ()


@dataclass(frozen=True)
class Against:
    """A person's skills against what a title needs."""

    revision: Revision
    have: Sequence[Need]
    grow: Sequence[Need]
    learn: Sequence[Need]

    @property
    def count(self) -> int:
        return len(self.have) + len(self.grow) + len(self.learn)


def against(levels: Mapping[int, int], revision: Revision) -> Against:
    """Compare levels by skill with a title. The revision comes with `skill_list__skill`."""
    rows = list(revision.skill_list.all())
    missing = [row.skill_id for row in rows if levels.get(row.skill_id, 0) < row.level]
    facts = hooks.skill_facts(missing, with_links=False)
    needs = [
        Need(row.skill, row.level, levels.get(row.skill_id, 0), row.is_essential, facts.get(row.skill_id, ()))
        for row in rows
    ]
    return Against(
        revision,
        have=[need for need in needs if need.has >= need.needs],
        grow=[need for need in needs if 0 < need.has < need.needs],
        learn=[need for need in needs if not need.has],
    )


@dataclass
class ProfilePage:
    """All that the page of a person shows."""

    person: User
    post: Employment | None
    profile: Profile | None
    now: Revision | None  # what the title says today
    choices: Sequence[Revision]  # where the post stands for several titles and nobody has said which
    skills: Sequence[SkillLine]
    mine: Against | None
    other: Against | None = None
    asked_code: str = ""
    requests: Iterable[SkillRequest] = field(default_factory=list)

    @property
    def levels(self) -> dict[int, int]:
        return {line.skill.pk: line.level for line in self.skills if line.level}

    @property
    def waiting(self) -> list[SkillLine]:
        return [line for line in self.skills if line.is_waiting]


def profile_page(person: User, *, today: date, code: str = "") -> ProfilePage:
    """A person's title and skills, against their title and against the one with a code."""
    profile = Profile.objects.select_related("title__family", "title__level", "revision", "set_by")
    held = profile.filter(user=person).first()
    post = posts_of([person.pk]).get(person.pk)
    choices: list[int] = []
    if post is not None and held is None:
        found = finding.titles_of([post], today).get(post.pk)
        choices = list(found.titles) if found else []
    code = code.strip().upper()[:9]
    wanted = Q(title__in=[*choices, held.title_id] if held else choices) | Q(title__code=code)
    rows = Revision.objects.in_force_on(today).filter(wanted)
    said = {each.title_id: each for each in rows.select_related("title").prefetch_related("skill_list__skill")}
    page = ProfilePage(
        person, post, held,
        now=said.get(held.title_id) if held else None,
        choices=[said[pk] for pk in choices if pk in said],
        skills=skills_of(person), mine=None, asked_code=code,
    )  # fmt: skip
    page.mine = against(page.levels, page.now) if page.now else None
    other = next((each for each in said.values() if each.title.code == code), None)
    page.other = against(page.levels, other) if other and other != page.now else None
    return page


@dataclass
class Member:
    """Someone on a list: their post, their title if it is known, and what waits."""

    post: Employment
    profile: Profile | None = None
    skills: int = 0
    waiting: int = 0


def team_of(leader: User) -> list[Member]:
    """The people whom someone leads today, by name; those without an account, too. Three queries."""
    posts = Employment.objects.current().led_by(leader).select_related("user", "department").order_by("name", "pk")
    return members(list(posts))


def members(posts: Sequence[Employment]) -> list[Member]:
    """Posts with what is known of their people. Two queries, however many they are."""
    people = [post.user_id for post in posts if post.user_id]
    profiles = {each.user_id: each for each in _with_titles(Profile.objects.filter(user__in=people))}
    counts = {
        row["user"]: (row["skills"], row["waiting"])
        for row in SkillRecord.objects.filter(user__in=people)
        .order_by()
        .values("user")
        .annotate(
            skills=Count("skill", distinct=True),
            waiting=Count("pk", filter=Q(pk__in=SkillRecord.objects.waiting().order_by().values("pk"))),
        )
    }
    found = []
    for post in posts:
        skills, waiting = counts.get(post.user_id or 0, (0, 0))
        found.append(Member(post, profiles.get(post.user_id or 0), skills, waiting))
    return found


def _with_titles(profiles: Any) -> Iterable[Profile]:
    rows: Iterable[Profile] = profiles.select_related("title__family", "title__level", "revision")
    return rows


def waiting_for(leader: User) -> int:
    """How many self-ratings of their people wait for someone's word. One query."""
    return SkillRecord.objects.waiting().filter(user__in=people_led_by(leader)).count()


def titles_to_choose() -> Any:
    """Titles in force, by name, for a form."""
    return Title.objects.with_revision().in_use().filter(retired_on=None).by_ladder()
