"""Put the demo's openings (`jobs/seed/`) into the database, with dates around today. Adds what is missing, changes
nothing that is there.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from chitech.core.accounts.models import Department, User
from jobs import pinning
from jobs.choices import Audience, State
from jobs.models import Posting, PostingSkill
from jobs.seed import Opening, departments, openings
from pathways.models import BargainingUnit, ResidencyRule, SelectionMethod, ServiceType, Skill, Title
from pathways.models.civil_service import CivilServiceFact

# Closing means 11:59 pm in Chicago.
LAST_MINUTE = time(23, 59)
MORNING, AFTERNOON = time(9, 30), time(15, 0)
UNTIL_FILLED_EACH = 12
CLOSED_BECAUSE = (
    "We found the right person sooner than we thought.",
    "More than 200 people applied, and we want to read each application with care.",
)
CANCELLED_BECAUSE = (
    "The grant that pays for this job came through for fewer months than planned. We will post it again.",
    "Two teams joined, and the work is shared between them now.",
)


@transaction.atomic
def seed(*, today: date, author: User, publisher: User, limit: int | None = None) -> None:
    """Departments and openings: most of them open on `today`, some before, some after, some drafts.

    `author` has written them and `publisher` has decided on them. With `limit` only the first so many are made, mixed
    like the whole. Needs the vocabulary of `pathways.seeding`.
    """
    known_slugs = set(Department.objects.values_list("slug", flat=True))
    Department.objects.bulk_create(
        [Department(slug=slug, name=name) for slug, name in departments().items() if slug not in known_slugs]
    )
    known = set(Posting.objects.filter(source="").values_list("department__slug", "business_title"))
    new = [
        (place, opening)
        for place, opening in enumerate(_shuffled(openings())[:limit])
        if (opening.department, opening.business_title) not in known
    ]
    _create(new, today=today, author=author, publisher=publisher)


def _shuffled(everything: Iterable[Opening]) -> list[Opening]:
    """In an order that mixes departments and fields of work, and is the same on every run."""
    return sorted(everything, key=lambda o: (_number(o), o.department, o.business_title))


def _number(opening: Opening) -> int:
    """A number that depends on nothing but which opening it is; dates are drawn from it."""
    return crc32(f"{opening.department} {opening.business_title}".encode())


def _create(new: list[tuple[int, Opening]], *, today: date, author: User, publisher: User) -> None:
    departments_by_slug = {each.slug: each for each in Department.objects.all()}
    titles = {each.code: each for each in Title.objects.all()}
    units, services = _by_code(BargainingUnit.objects.all()), _by_code(ServiceType.objects.all())
    methods, residencies = _by_code(SelectionMethod.objects.all()), _by_code(ResidencyRule.objects.all())
    postings = [
        Posting(
            department=departments_by_slug[each.department],
            division=each.division,
            business_title=each.business_title,
            title=titles[each.title.code],
            level_id=each.title.level,
            what_you_will_do=each.what_you_will_do,
            what_you_need=each.what_you_need,
            what_helps=each.what_helps,
            benefits=each.benefits,
            how_to_apply=each.how_to_apply,
            pay_min_cents=each.pay_min_cents,
            pay_max_cents=each.pay_max_cents,
            pay_unit=each.pay_unit,
            openings=each.openings,
            employment_type=each.employment_type,
            hours_or_shift=each.hours_or_shift,
            work_mode=each.work_mode,
            location=each.location,
            experience_months=each.title.experience_months,
            degree_rule=each.title.degree_rule,
            degree_kind=each.title.degree_kind,
            degree_reason=each.title.degree_reason,
            degree_equivalent=each.title.degree_equivalent,
            audience=each.audience,
            budget_title_code=each.title.budget_code,
            schedule_grade=each.title.grade,
            bargaining_unit=units[each.title.bargaining_unit],
            service_type=services[each.service_type],
            selection_method=methods[each.selection_method],
            residency=residencies[each.residency],
            **_story(each, place, today, author=author, publisher=publisher),
        )
        for place, each in new
    ]
    pinning.pin(postings)
    Posting.objects.bulk_create(postings)
    skills = {each.slug: each for each in Skill.objects.all()}
    PostingSkill.objects.bulk_create(
        [
            PostingSkill(posting=posting, skill=skills[need.slug], level=need.level, is_essential=need.is_essential)
            for posting, (_place, each) in zip(postings, new, strict=True)
            for need in each.title.skills
        ]
    )


def _by_code[Fact: CivilServiceFact](facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.code: fact for fact in facts}


def _story(opening: Opening, place: int, today: date, *, author: User, publisher: User) -> dict[str, Any]:
    """What happened to a posting so far, as its columns: its state, its dates, and who decided."""
    number = _number(opening)
    # Openings for city staff, and those that wait for the right person, are few: they stay to be seen.
    is_kept_open = opening.is_until_filled or opening.audience == Audience.STAFF
    tell = _open if is_kept_open else next((tell for each, at, tell in _STORIES if place % each == at), _open)
    columns = tell(opening, number, today)
    for verb in ("published", "closed", "cancelled"):
        if f"{verb}_at" in columns:
            columns[f"{verb}_by"] = publisher
    last = max((columns[at] for at in ("published_at", "closed_at", "cancelled_at") if at in columns), default=None)
    written = _at(_written_on(columns, today) - timedelta(days=1 + number % 6), MORNING)
    return {
        **columns,
        "created_at": written,
        "created_by": author,
        "updated_at": last or written,
        "updated_by": publisher if last else author,
    }


def _written_on(columns: dict[str, Any], today: date) -> date:
    published: datetime | None = columns.get("published_at")
    return timezone.localdate(published) if published else today


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, timezone.get_default_timezone())


def _published(opens: date, closes: date | None, today: date, *, state: State = State.PUBLISHED) -> dict[str, Any]:
    """The columns of a posting that was let out in the afternoon before it opened (yesterday if it opens later)."""
    return {
        "state": state,
        "opens_at": _at(opens, time.min),
        "closes_at": _at(closes, LAST_MINUTE) if closes else None,
        "published_at": _at(min(opens, today) - timedelta(days=1), AFTERNOON),
    }


def _open(opening: Opening, number: int, today: date) -> dict[str, Any]:
    """Opened within the last four weeks, closes within the next five; one in a dozen stays open until filled."""
    ago, rest = number % 28, number // 28
    is_until_filled = opening.is_until_filled or rest % UNTIL_FILLED_EACH == 0
    closes = None if is_until_filled else today + timedelta(days=2 + rest % 33)
    return _published(today - timedelta(days=ago), closes, today)


def _scheduled(_opening: Opening, number: int, today: date) -> dict[str, Any]:
    opens = today + timedelta(days=1 + number % 14)
    return _published(opens, opens + timedelta(days=21), today)


def _ended(_opening: Opening, number: int, today: date) -> dict[str, Any]:
    """Closed by its deadline, yesterday at the latest."""
    closed = today - timedelta(days=1 + number % 30)
    return _published(closed - timedelta(days=21), closed, today)


def _closed_early(_opening: Opening, number: int, today: date) -> dict[str, Any]:
    closed = today - timedelta(days=1 + number % 9)
    return {
        **_published(closed - timedelta(days=12), closed + timedelta(days=16), today, state=State.CLOSED),
        "closed_at": _at(closed, AFTERNOON),
        "end_reason": CLOSED_BECAUSE[number % len(CLOSED_BECAUSE)],
    }


def _cancelled(_opening: Opening, number: int, today: date) -> dict[str, Any]:
    cancelled = today - timedelta(days=1 + number % 12)
    return {
        **_published(cancelled - timedelta(days=9), cancelled + timedelta(days=20), today, state=State.CANCELLED),
        "cancelled_at": _at(cancelled, AFTERNOON),
        "end_reason": CANCELLED_BECAUSE[number % len(CANCELLED_BECAUSE)],
    }


def _draft(_opening: Opening, _number: int, _today: date) -> dict[str, Any]:
    return {"state": State.DRAFT}


# Which postings are not open: of each so many, the one at this place. The first that fits tells the story.
_STORIES: tuple[tuple[int, int, Callable[[Opening, int, date], dict[str, Any]]], ...] = (
    (33, 5, _draft),
    (23, 3, _scheduled),
    (13, 7, _ended),
    (41, 9, _closed_early),
    (67, 11, _cancelled),
)
