"""HR's pages: the list of postings, writing and previewing one, and the decisions about it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.access import may
from chitech.core.accounts.gates import PersonRequest, only_with
from chitech.core.accounts.roles import Permission
from chitech.core.signin.kept import typed_before
from jobs import actions, conflicts, history, manage_list, starting
from jobs.errors import CannotPublish, NotAllowed, StaleEdit
from jobs.forms import EndForm, PostingForm
from jobs.models import Posting
from jobs.moves import Action, moves_for
from jobs.publishing import missing_to_publish
from jobs.skill_rows import SkillRowsForm, known_skills, skills_of
from pathways.models import Skill, Title

only_readers = only_with(Permission.READ_POSTINGS)
only_writers = only_with(Permission.WRITE_POSTINGS)


@require_safe
@only_readers
def index(request: PersonRequest) -> HttpResponse:
    """All postings with their phases. Every state of the list is a URL."""
    listing = manage_list.read(request.GET, user=request.user, now=timezone.now())
    return render(request, "jobs/manage/list.html", {"listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def new(request: PersonRequest) -> HttpResponse:
    """Choose a title, then write a draft that starts with what the title says; or start with empty boxes."""
    known = known_skills()
    if request.method == "POST":
        form, rows = PostingForm(request.POST, by=request.user), SkillRowsForm(request.POST, known=known)
        if form.is_valid() & rows.is_valid():
            posting = actions.create(by=request.user, values=form.values(), skills=rows.asked)
            messages.success(request, _("The draft is saved. This is how people will see it."))
            return redirect("jobs:manage-preview", posting.pk)
        return _editor(request, form, rows, status=422)
    return _start(request, known)


def _start(request: PersonRequest, known: dict[str, Skill]) -> HttpResponse:
    """The form with what was typed before, or what the address asks for (a title, a copy, nothing); without a wish, the
    titles to choose from.
    """
    typed = typed_before(request)
    if typed is not None:
        return _editor(request, PostingForm(typed, by=request.user), SkillRowsForm(typed, known=known))
    code, copied = request.GET.get("title", ""), request.GET.get("copy", "")
    if copied:
        pk = int(copied) if copied.isascii() and copied.isdigit() else 0
        posting = get_object_or_404(Posting.objects.editable_by(request.user), pk=pk)
        form = PostingForm(initial=starting.from_posting(posting), by=request.user)
        return _editor(request, form, SkillRowsForm(known=known, asked=skills_of(pk)))
    initial = {} if "blank" in request.GET else starting.from_title(code) if code else None
    if initial is None:
        q = request.GET.get("q", "")
        context = {"q": q, "lines": starting.lines(q), "unknown_code": code}
        return render(request, "jobs/manage/choose_title.html", context)
    return _editor(request, PostingForm(initial=initial, by=request.user), SkillRowsForm(known=known))


@require_http_methods(["GET", "HEAD", "POST"])
@only_writers
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a posting. What someone else saved meanwhile is shown beside what was typed, and nothing is lost."""
    posting = get_object_or_404(Posting.objects.editable_by(request.user).select_related("department"), pk=pk)
    if request.method == "POST":
        return _save(request, posting)
    if Action.EDIT not in moves_for(posting, request.user):
        messages.warning(request, _("A posting that was closed early or cancelled can no longer be changed."))
        return redirect("jobs:manage-detail", pk)
    typed = typed_before(request)
    form = PostingForm(typed, instance=posting, by=request.user)
    rows = SkillRowsForm(typed, known=known_skills(), asked=skills_of(pk))
    version = posting.version if typed is None else _version(typed)
    return _editor(request, form, rows, posting=posting, version=version)


def _save(request: PersonRequest, posting: Posting) -> HttpResponse:
    """Save an edit, or answer with everything that was typed and what stands against it."""
    data, version = conflicts.taking_theirs(request.POST, posting), _version(request.POST)
    form, rows = PostingForm(data, instance=posting, by=request.user), SkillRowsForm(data, known=known_skills())
    kept: dict[str, Any] = {"posting": posting, "version": version}
    if not form.is_valid() & rows.is_valid():
        return _editor(request, form, rows, status=422, **kept)
    try:
        actions.update(posting=posting, by=request.user, version=version or 0, values=form.values(), skills=rows.asked)
    except CannotPublish as refusal:
        return _editor(request, form, rows, status=422, missing=refusal.missing, **kept)
    except NotAllowed as refusal:
        return _editor(request, form, rows, status=409, ended=refusal.posting, **kept)
    except StaleEdit as refusal:
        current = refusal.current
        found = conflicts.differences(current=current, version=version or 0, form=form, rows=rows)
        kept["version"] = current.version
        return _editor(request, form, rows, status=409, current=current, differences=found, **kept)
    messages.success(request, _("Your changes are saved."))
    return redirect("jobs:manage-preview" if posting.state == Posting.State.DRAFT else "jobs:manage-detail", posting.pk)


