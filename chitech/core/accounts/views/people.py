"""Who may do what: finding people, giving roles and taking them away."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chitech.core.accounts import actions
from chitech.core.accounts.access import may
from chitech.core.accounts.errors import RefusedError
from chitech.core.accounts.forms import GiveRoleForm, TakeRoleForm
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.models import Employment, RoleGrant, User
from chitech.core.accounts.roles import DECLARED, GRANTED, Permission, Role

PAGE_SIZE = 25
_LONGEST_QUERY = 100


@require_safe
@only_with(Permission.READ_PEOPLE)
def index(request: PersonRequest) -> HttpResponse:
    """Find people. Without words: those who have a role, since they are whom an administrator looks after."""
    q = request.GET.get("q", "").replace("\x00", "")[:_LONGEST_QUERY].strip()
    role = request.GET.get("role", "")
    role = role if role in {r.value for r in GRANTED} else ""
    live = RoleGrant.objects.live()
    people = User.objects.visible_to(request.user).about(q).with_live_roles().order_by("name", "email")
    if role or not q:
        people = people.filter(pk__in=(live.filter(role=role) if role else live).values("user"))
    counts = dict(live.values_list("role").annotate(n=Count("user", distinct=True)).order_by())
    context = {
        "q": q,
        "role": role,
        "roles": [(r, counts.get(r.value, 0)) for r in GRANTED],
        "page": Paginator(people, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "people/list.html", context)


@require_safe
@only_with(Permission.READ_PEOPLE)
def roles(request: PersonRequest) -> HttpResponse:
    """What each role is for and what it lets a person do."""
    declared = [
        (role, DECLARED[role], [p.label for p in Permission if p in DECLARED[role].permissions]) for role in Role
    ]
    return render(request, "people/roles.html", {"declared": declared})


@require_safe
@only_with(Permission.READ_PEOPLE)
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One person's roles: those they have, those they had, who decided it and why."""
    return _detail(request, _person(request, pk))


def _person(request: PersonRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def _detail(request: PersonRequest, person: User, *, status: int = 200, **more: Any) -> HttpResponse:
    grants = RoleGrant.objects.filter(user=person).select_related("department", "given_by", "taken_by")
    holding = set(grants.live().values_list("pk", flat=True))
    had = Q(employee_id__in=Employment.objects.filter(user=person).values("employee_id"))
    context = {
        "person": person,
        "live": [grant for grant in grants if grant.pk in holding],
        "past": [grant for grant in grants if grant.pk not in holding],
        "employments": Employment.objects.visible_to(request.user).filter(had).select_related("department"),
        "may_give": may(request.user, Permission.GIVE_ROLES),
        "give_form": GiveRoleForm(),
        "take_form": TakeRoleForm(auto_id=False),
        "taking": None,
    }
    return render(request, "people/detail.html", context | more, status=status)


@require_http_methods(["POST"])
@only_with(Permission.GIVE_ROLES)
def give(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the person a role."""
    person, form = _person(request, pk), GiveRoleForm(request.POST)
    if not form.is_valid():
        return _detail(request, person, status=422, give_form=form)
    try:
        grant = actions.give_role(to=person, by=request.user, **form.cleaned_data)
    except RefusedError as refusal:
        form.add_error(None, refusal.message)
        return _detail(request, person, status=422, give_form=form)
    messages.success(
        request, _("%(who)s has the role now: %(role)s.") % {"who": person, "role": grant.get_role_display()}
    )
    return redirect("people:detail", pk)


@require_http_methods(["POST"])
@only_with(Permission.GIVE_ROLES)
def take(request: PersonRequest, pk: int, grant: int) -> HttpResponse:
    """Take a role away from the person."""
    person = _person(request, pk)
    given = get_object_or_404(RoleGrant.objects.visible_to(request.user), pk=grant, user=person)
    form = TakeRoleForm(request.POST, auto_id=f"id_{grant}_%s")
    if not form.is_valid():
        return _detail(request, person, status=422, take_form=form, taking=grant)
    try:
        actions.take_role(grant=given, by=request.user, reason=form.cleaned_data["reason"])
    except RefusedError as refusal:
        form.add_error("reason", refusal.message)
        return _detail(request, person, status=409, take_form=form, taking=grant)
    messages.success(
        request, _("%(who)s no longer has the role: %(role)s.") % {"who": person, "role": given.get_role_display()}
    )
    # Whoever has just given up their own right to see this page goes home.
    return redirect("people:detail", pk) if may(request.user, Permission.READ_PEOPLE) else redirect("home")
