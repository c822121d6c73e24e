"""Makers of test rows. Each makes something complete and true; a test changes only what it is about."""

from datetime import date, timedelta
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from factory.django import DjangoModelFactory

from chitech.core.accounts.models import Department, Employment, RoleGrant, User
from chitech.core.accounts.roles import Role
from chitech.core.imports.models import Import
from chitech.core.outbox.models import Message
from chitech.portal.models import Page
from jobs.models import Posting, PostingSkill
from pathways import actions as pathways_actions
from pathways.models import (
    Benchmark,
    BudgetLine,
    BudgetTitle,
    Family,
    Level,
    Move,
    Revision,
    RevisionSkill,
    Skill,
    SkillLevel,
    Title,
    TitleAlias,
)
from pathways.models.titles import DegreeRule
from pathways.models.vocabulary import LineColor
from pathways.pay import PayUnit

# What stands in the report of an import that did nothing.
FIGURES: dict[str, Any] = {
    **dict.fromkeys(
        ("rows_read", "new", "changed", "unchanged", "folded", "duplicates", "rejected", "repaired_cells", "conflicts",
         "in_conflict", "published", "already_published", "listed", "staff_only", "without_pay", "not_in_file"),
        0,
    ),
    "unused_columns": [],
    "unknown_words": {},
    "kept_as_draft": {},
    "new_departments": [],
}  # fmt: skip
LEVEL_NAMES = ("Entry", "Associate", "Professional", "Senior", "Lead", "Principal", "Executive")


