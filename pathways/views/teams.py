"""A manager's people and HR's: who has which title, and which skills wait for a word."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import places
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.models import Employment, User
from chitech.core.accounts.roles import Permission
from pathways.errors import Incomplete, NotAllowed
from pathways.models import Skill, SkillRecord, SkillRequest, Title
from pathways.profiles import actions, reading
from pathways.profiles.forms import AnswerForm, ConfirmForm, RatingForm, SetTitleForm, grouped_skills
from pathways.profiles.querysets import leads, visible_to

FORM = ["GET", "HEAD", "POST"]
PAGE = 50


@require_safe
def team(request: PersonRequest) -> HttpResponse:
    """The people whom one leads, by the payroll."""
    members = reading.team_of(request.user)
    waiting = sum(member.waiting for member in members)
    return render(request, "pathways/profiles/team.html", {"members": members, "waiting": waiting})


@require_safe
@only_with(Permission.READ_PROFILES)
def people(request: PersonRequest) -> HttpResponse:
    """HR's list: members of staff with an account, by name, by words or by title."""
    q, code = (request.GET.get(name, "").replace("\0", "")[:200] for name in ("q", "title"))
    posts = Employment.objects.current().filter(user__isnull=False).about(q)
    where = places(request.user, Permission.READ_PROFILES)
    if where is not None:
        posts = posts.filter(department__in=where)
    title = Title.objects.with_revision().filter(code=code.upper()).first() if code else None
    if title:
        posts = posts.filter(user__profile__title=title)
    posts = posts.select_related("user", "department").order_by("name", "pk")
    page = Paginator(posts, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "members": reading.members(list(page.object_list)), "q": q, "title": title}
    return render(request, "pathways/profiles/people.html", context)


def _person(request: PersonRequest, pk: int) -> User:
    return get_object_or_404(visible_to(request.user), pk=pk)


@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Someone's title and skills, for their manager and for HR."""
    if pk == request.user.pk:
        return redirect("pathways:me")
    return _page(request, _person(request, pk))


def _page(request: PersonRequest, person: User, *, status: int = 200, **more: Any) -> HttpResponse:
    page = reading.profile_page(person, today=timezone.localdate())
    may_confirm = leads(request.user, person.pk)
    failed = more.pop("failed", None)
    rows = []
    for line in page.skills:
        own = line.own if may_confirm else None
        form = failed if failed and own and failed.record == own.pk else None
        rows.append((line, form or (ConfirmForm(record=own.pk, said=own.level) if own else None)))
    context = {
        "page": page,
        "waiting": [row for row in rows if row[0].is_waiting],
        "settled": [row for row in rows if not row[0].is_waiting],
        "may_confirm": may_confirm,
        "title_form": SetTitleForm() if actions.may_set_title(request.user, person) and page.post else None,
        "failed": failed,
    }
    return render(request, "pathways/profiles/person.html", context | more, status=status)


@require_POST
def confirm(request: PersonRequest, pk: int, record: int) -> HttpResponse:
    """A manager's word about what someone said of themselves."""
    person = _led(request, pk)
    said = get_object_or_404(SkillRecord, pk=record, user=person, source="self")
    form = ConfirmForm(request.POST, record=said.pk, said=said.level)
    if request.POST.get("seen") != str(said.level):
        return _page(request, person, status=409, failed=form, has_moved=True)
    if not form.is_valid():
        return _page(request, person, status=422, failed=form)
    actions.confirm_skill(record=said, by=request.user, **form.cleaned_data)
    messages.success(request, _("Your word is saved, and the person is told."))
    return redirect("pathways:person", pk)


def _led(request: PersonRequest, pk: int) -> User:
    person = _person(request, pk)
    if not leads(request.user, pk):
        raise Http404
    return person


@require_http_methods(FORM)
def name_skill(request: PersonRequest, pk: int) -> HttpResponse:
    """A manager names a skill that the person has not rated."""
    person = _led(request, pk)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.record_skill(user=person, source="manager", by=request.user, **form.cleaned_data)
        messages.success(request, _("Your word is saved, and the person is told."))
        return redirect("pathways:person", pk)
    context = {"form": form, "person": person}
    return render(request, "pathways/profiles/name_skill.html", context, status=422 if form.errors else 200)


@require_POST
def set_title(request: PersonRequest, pk: int) -> HttpResponse:
    """Say which refreshed title someone's post has."""
    person, form = _person(request, pk), SetTitleForm(request.POST)
    if not form.is_valid():
        return _page(request, person, status=422, title_form=form)
    try:
        actions.set_title(user=person, title=form.cleaned_data["title"], by=request.user)
    except NotAllowed:
        messages.error(request, _("You can’t set this person’s title."))
    else:
        messages.success(request, _("The title is set, and the person is told."))
    return redirect("pathways:person", pk)


@require_safe
@only_with(Permission.WRITE_TITLES)
def asked(request: PersonRequest) -> HttpResponse:
    """Skills that people miss: those without an answer, then the last answers."""
    return _asked(request)


def _asked(request: PersonRequest, *, failed: tuple[int, AnswerForm] | None = None, status: int = 200) -> HttpResponse:
    rows, menu = SkillRequest.objects.select_related("asked_by", "answered_by", "skill"), grouped_skills()
    waiting = [
        (each, failed[1] if failed and failed[0] == each.pk else AnswerForm(asked=each, menu=menu))
        for each in rows.unanswered().order_by("asked_at")[:PAGE]
    ]
    context = {
        "waiting": waiting,
        "answered": rows.exclude(answered_at=None).order_by("-answered_at")[:20],
        "groups": sorted(set(Skill.objects.exclude(group="").values_list("group", flat=True))),
        "failed": failed[1] if failed else None,
    }
    return render(request, "pathways/profiles/asked.html", context, status=status)


@require_POST
@only_with(Permission.WRITE_TITLES)
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer who misses a skill."""
    request_row = get_object_or_404(SkillRequest, pk=pk)
    form = AnswerForm(request.POST, asked=request_row, menu=grouped_skills())
    if not form.is_valid():
        return _asked(request, failed=(pk, form), status=422)
    try:
        actions.answer_request(request=request_row, by=request.user, **form.cleaned_data)
    except Incomplete as refusal:
        form.add_error(None, refusal.missing)
        return _asked(request, failed=(pk, form), status=422)
    except NotAllowed:
        messages.error(request, _("Someone else has answered this meanwhile."))
    else:
        messages.success(request, _("Answered. The person is told."))
    return redirect("pathways:asked-skills")
