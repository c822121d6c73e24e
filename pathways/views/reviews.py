"""HR decides: the review of a draft with its impact, the register of what titles ask for, change sets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest
from chitech.core.accounts.roles import Permission
from pathways import actions, change_sets, completeness, degrees, hooks, register, revision_diff
from pathways.errors import Incomplete, NotAllowed, RefusedError, StaleEdit
from pathways.forms import ApproveForm, AskForm, ConfirmForm, GradesForm, RemarkForm, SkillNameForm
from pathways.models import ChangeSet, Revision
from pathways.steps import Step, state_after
from pathways.views.drafts import _draft, _version, only_approvers, only_readers, only_writers


@require_safe
@only_readers
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """A draft as it would be: what changes, what it touches, what was said, and the decision."""
    return _review(request, _draft(pk))


def _review(request: PersonRequest, revision: Revision, *, status: int = 200, **more: Any) -> HttpResponse:
    is_writer = actions.wrote(revision, request.user)
    can = {step.value: bool(state_after(revision.state, step, request.user)) for step in Step}
    context: dict[str, Any] = {
        "revision": revision,
        "difference": revision_diff.between(revision.based_on, revision),
        "impact": hooks.revision_impact(revision) if revision.is_open else [],
        "lacks": completeness.missing_to_approve(revision) if revision.is_open else [],
        "remarks": revision.comments.select_related("created_by", "settled_by"),
        "remark_form": RemarkForm(),
        "is_writer": is_writer,
        "can": can | {"approve": can["approve"] and not is_writer and not revision.change_set_id},
        "approve_form": ApproveForm(auto_id="approve_%s"),
        "ask_form": AskForm(auto_id="ask_%s"),
        "may_remark": may(request.user, Permission.WRITE_TITLES),
    }
    return render(request, "pathways/manage/review.html", context | more, status=status)


@require_POST
@only_readers
def remark(request: PersonRequest, pk: int) -> HttpResponse:
    """Say something about a field of a draft. What can't be taken stays in its box."""
    revision, form = _draft(pk), RemarkForm(request.POST)
    if not form.is_valid():
        return _review(request, revision, remark_form=form, status=422)
    try:
        actions.comment(revision=revision, by=request.user, **form.cleaned_data)
    except NotAllowed:
        messages.error(request, _("You may read this draft, and not write on it."))
    return redirect("pathways:review", pk)


