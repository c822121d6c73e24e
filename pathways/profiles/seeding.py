"""Give the demo's staff titles and skills (`pathways/seed/profiles.toml`). Does nothing where there are any."""

from collections.abc import Mapping
from itertools import cycle

from allauth.account.models import EmailAddress

from chitech.core.accounts.models import Employment, User
from pathways import seed as texts
from pathways.models import Profile, Skill, SkillRecord, Title
from pathways.profiles import actions
from pathways.profiles.posts import follow_posts
from pathways.profiles.querysets import leads

type Said = Mapping[str, tuple[int, int, str, str]]


def seed(*, people: Mapping[str, User]) -> None:
    """Titles and skills of those who can sign in, and of the team. `people` by what they show; needs their posts."""
    if Profile.objects.exists() or SkillRecord.objects.exists():
        return
    written, manager = texts.read("profiles.toml"), people["manager"]
    skills = {skill.slug: skill for skill in Skill.objects.all()}
    titles = {title.code: title for title in Title.objects.all()}
    follow_posts(by=User.objects.system())
    for who, code in written["titles"].items():
        by = manager if leads(manager, people[who].pk) else people["hr"]
        if code in titles and actions.may_set_title(by, people[who]):
            actions.set_title(user=people[who], title=titles[code], by=by)
    for who, said in written["skills"].items():
        _say(people[who], manager, said, skills)
    team = zip(_team(manager), cycle(written["team"]), cycle(written["team_titles"]["codes"]), strict=False)
    for person, said, code in team:
        _say(person, manager, said, skills)
        if code in titles:
            actions.set_title(user=person, title=titles[code], by=manager)
    missing = written["missing"]
    actions.ask_for_skill(by=people[missing["who"]], name=missing["name"], why=missing["why"])


def _say(person: User, manager: User, said: Said, skills: Mapping[str, Skill]) -> None:
    for slug, (own, confirmed, evidence, word) in said.items():
        record = actions.record_skill(
            user=person, skill=skills[slug], level=own, source="self", by=person, evidence=evidence
        )
        if confirmed and leads(manager, person.pk):
            actions.confirm_skill(record=record, by=manager, level=confirmed, word=word)


def _team(manager: User) -> list[User]:
    """Accounts for those whom the manager leads and who have none. Nobody can sign in as one of them."""
    posts = list(Employment.objects.current().led_by(manager).filter(user=None).exclude(email="").order_by("pk"))
    made = User.objects.bulk_create([User(email=post.email, name=post.name, password="!") for post in posts])  # noqa: S106 -- no password fits it
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
    )
    for post, user in zip(posts, made, strict=True):
        post.user = user
    Employment.objects.bulk_update(posts, ["user"])
    return made
