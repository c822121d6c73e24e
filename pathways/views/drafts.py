"""HR writes: the list of titles and drafts, a title's room, the draft with its remarks and advice."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from pathways import actions, advice, conflicts, impact, reading
from pathways.errors import AlreadyDrafted, Incomplete, NotAllowed, StaleEdit
from pathways.forms import RemarkForm, RetireForm, RevisionForm
from pathways.models import ChangeSet, Revision, RevisionComment, Title
from pathways.new_titles import NewTitleForm
from pathways.skill_rows import SkillRowsForm, known_skills
from pathways.steps import Step, state_after

only_readers = only_with(Permission.READ_TITLES)
only_writers = only_with(Permission.WRITE_TITLES)
only_approvers = only_with(Permission.APPROVE_TITLES)


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """What is being written, and all titles."""
    q = request.GET.get("q", "").replace("\0", "")[:200]
    drafts = Revision.objects.being_written().select_related("title__family", "updated_by", "change_set")
    context: dict[str, Any] = {"drafts": drafts.order_by("-updated_at"), "q": q}
    context["lines"] = reading.lines(q, timezone.localdate())
    context["change_sets"] = ChangeSet.objects.filter(state__in=["draft", "in_review"]).select_related("created_by")
    context["may_write"] = may(request.user, Permission.WRITE_TITLES)
    context |= {"upcoming": reading.upcoming(timezone.localdate()), "retired": reading.retired(timezone.localdate())}
    return render(request, "pathways/manage/index.html", context)


@require_safe
@only_readers
def title(request: PersonRequest, code: str) -> HttpResponse:
    """A title's room: its revisions in every state, and what can be done."""
    return _title(request, get_object_or_404(Title.objects.select_related("family", "level", "successor"), code=code))


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def new_title(request: PersonRequest) -> HttpResponse:
    """Begin a title that is new: its code, its field, and the draft of its first revision."""
    form = NewTitleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.create_title(by=request.user, title=form.cleaned_data["title"], values=form.values())
        except Incomplete as refusal:
            form.add_error("code", refusal.missing)
        else:
            messages.success(request, _("The title is begun. Nobody outside sees it before it is approved."))
            return redirect("pathways:draft", draft.pk)
    return render(request, "pathways/manage/new_title.html", {"form": form}, status=422 if form.errors else 200)


def _title(
    request: PersonRequest, title: Title, *, form: RetireForm | None = None, missing: Any = (), status: int = 200
) -> HttpResponse:
    revisions = list(title.revisions.select_related("updated_by", "approved_by").order_by("-number"))
    context = {
        "title": title,
        "revisions": revisions,
        "today": timezone.localdate(),
        "name": revisions[0].name if revisions else title.code,
        "draft": next((each for each in revisions if each.is_open), None),
        "may_write": may(request.user, Permission.WRITE_TITLES),
        "may_retire": may(request.user, Permission.APPROVE_TITLES) and not title.retired_on,
        "may_bring_back": may(request.user, Permission.APPROVE_TITLES) and title.retired_on,
        "retire_form": form or RetireForm(title=title),
        "dangling": impact.dangling(title.pk),
        "missing": missing,
        "is_public": any(each.state == Revision.State.APPROVED for each in revisions),
    }
    return render(request, "pathways/manage/title.html", context, status=status)


@require_POST
@only_writers
def start(request: PersonRequest, code: str) -> HttpResponse:
    """Begin a draft from what the title says; where there is one, go there."""
    title = get_object_or_404(Title, code=code)
    try:
        draft = actions.start_draft(title=title, by=request.user)
    except AlreadyDrafted as refusal:
        messages.info(request, _("Someone is already working on this title. This is their draft."))
        draft = refusal.draft
    except (NotAllowed, Incomplete):
        messages.error(request, _("A retired title, or one that says nothing yet, can’t be revised."))
        return redirect("pathways:manage-title", code)
    return redirect("pathways:draft", draft.pk)


@require_POST
@only_approvers
def retire(request: PersonRequest, code: str) -> HttpResponse:
    """Use a title no more from a day on."""
    title = get_object_or_404(Title.objects.select_related("family", "level", "successor"), code=code)
    form = RetireForm(request.POST, title=title)
    if not form.is_valid():
        return _title(request, title, form=form, status=422)
    try:
        actions.retire(title=title, by=request.user, **form.cleaned_data)
    except Incomplete as refusal:
        return _title(request, title, form=form, missing=refusal.missing, status=422)
    except NotAllowed:
        messages.error(request, _("That can no longer be done: the title is retired already."))
    else:
        messages.success(request, _("The title is retired from that day on."))
    return redirect("pathways:manage-title", code)


