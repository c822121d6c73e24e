"""The whole demo: people, vocabulary, openings. Made once, in one transaction."""

import tomllib
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from chitech.core.accounts import seeding as staff
from chitech.core.accounts.models import Department, Employment, RoleGrant, User
from chitech.core.accounts.roles import Role
from chitech.portal.models import Page
from jobs import seeding as jobs
from jobs.choices import Audience, Phase
from jobs.models import Posting
from jobs.seed.kept import seed_kept
from jobs.words import refresh_words
from pathways import seeding as pathways
from pathways.crosswalk import seeding as crosswalk
from pathways.frameworks import seeding as frameworks
from pathways.models import (
    BudgetTitle,
    Family,
    Level,
    Move,
    Profile,
    ReferenceItem,
    Revision,
    Skill,
    SkillRecord,
    Title,
    TitleAlias,
)
from pathways.profiles import seeding as profiles
from training import seeding as training
from training.choices import CourseState
from training.models import Certificate, Course, LearningPath, Meeting, Session

PASSWORD = "chi-tech-demo"  # noqa: S105  (printed on the demo's own sign-in page; the demo never runs in production)
DOMAIN = "demo.example"
ADMIN = "admin"
# What each is; who has no role here is a seeker.
ROLES: dict[str, tuple[Role, ...]] = {
    "staff": (Role.STAFF,),
    "manager": (Role.STAFF, Role.MANAGER),
    "hiring": (Role.STAFF, Role.HIRING_TEAM),
    "hr": (Role.STAFF, Role.HR_EDITOR),
    "publisher": (Role.STAFF, Role.HR_PUBLISHER),
    "trainer": (Role.STAFF, Role.TRAINING_COORDINATOR),
    "mentor": (Role.STAFF, Role.MENTOR),
    "partner": (Role.PARTNER,),
    "analyst": (Role.STAFF, Role.ANALYST),
    ADMIN: (Role.STAFF, Role.HR_EDITOR, Role.HR_PUBLISHER, Role.ADMINISTRATOR),
}
# What each is there for is said by the address; names are of the many kinds that one hears in Chicago.
NAMES = {
    "seeker": "Marisol Vega",
    "staff": "Darnell Whitfield",
    "manager": "Grace Okafor",
    "hiring": "Tomasz Nowak",
    "hr": "Priya Raman",
    "publisher": "Linda Castellanos",
    "trainer": "Andre Baptiste",
    "mentor": "Mei-Ling Chow",
    "partner": "Yusuf Haddad",
    "analyst": "Hannah Goldberg",
    ADMIN: "Noor Siddiqui",
}


@transaction.atomic
def seed(*, today: date, postings: int | None = None) -> bool:
    """Make the demo. False, and nothing changed, where it was made before. `postings`: at most so many openings."""
    if User.objects.filter(email=_email(ADMIN)).exists():
        return False
    people = _people()
    pathways.seed(today=today, owner=people["publisher"])
    pathways.seed_drafts(today=today, writer=people["hr"], publisher=people["publisher"])
    jobs.seed(today=today, author=people["hr"], publisher=people["publisher"], limit=postings)
    staff.seed(today=today, people=people, domain=DOMAIN)
    crosswalk.seed(today=today, writer=people["hr"])
    crosswalk.seed_questions(asked_by=people["staff"], answered_by=people["hr"])
    profiles.seed(people=people)
    training.seed(today=today, people=people)
    frameworks.seed(by=people["hr"])
    seed_pages(by=people["hr"])
    refresh_words()
    seed_kept([people["seeker"], people["staff"]])
    return True


def seed_pages(*, by: User) -> None:
    """ "Why work here" in words of our own, where nobody has written any."""
    if Page.objects.exists():
        return
    written = tomllib.loads((Path(__file__).parent / "seed" / "why.toml").read_text())["page"]
    Page.objects.bulk_create(
        Page(
            **{**values, "body": values["body"].strip()},
            order=place * 10,
            is_published=True,
            created_by=by,
            updated_by=by,
        )
        for place, values in enumerate(written)
    )