def _letters(number: int, *, length: int = 4) -> str:
    """`AAAA`, `AAAB`, ...: a code part that never repeats within a run."""
    letters = ""
    for _place in range(length):
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class UserFactory(DjangoModelFactory[User]):
    """A person. Without `password` they can only be signed in with `force_login`, which saves hashing one."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@city.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        password, roles = fields.pop("password", None), fields.pop("roles", ())
        user = User.objects.create_user(fields.pop("email"), password, **fields)
        for role in roles:
            give(user, role)
        return user


def give(user: User, role: Role, *, department: Department | None = None, **fields: Any) -> RoleGrant:
    """A role of a person, as if someone had given it."""
    grant = RoleGrant.objects.create(
        **{"user": user, "role": role, "department": department, "reason": "For the test", "given_by": user, **fields}
    )
    user.__dict__.pop("access", None)
    return grant


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Department of Useful Things {n}")
    slug = factory.Sequence(lambda n: f"useful-things-{n}")


class EmploymentFactory(DjangoModelFactory[Employment]):
    """A post of today without a last day, of someone without an account."""

    class Meta:
        model = Employment

    employee_id = factory.Sequence(lambda n: f"E{n:05d}")
    name = factory.Sequence(lambda n: f"Employee {n}")
    title_code = "0638"
    title_name = "Programmer/Analyst"
    department = factory.SubFactory(DepartmentFactory)
    starts_on = date(2019, 3, 4)


class FamilyFactory(DjangoModelFactory[Family]):
    """A field of work. There are 26 letters for them: after the 26th, the first ones come again."""

    class Meta:
        model = Family
        django_get_or_create = ("letter",)

    name = factory.Sequence(lambda n: f"Field of work {n}")
    slug = factory.Sequence(lambda n: f"field-{n}")
    letter = factory.Sequence(lambda n: _letters(n, length=1))
    color = LineColor.BLUE
    summary = "What people in this field do."
    order = factory.Sequence(lambda n: n)


class LevelFactory(DjangoModelFactory[Level]):
    """One of the seven levels; asking for the same number twice gives the same level."""

    class Meta:
        model = Level
        django_get_or_create = ("number",)

    number = 3
    name = factory.LazyAttribute(lambda level: LEVEL_NAMES[level.number - 1])
    meaning = "Works alone on everyday tasks."


class SkillFactory(DjangoModelFactory[Skill]):
    class Meta:
        model = Skill

    name = factory.Sequence(lambda n: f"Skill {n}")
    slug = factory.Sequence(lambda n: f"skill-{n}")
    group = "Craft"


class TitleFactory(DjangoModelFactory[Title]):
    """A title with one revision in force. `revision__name="..."` names it; `revision=None` leaves it without."""

    class Meta:
        model = Title
        skip_postgeneration_save = True

    class Params:
        level_number = 3

    family = factory.SubFactory(FamilyFactory)
    level = factory.SubFactory(LevelFactory, number=factory.SelfAttribute("..level_number"))
    track = Title.Track.PRACTICE
    code = factory.LazyAttributeSequence(lambda title, n: f"{_letters(n)}-{title.track}{title.level.number}")
    revision = factory.RelatedFactory("tests.factories.RevisionFactory", factory_related_name="title")


class RevisionFactory(DjangoModelFactory[Revision]):
    class Meta:
        model = Revision

    """An approved revision, in force from its day on; what held before ends there. Trait: `draft`.

    `skills` are (skill, level, essential) rows.
    """

    class Params:
        draft = factory.Trait(state=Revision.State.DRAFT, in_force_from=None)

    @classmethod
    def _create(cls, model_class: type[Revision], *args: Any, **fields: Any) -> Revision:
        skills, title = fields.pop("skills", ()), fields["title"]
        if isinstance(fields["in_force_from"], str):
            fields["in_force_from"] = date.fromisoformat(fields["in_force_from"])
        start = fields["in_force_from"]
        if start is not None:
            upper = pathways_actions._make_room(title.pk, start)
            fields["in_force"] = DateRange(start, upper)
        revision = Revision.objects.create(**fields)
        RevisionSkill.objects.bulk_create(
            RevisionSkill(revision=revision, skill=skill, level=level, is_essential=is_essential)
            for skill, level, is_essential in skills
        )
        return revision

    title = factory.SubFactory(TitleFactory, revision=None)
    state = Revision.State.APPROVED
    number = 1
    name = factory.Sequence(lambda n: f"Service engineer {n}")
    summary = "Keeps a city service running and makes it better."
    pay_grade = "G 08"
    pay_min_cents = 84_780_00
    pay_max_cents = 112_500_00
    pay_unit = PayUnit.ANNUAL
    duties = "Keep the service running\nMend what breaks\nWrite down how it works"
    degree_rule = DegreeRule.NONE
    experience_months = 24
    in_force_from = date(2026, 1, 1)


class MoveFactory(DjangoModelFactory[Move]):
    class Meta:
        model = Move

    origin = factory.SubFactory(TitleFactory)
    destination = factory.SubFactory(TitleFactory, level_number=4)
    kind = Move.Kind.PROMOTION
    typical_months = 24


class BenchmarkFactory(DjangoModelFactory[Benchmark]):
    class Meta:
        model = Benchmark

    title = factory.SubFactory(TitleFactory)
    source = "A survey of cities"
    market_title = factory.Sequence(lambda n: f"Market title {n}")
    p25_cents = 80_000_00
    p50_cents = 100_000_00
    p75_cents = 120_000_00
    surveyed_on = date(2026, 5, 1)


class TitleAliasFactory(DjangoModelFactory[TitleAlias]):
    class Meta:
        model = TitleAlias

    title = factory.SubFactory(TitleFactory)
    name = factory.Sequence(lambda n: f"Everyday word {n}")
    source = "everyday"


class BudgetTitleFactory(DjangoModelFactory[BudgetTitle]):
    """An old title of technology without a budget line."""

    class Meta:
        model = BudgetTitle

    code = factory.Sequence(lambda n: f"06{n % 90 + 10}")
    name = factory.Sequence(lambda n: f"Programmer {n}")


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    """What the budget of 2018 has for an old title: five positions of one department."""

    class Meta:
        model = BudgetLine

    title = factory.SubFactory(BudgetTitleFactory)
    year = 2018
    schedule = "G"
    grade = "08"
    bargaining_unit = "3"
    positions = 5
    pay_min_cents = 80_000_00
    pay_max_cents = 110_000_00
    department_codes = ("6",)
    posts = factory.LazyAttribute(
        lambda line: [
            {
                "code": "6", "department": "Technology", "grade": f"{line.schedule} {line.grade}", "unit": "3",
                "pay_unit": "annual", "positions": line.positions, "pay_min_cents": line.pay_min_cents,
                "pay_max_cents": line.pay_max_cents,
            }
        ]
    )  # fmt: skip


class PostingFactory(DjangoModelFactory[Posting]):
    """An open posting: everything that publishing asks for, opened yesterday, closing in two weeks.

    Traits: `draft`, `scheduled`, `ended`, `closed`, `cancelled`, `unpaid` (pay not stated, so also a draft).
    """

    class Meta:
        model = Posting

    class Params:
        draft = factory.Trait(state=Posting.State.DRAFT, published_at=None, published_by=None)
        scheduled = factory.Trait(opens_at=factory.LazyFunction(lambda: timezone.now() + timedelta(days=3)))
        ended = factory.Trait(
            opens_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=1)),
        )
        closed = factory.Trait(
            state=Posting.State.CLOSED,
            closed_at=factory.LazyFunction(timezone.now),
            closed_by=factory.SelfAttribute("created_by"),
            end_reason="We have enough applicants.",
        )
        cancelled = factory.Trait(
            state=Posting.State.CANCELLED,
            cancelled_at=factory.LazyFunction(timezone.now),
            cancelled_by=factory.SelfAttribute("created_by"),
            end_reason="The budget for this job went away.",
        )
        unpaid = factory.Trait(draft=True, pay_min_cents=None, pay_max_cents=None, pay_unit="")

    title = factory.SubFactory(TitleFactory)
    department = factory.SubFactory(DepartmentFactory)
    business_title = factory.Sequence(lambda n: f"Service engineer for water meters {n}")
    what_you_will_do = "- Keep the meter service running\n- Fix what breaks, and write down why"
    what_you_need = "- Two years of looking after services"
    what_helps = "- You know a little SQL"
    benefits = "Health insurance, a pension and 13 paid days of rest a year."
    how_to_apply = "Send your work history to jobs@city.example."
    pay_min_cents = 84_780_00
    pay_max_cents = 112_500_00
    pay_unit = PayUnit.ANNUAL
    work_mode = Posting.WorkMode.HYBRID
    location = "2 North LaSalle Street, Chicago"
    level = factory.LazyAttribute(lambda posting: posting.title.level if posting.title else LevelFactory())
    experience_months = 24
    degree_rule = DegreeRule.NONE
    audience = Posting.Audience.BOTH
    state = Posting.State.PUBLISHED
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))
    created_by = factory.SubFactory(UserFactory)
    updated_by = factory.SelfAttribute("created_by")
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    published_by = factory.SelfAttribute("created_by")


class PostingSkillFactory(DjangoModelFactory[PostingSkill]):
    class Meta:
        model = PostingSkill

    posting = factory.SubFactory(PostingFactory)
    skill = factory.SubFactory(SkillFactory)
    level = SkillLevel.PRACTITIONER
    is_essential = True


class MessageFactory(DjangoModelFactory[Message]):
    """A new message in a person's inbox, as the delivery leaves it there."""

    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"inbox:{n}")
    kind = "accounts.role_given"
    user = factory.SubFactory(UserFactory)
    context = factory.LazyFunction(lambda: {"grant": 0})
    in_inbox = True
    subject = factory.Sequence(lambda n: f"News number {n}")
    summary = "What it is about, in one sentence."
    state = "no_email"
    due_at = factory.LazyFunction(timezone.now)
    routed_at = factory.SelfAttribute("due_at")