def _editor(
    request: PersonRequest, form: PostingForm, rows: SkillRowsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "rows": rows, **more}
    return render(request, "jobs/manage/edit.html", context, status=status)


def _version(sent: QueryDict) -> int | None:
    """The version of the posting that the person looked at; None where the form did not say."""
    given = sent.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


@require_safe
@only_readers
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The page as people will see it, and what still keeps it from them."""
    return _preview(request, get_object_or_404(Posting.objects.readable_by(request.user).for_detail(), pk=pk))


def _preview(
    request: PersonRequest,
    posting: Posting,
    *,
    status: int = 200,
    refused: Sequence[str] = (),
    has_changed: bool = False,
) -> HttpResponse:
    moves = moves_for(posting, request.user)
    missing = refused or (missing_to_publish(posting) if Action.PUBLISH in moves else [])
    context = {"posting": posting, "is_preview": True, "similar": [], "same_title": []}
    context |= {"moves": moves, "missing": missing, "was_refused": bool(refused), "has_changed": has_changed}
    return render(request, "jobs/manage/preview.html", context, status=status)


@require_safe
@only_readers
def detail(request: PersonRequest, pk: int) -> HttpResponse:
    """Where a posting stands, what can be done with it, and all that was done."""
    return _detail(request, get_object_or_404(_for_detail(request), pk=pk))


def _for_detail(request: PersonRequest) -> Any:
    people = ("published_by", "closed_by", "cancelled_by", "created_by")
    return Posting.objects.readable_by(request.user).for_detail().select_related(*people)


def _detail(request: PersonRequest, posting: Posting, *, status: int = 200, **forms: EndForm) -> HttpResponse:
    moves = moves_for(posting, request.user)
    context: dict[str, Any] = {
        "posting": posting,
        "title": Title.objects.with_revision().filter(postings=posting).first(),
        "moves": moves,
        "may_copy": may(request.user, Permission.WRITE_POSTINGS, department=posting.department_id),
        "missing": missing_to_publish(posting) if Action.PUBLISH in moves else [],
        "timeline": history.of(posting),
        "close_form": EndForm(prefix="close"),
        "cancel_form": EndForm(prefix="cancel"),
    }
    return render(request, "jobs/manage/detail.html", context | forms, status=status)


@require_POST
@only_writers
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Let people see a draft. What is missing is said on its preview."""
    posting = get_object_or_404(Posting.objects.editable_by(request.user).for_detail(), pk=pk)
    try:
        posting = actions.publish(posting=posting, by=request.user, version=_version(request.POST))
    except CannotPublish as refusal:
        return _preview(request, posting, status=422, refused=refusal.missing)
    except StaleEdit:
        return _preview(request, _for_detail(request).get(pk=pk), status=409, has_changed=True)
    except NotAllowed:
        return _not_allowed(request, pk)
    if posting.is_open:
        messages.success(request, _("Published. The posting is open now."))
    else:
        messages.success(request, _("Published. People will see it from the day it opens."))
    return redirect("jobs:manage-detail", pk)


@require_POST
@only_writers
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """Take no more applications, before the deadline."""
    return _end(request, pk, actions.close, "close_form", _("The posting is closed."))


@require_POST
@only_writers
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a posting back for good."""
    return _end(request, pk, actions.cancel, "cancel_form", _("The posting is cancelled."))


def _end(request: PersonRequest, pk: int, action: Callable[..., Posting], form_name: str, done: str) -> HttpResponse:
    posting = get_object_or_404(_for_detail(request).editable_by(request.user), pk=pk)
    form = EndForm(request.POST, prefix=form_name.removesuffix("_form"))
    if not form.is_valid():
        return _detail(request, posting, status=422, **{form_name: form})
    try:
        action(posting=posting, by=request.user, reason=form.cleaned_data["reason"])
    except (NotAllowed, StaleEdit):
        return _not_allowed(request, pk)
    messages.success(request, done)
    return redirect("jobs:manage-detail", pk)


def _not_allowed(request: PersonRequest, pk: int) -> HttpResponse:
    """Someone was first, or a deadline passed: say so beside what the posting is now."""
    posting = _for_detail(request).get(pk=pk)
    sentence = _("That can no longer be done. This posting is now: %(phase)s.") % {"phase": posting.phase.label}
    messages.error(request, sentence)
    return _detail(request, posting, status=409)