def _email(who: str) -> str:
    return f"{who}@{DOMAIN}"


def _people() -> dict[str, User]:
    """Everyone who can sign in to the demo, with an address that counts as confirmed."""
    known = {user.email: user for user in User.objects.filter(email__in=[_email(who) for who in NAMES])}
    password = make_password(PASSWORD)
    made = User.objects.bulk_create(
        [
            User(
                email=_email(who),
                name=name,
                password=password,
                is_staff=who == ADMIN,
                is_superuser=who == ADMIN,
            )
            for who, name in NAMES.items()
            if _email(who) not in known
        ]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made]
    )
    by_email = {**known, **{user.email: user for user in made}}
    people = {who: by_email[_email(who)] for who in NAMES}
    new = {user.pk for user in made}
    RoleGrant.objects.bulk_create(
        RoleGrant(user=people[who], role=role, reason="Shows what the role may do.", given_by=people[ADMIN])
        for who, roles in ROLES.items()
        for role in roles
        if people[who].pk in new
    )
    return people


def report(at: datetime | None = None) -> dict[str, Any]:
    """What the database holds at a moment (now if not given): counts, and one example address of each kind of page."""
    postings: QuerySet[Any] = Posting.objects.with_phase(at or timezone.now()).order_by("pk")
    phases = Counter(postings.values_list("phase_now", flat=True))
    counts = {
        "people": User.objects.filter(email__endswith=f"@{DOMAIN}").count(),
        "departments": Department.objects.count(),
        "employments": Employment.objects.count(),
        "families": Family.objects.count(),
        "levels": Level.objects.count(),
        "titles": Title.objects.count(),
        "skills": Skill.objects.count(),
        "aliases": TitleAlias.objects.count(),
        "budget_titles": BudgetTitle.objects.count(),
        "moves": Move.objects.count(),
        "profiles": Profile.objects.count(),
        "skill_records": SkillRecord.objects.count(),
        "courses": Course.objects.count(),
        "sessions": Session.objects.count(),
        "learning_paths": LearningPath.objects.count(),
        "postings": phases.total(),
        "postings_by_phase": {phase: phases[phase] for phase in Phase.values},
    }
    return {"counts": counts, "pages": _pages(postings)}