@require_POST
@only_approvers
def bring_back(request: PersonRequest, code: str) -> HttpResponse:
    """Take a retirement back: its day was mistyped, or the title is needed again."""
    title = get_object_or_404(Title, code=code)
    try:
        actions.bring_back(title=title, by=request.user)
    except NotAllowed:
        messages.error(request, _("The title is not retired: someone else has brought it back."))
        return redirect("pathways:manage-title", code)
    if Title.objects.in_use().filter(pk=title.pk).exists():
        messages.success(request, _("The retirement is taken back. The title stays in use."))
    else:
        messages.success(request, _("The retirement is taken back. Start a revision: it says from when it is in use."))
    return redirect("pathways:manage-title", code)


def _draft(pk: int) -> Revision:
    related = ("title__family", "title__level", "based_on", "created_by", "updated_by", "submitted_by", "asked_by")
    return get_object_or_404(Revision.objects.select_related(*related, "change_set"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Write a draft. What someone else saved meanwhile is shown beside what was typed, and nothing is lost."""
    revision = _draft(pk)
    if request.method == "POST":
        return _save(request, revision)
    if not state_after(revision.state, Step.EDIT, request.user):
        return redirect("pathways:review", pk)
    rows = SkillRowsForm(known=known_skills(), asked=conflicts.skills_of(revision))
    return _editor(request, revision, RevisionForm(instance=revision), rows)


def _save(request: PersonRequest, revision: Revision) -> HttpResponse:
    data, version = conflicts.taking_theirs(request.POST, revision), _version(request)
    form = RevisionForm(data, instance=revision)
    rows = SkillRowsForm(data, known=known_skills())
    if not form.is_valid() & rows.is_valid():
        return _editor(request, revision, form, rows, version=version, status=422)
    try:
        actions.update_draft(
            revision=revision, by=request.user, version=version, values=form.values(), skills=rows.asked
        )
    except NotAllowed as refusal:
        return _editor(request, revision, form, rows, ended=refusal.thing, status=409)
    except StaleEdit as refusal:
        found = conflicts.differences(current=refusal.current, version=version, form=form, rows=rows)
        return _editor(request, revision, form, rows, current=refusal.current, differences=found, status=409)
    if "submit" not in request.POST:
        messages.success(request, _("The draft is saved."))
        return redirect("pathways:draft", revision.pk)
    return submit(request, revision.pk)


@require_POST
@only_writers
def autosave(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep what is typed, for the form's script: 200 with the new version, 409 if another was first, 422 not yet."""
    revision, version = _draft(pk), _version(request)
    form, rows = RevisionForm(request.POST, instance=revision), SkillRowsForm(request.POST, known=known_skills())
    if not form.is_valid() & rows.is_valid():
        return JsonResponse({"saved": False}, status=422)
    try:
        saved = actions.update_draft(
            revision=revision, by=request.user, version=version, values=form.values(), skills=rows.asked
        )
    except (StaleEdit, NotAllowed):
        return JsonResponse({"saved": False}, status=409)
    return JsonResponse({"saved": True, "version": saved.version})


def _editor(
    request: PersonRequest,
    revision: Revision,
    form: RevisionForm,
    rows: SkillRowsForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "revision": revision,
        "version": more.get("current", revision).version,
        "form": form,
        "rows": rows,
        "advice": advice.on(revision),
        "remarks": revision.comments.select_related("created_by", "settled_by"),
        "remark_form": RemarkForm(),
        **{key: value for key, value in more.items() if value is not None},
    }
    return render(request, "pathways/manage/draft.html", context, status=status)


def _version(request: PersonRequest) -> int:
    """The version that the person looked at; 0 where the form did not say."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@require_POST
@only_writers
def submit(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for a review. What is missing is said."""
    revision = _draft(pk)
    try:
        actions.submit(revision=revision, by=request.user)
    except Incomplete as refusal:
        rows = SkillRowsForm(known=known_skills(), asked=conflicts.skills_of(revision))
        form = RevisionForm(instance=revision)
        return _editor(request, revision, form, rows, missing=refusal.missing, status=422)
    except (NotAllowed, StaleEdit):
        messages.error(request, _("That can no longer be done: the draft has moved on."))
    else:
        messages.success(request, _("Submitted. A publisher who has not written it will read it."))
    return redirect("pathways:review", pk)


@require_POST
@only_writers
def settle(request: PersonRequest, pk: int) -> HttpResponse:
    """A remark is dealt with."""
    found = get_object_or_404(RevisionComment, pk=pk)
    actions.settle(remark=found, by=request.user)
    return redirect("pathways:review", found.revision_id)