@require_POST
@only_approvers
def approve(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a draft in force from a day on, with what it touches confirmed and kept."""
    revision, form = _draft(pk), ApproveForm(request.POST, auto_id="approve_%s")
    if not form.is_valid():
        return _review(request, revision, approve_form=form, status=422)
    kept = hooks.as_kept(hooks.revision_impact(revision))
    if request.POST.get("seen", "") != _seen(kept):
        return _review(request, revision, approve_form=form, has_moved=True, status=409)
    try:
        actions.approve(
            revision=revision, by=request.user, version=_version(request), confirmed=kept,
            in_force_from=form.cleaned_data["in_force_from"],
        )  # fmt: skip
    except Incomplete as refusal:
        return _review(request, revision, approve_form=form, missing=refusal.missing, status=422)
    except (NotAllowed, StaleEdit):
        return _review(request, _draft(pk), approve_form=form, has_moved=True, status=409)
    messages.success(request, _("Approved. It holds from the day that you chose."))
    return redirect("pathways:manage-title", revision.title.code)


def _seen(kept: list[dict[str, Any]]) -> str:
    """What was on the page, short: if it is another when the publisher confirms, they look again."""
    return ",".join(f"{each['key']}:{each['count']}" for each in kept)


@require_POST
@only_approvers
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Give a draft back to its writer, with what should change."""
    revision, form = _draft(pk), AskForm(request.POST, auto_id="ask_%s")
    if not form.is_valid():
        return _review(request, revision, ask_form=form, status=422)
    try:
        actions.ask_for_changes(revision=revision, by=request.user, note=form.cleaned_data["note"])
    except (NotAllowed, StaleEdit):
        return _review(request, _draft(pk), has_moved=True, status=409)
    messages.success(request, _("The writer is told what should change."))
    return redirect("pathways:review", pk)


@require_POST
@only_writers
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Write on before the reviewer has decided."""
    try:
        actions.take_back(revision=_draft(pk), by=request.user)
    except NotAllowed:
        return _review(request, _draft(pk), has_moved=True, status=409)
    return redirect("pathways:draft", pk)


@require_POST
@only_writers
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Give up a draft, or an approval before its first day."""
    revision = _draft(pk)
    try:
        actions.withdraw(revision=revision, by=request.user)
    except NotAllowed:
        return _review(request, _draft(pk), has_moved=True, status=409)
    messages.success(request, _("Withdrawn. Its words stay readable here."))
    return redirect("pathways:manage-title", revision.title.code)


@require_safe
@only_readers
def demands(request: PersonRequest) -> HttpResponse:
    """Every required degree and every demand for years, overdue first."""
    today = timezone.localdate()
    rows = register.entries(list(register.demands(today)), today)
    context = {
        "entries": rows,
        "overdue": sum(each.is_overdue for each in rows),
        "families": degrees.by_family(today),
        "points": degrees.over_time(today),
        "today": today,
        "may_approve": may(request.user, Permission.APPROVE_TITLES),
    }
    return render(request, "pathways/manage/register.html", context)


@require_POST
@only_writers
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """What a title asks for was looked at and stays: a new day for the next look."""
    try:
        day = parse_date(request.POST.get("review_on", ""))
    except ValueError:
        day = None
    try:
        if day is None:
            raise Incomplete([_("Choose a day.")])
        actions.confirm_demands(revision=_draft(pk), by=request.user, review_on=day)
    except Incomplete as refusal:
        messages.error(request, refusal.missing[0])
    except NotAllowed:
        messages.error(request, _("Who answers for it, or a publisher, confirms it."))
    else:
        messages.success(request, _("Confirmed. The next look is noted."))
    return redirect("pathways:register")


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def new_set(request: PersonRequest) -> HttpResponse:
    """Begin a change to many titles: their pay, or a skill's name."""
    is_skill = request.POST.get("kind") == "skill_name"
    posted = request.POST if request.method == "POST" else None
    grades, skill = GradesForm(None if is_skill else posted), SkillNameForm(posted if is_skill else None)
    form: Any = skill if is_skill else grades
    context: dict[str, Any] = {"grades_form": grades, "skill_form": skill}
    if posted is None or not form.is_valid():
        return render(request, "pathways/manage/new_set.html", context, status=200 if posted is None else 422)
    begin = change_sets.of_skill_name if is_skill else change_sets.of_grades
    try:
        made = begin(by=request.user, **form.cleaned_data)
    except Incomplete as refusal:
        return render(request, "pathways/manage/new_set.html", context | {"missing": refusal.missing}, status=422)
    return redirect("pathways:set", made.pk)


@require_safe
@only_readers
def show_set(request: PersonRequest, pk: int) -> HttpResponse:
    """All that a change set changes, with what it touches, and the one decision."""
    return _set(request, get_object_or_404(ChangeSet.objects.select_related("skill", "created_by"), pk=pk))


def _set(request: PersonRequest, change_set: ChangeSet, *, status: int = 200, **more: Any) -> HttpResponse:
    drafts = list(change_set.revisions.select_related("title__family", "based_on").order_by("title__code"))
    touched = change_sets.touched(change_set)
    context: dict[str, Any] = {
        "change_set": change_set,
        "rows": [(each, touched.impacts.get(each.pk, [])) for each in drafts],
        "titles": touched.titles,
        "seen": touched.seen,
        "can_submit": bool(state_after(change_set.state, Step.SUBMIT, request.user)),
        "can_approve": bool(state_after(change_set.state, Step.APPROVE, request.user))
        and change_set.created_by_id != request.user.pk,
        "can_withdraw": change_set.state in {"draft", "in_review"} and may(request.user, Permission.WRITE_TITLES),
        "form": _decision(change_set),
    }
    return render(request, "pathways/manage/set.html", context | more, status=status)


def _decision(change_set: ChangeSet, data: Any = None) -> ApproveForm | ConfirmForm:
    """The form of the decision: a skill has its new name at once, everything else from a day on."""
    kind = ConfirmForm if change_set.skill_id else ApproveForm
    return kind(data, auto_id="approve_%s")


@require_POST
@only_writers
def decide_set(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """Submit, approve or withdraw a change set: all of it or nothing."""
    change_set = get_object_or_404(ChangeSet, pk=pk)
    form = _decision(change_set, request.POST)
    try:
        if step == Step.SUBMIT:
            change_sets.submit(change_set=change_set, by=request.user)
        elif step == Step.WITHDRAW:
            change_sets.withdraw(change_set=change_set, by=request.user)
        elif not form.is_valid():
            return _set(request, change_set, form=form, status=422)
        else:
            _approve_set(request, change_set, form)
    except Incomplete as refusal:
        more = {"form": form} if step == Step.APPROVE else {}
        return _set(request, change_set, missing=refusal.missing, status=422, **more)
    except RefusedError:
        return _set(request, ChangeSet.objects.get(pk=pk), has_moved=True, status=409)
    messages.success(request, _("Done: all of it."))
    return redirect("pathways:set", pk)


def _approve_set(request: PersonRequest, change_set: ChangeSet, form: ApproveForm | ConfirmForm) -> None:
    touched = change_sets.touched(change_set)
    if request.POST.get("seen", "") != touched.seen:
        raise StaleEdit(change_set)
    day = form.cleaned_data.get("in_force_from") or timezone.localdate()
    version, kept = _version(request), touched.as_kept()
    change_sets.approve(change_set=change_set, by=request.user, in_force_from=day, version=version, confirmed=kept)