def _pages(postings: QuerySet[Any]) -> dict[str, str]:
    """One address of each kind of page by what it shows. What the database has no example of is left out."""
    pages = {
        name: reverse(name)
        for name in ("home", "livez", "readyz", "robots", "sitemap", "account_login", "account_signup")
    }
    pages |= {
        "design": reverse("design:gallery"),
        "emails": reverse("emails:index"),
        "email": reverse("emails:email", args=["outbox.digest"]),
        "inbox": reverse("inbox:list"),
        "inbox_settings": reverse("inbox:settings"),
        "why": reverse("why:index"),
        "why_manage": reverse("why:manage"),
        "why_new": reverse("why:new"),
        "titles": reverse("pathways:index"),
        "title_compare": reverse("pathways:compare", query={"a": "SUP-P2", "b": "INF-P2"}),
        "degrees": reverse("pathways:degrees"),
        "titles_manage": reverse("pathways:manage"),
        "titles_register": reverse("pathways:register"),
        "old_titles": reverse("pathways:old-titles"),
        "old_titles_found": reverse("pathways:old-titles", query={"q": "programmer"}),
        "my_title": reverse("pathways:my-title"),
        "crosswalk": reverse("pathways:crosswalk:index"),
        "crosswalk_years": reverse("pathways:crosswalk:years"),
        "crosswalk_questions": reverse("pathways:crosswalk:questions"),
        "crosswalk_budgets": reverse("pathways:crosswalk:budgets:list"),
        "crosswalk_budgets_new": reverse("pathways:crosswalk:budgets:new"),
        "crosswalk_worksheets": reverse("pathways:crosswalk:worksheets:list"),
        "crosswalk_worksheets_new": reverse("pathways:crosswalk:worksheets:new"),
        "titles_new": reverse("pathways:new-title"),
        "titles_new_set": reverse("pathways:new-set"),
        "frameworks": reverse("pathways:frameworks"),
        "framework_imports": reverse("pathways:imports:list"),
        "profile": reverse("pathways:me", query={"title": "SWE-P3"}),
        "profile_rate": reverse("pathways:rate-new"),
        "profile_ask": reverse("pathways:ask-for-skill"),
        "team": reverse("pathways:team"),
        "staff_titles": reverse("pathways:people"),
        "skills_asked": reverse("pathways:asked-skills"),
        "jobs": reverse("jobs:list"),
        "jobs_search": reverse("jobs:list", query={"q": "programmer", "work": "hybrid"}),
        "feed": reverse("jobs:feed"),
        "feed_search": reverse("jobs:feed", query={"work": "hybrid"}),
        "picture": reverse("jobs:picture"),
        "manage": reverse("jobs:manage"),
        "manage_new": reverse("jobs:manage-new"),
        "imports": reverse("jobs:imports:list"),
        "imports_new": reverse("jobs:imports:new"),
        "saved": reverse("jobs:saved"),
        "saved_new": reverse("jobs:saved-new", query={"family": "data"}),
        "courses": reverse("training:list"),
        "courses_search": reverse("training:list", query={"q": "data", "seats": "free"}),
        "courses_calendar": reverse("training:courses-calendar"),
        "courses_agenda": reverse("training:courses-calendar", query={"view": "list"}),
        "courses_feed": reverse("training:feed"),
        "courses_ics": reverse("training:courses-ics"),
        "learning_paths": reverse("training:paths"),
        "courses_manage": reverse("training:manage"),
        "training_figures": reverse("training:figures"),
        "courses_manage_new": reverse("training:manage-new"),
        "completing": reverse("training:completing"),
        "training_budgets": reverse("training:budgets"),
        "team_skills": reverse("training:team-skills"),
        "courses_imports": reverse("training:imports:list"),
        "courses_imports_new": reverse("training:imports:new"),
        "account": reverse("mine:index"),
        "account_delete": reverse("mine:delete"),
        "second_step": reverse("mfa_index"),
        "devices": reverse("usersessions_list"),
        "dead_letters": reverse("outbox:dead"),
        "people": reverse("people:index"),
        "people_roles": reverse("people:roles"),
        "staff": reverse("people:staff"),
        "staff_imports": reverse("people:imports:list"),
        "staff_imports_new": reverse("people:imports:new"),
    }
    seeker = User.objects.filter(email=_email("seeker")).first()
    if seeker:
        pages["people_one"] = reverse("people:detail", args=[seeker.pk])
    leader = Employment.objects.current().filter(user__email=_email("manager")).first()
    if leader:
        pages["staff_post"] = reverse("people:staff-detail", args=[leader.pk])
    role = ReferenceItem.objects.filter(kind="role").select_related("edition__framework").order_by("-pk").first()
    if role:
        place = [role.edition.framework.slug, role.code]
        pages |= {
            "framework": role.edition.framework.get_absolute_url(),
            "framework_changes": reverse("pathways:framework-changes", args=place[:1]),
            "framework_role": reverse("pathways:reference-role", args=place),
            "framework_copy": reverse("pathways:copy-role", args=place),
        }
    led = Profile.objects.filter(user__email=_email("staff")).first()
    if led:
        pages["person_profile"] = reverse("pathways:person", args=[led.user_id])
    public = postings.filter(audience=Audience.BOTH)
    examples = {f"posting_{phase}": public.filter(phase_now=phase).first() for phase in Phase.values}
    examples["posting_staff_only"] = postings.filter(phase_now=Phase.OPEN, audience=Audience.STAFF).first()
    examples["posting_until_filled"] = public.filter(phase_now=Phase.OPEN, closes_at=None).first()
    pages |= {name: example.get_absolute_url() for name, example in examples.items() if example}
    story = Page.objects.published().stories().first()
    if story:
        pages |= {"why_story": story.get_absolute_url(), "why_edit": reverse("why:edit", args=[story.pk])}
    old = BudgetTitle.objects.in_scope().filter(decision=None).order_by("code").first()
    if old:
        pages["crosswalk_one"] = reverse("pathways:crosswalk:one", args=[old.pk])
    revised = Title.objects.filter(revisions__number=2).order_by("code").first()
    if revised:
        pages |= {
            "title": revised.get_absolute_url(),
            "title_history": reverse("pathways:history", args=[revised.code], query={"from": 1, "to": 2}),
            "title_manage": reverse("pathways:manage-title", args=[revised.code]),
        }
    written = Revision.objects.being_written().order_by("pk").first()
    if written:
        pages |= {"title_draft": reverse("pathways:draft", args=[written.pk])}
    waiting = Revision.objects.filter(state="in_review").order_by("pk").first()
    if waiting:
        pages |= {"title_review": reverse("pathways:review", args=[waiting.pk])}
    pages |= _training_pages()
    draft = examples["posting_draft"]
    if draft:
        leaves = {"manage_posting": "manage-detail", "manage_edit": "manage-edit", "manage_preview": "manage-preview"}
        pages |= {name: reverse(f"jobs:{leaf}", kwargs={"pk": draft.pk}) for name, leaf in leaves.items()}
    return pages