class ImportFactory(DjangoModelFactory[Import]):
    """An import whose columns are not matched yet. Traits: `ready` has a preview, `applied` is done."""

    class Meta:
        model = Import

    class Params:
        ready = factory.Trait(state="ready", digest="0123456789abcdef", figures=FIGURES)
        applied = factory.Trait(
            state="applied",
            figures=FIGURES,
            applied_at=factory.LazyFunction(timezone.now),
            applied_by=factory.SelfAttribute("uploaded_by"),
        )

    kind = "jobs.posting"
    source = "feed"
    file_name = "feed.csv"
    headers = ["Job ID", "Agency", "Business Title"]
    samples = [["1"], ["Water"], ["Pump keeper"]]
    uploaded_by = factory.SubFactory(UserFactory)


class PageFactory(DjangoModelFactory[Page]):
    """A published story. A part of "Why work here" has `kind="part", byline=""`."""

    class Meta:
        model = Page

    kind = "story"
    slug = factory.Sequence(lambda n: f"story-{n}")
    title = factory.Sequence(lambda n: f"Story number {n}")
    byline = "Omar, GIS analyst, Water Management"
    summary = "He left a startup to draw pipes."
    body = "I went out **with** the crew.\n\n# What is hard\n\n- the mornings"
    is_published = True
    created_by = factory.SubFactory(UserFactory)
    updated_by = factory.SelfAttribute("created_by")


def led(*, leader: User, person: User, department: Department | None = None) -> Employment:
    """Make one person the manager of another on the payroll, today. Returns the post of the one who is led."""
    there = department or DepartmentFactory.create()
    own = Employment.objects.current().filter(user=leader).first()
    own = own or EmploymentFactory.create(user=leader, name=leader.name, department=there)
    post: Employment = EmploymentFactory.create(
        user=person, name=person.name, department=own.department, manager_employee_id=own.employee_id
    )
    for each in (leader, person):
        each.forget_access()
    return post