def _training_pages() -> dict[str, str]:
    """Courses of each kind: with seats, full, on demand, a draft; and a learning path."""
    courses = Course.objects.published().order_by("pk")
    full = Session.objects.upcoming().filter(waiting__gt=0).select_related("course").order_by("pk").first()
    path = LearningPath.objects.order_by("pk").first()
    examples = {
        "course": courses.filter(sessions__in=Session.objects.open().with_free_seats()).first(),
        "course_full": full.course if full else None,
        "course_on_demand": courses.filter(format=Course.Format.ON_DEMAND).first(),
        "course_draft": Course.objects.filter(state=CourseState.DRAFT).first(),
        "learning_path": path,
    }
    pages = {name: example.get_absolute_url() for name, example in examples.items() if example}
    if certificate := Certificate.objects.filter(is_public=True).order_by("pk").first():
        pages |= {
            "certificate": certificate.get_absolute_url(),
            "certificate_badge": reverse("training:certificate-badge", args=[certificate.token]),
            "completion": reverse("training:completion", args=[certificate.enrollment_id]),
        }
    if full:
        pages |= {
            "course_manage": reverse("training:manage-course", args=[full.course_id]),
            "course_edit": reverse("training:manage-edit", args=[full.course_id]),
            "session_manage": reverse("training:manage-session", args=[full.pk]),
            "session_new": reverse("training:manage-session-new", args=[full.course_id]),
            "session_roster": reverse("training:roster", args=[full.pk]),
            "session_enroll": reverse("training:roster-enroll", args=[full.pk]),
        }
    begun = Meeting.objects.filter(starts__lte=timezone.now()).order_by("-starts").first()
    if begun:
        pages |= {
            "session_begun_roster": reverse("training:roster", args=[begun.session_id]),
            "session_sheet": reverse("training:roster-sheet", args=[begun.session_id]),
            "session_check_in": reverse("training:check-in", args=[begun.session_id, begun.pk]),
        }
    answered = Session.objects.filter(enrollments__feedback__isnull=False).order_by("pk").first()
    if answered:
        pages["session_feedback"] = reverse("training:session-feedback", args=[answered.pk])
    return pages
