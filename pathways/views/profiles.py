"""A person's own page: their title, their skills, and what lies between them and a title."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from pathways import reading as titles
from pathways.errors import Incomplete, NotAllowed
from pathways.models import Skill, SkillRecord, SkillRequest, Title
from pathways.profiles import actions, reading
from pathways.profiles.forms import AskForSkillForm, RatingForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def me(request: PersonRequest) -> HttpResponse:
    """My title, my skills, and both side by side; with `?title=CODE`, against another title, too."""
    today = timezone.localdate()
    page = reading.profile_page(request.user, today=today, code=request.GET.get("title", ""))
    page.requests = SkillRequest.objects.filter(asked_by=request.user).select_related("skill").order_by("-asked_at")
    context = {"page": page, "lines": titles.lines("", today), "leads": bool(reading.waiting_for(request.user))}
    return render(request, "pathways/profiles/me.html", context)


@require_http_methods(FORM)
def rate(request: PersonRequest, slug: str = "") -> HttpResponse:
    """Rate oneself in a skill: one chosen from the list, or the one of the address."""
    skill = get_object_or_404(Skill, slug=slug) if slug else None
    mine = SkillRecord.objects.filter(user=request.user, source="self")
    record = mine.filter(skill=skill).first() if skill else None
    initial = {name: getattr(record, name) for name in ("level", "evidence", "url")} if record else {}
    initial["skill"] = request.GET.get("skill", "")
    form = RatingForm(
        request.POST if request.method == "POST" else None,
        skill=skill,
        without=() if skill else mine.values_list("skill", flat=True),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        return _rated(request, skill or form.cleaned_data["skill"], form)
    context = {"form": form, "skill": skill, "record": record}
    return render(request, "pathways/profiles/rate.html", context, status=422 if form.errors else 200)


def _rated(request: PersonRequest, skill: Skill, form: RatingForm) -> HttpResponse:
    values = {name: form.cleaned_data[name] for name in ("level", "evidence", "url")}
    actions.record_skill(user=request.user, skill=skill, source="self", by=request.user, **values)
    messages.success(request, _("Saved: %(skill)s.") % {"skill": skill.name})
    return redirect(f"{_me()}#skill-{skill.slug}")


def _me() -> str:
    return reverse("pathways:me")


@require_POST
def take_back(request: PersonRequest, slug: str) -> HttpResponse:
    """Take back what one said of oneself, as long as nobody has confirmed it."""
    record = get_object_or_404(SkillRecord, user=request.user, skill__slug=slug, source="self")
    try:
        actions.take_back_skill(record=record, by=request.user)
    except NotAllowed:
        messages.error(request, _("Your manager has confirmed this skill. Rate yourself anew instead."))
    else:
        messages.success(request, _("Taken back."))
    return redirect(f"{_me()}#skills")


@require_POST
def choose_title(request: PersonRequest) -> HttpResponse:
    """Say which of the titles that the post stands for is one's own."""
    title = Title.objects.filter(code=request.POST.get("title", "").replace("\0", "")[:9]).first()
    try:
        if title is None:
            raise NotAllowed(request.user, "set_title")
        actions.set_title(user=request.user, title=title, by=request.user)
    except NotAllowed:
        messages.error(request, _("Your post does not stand for this title. Ask your manager or HR to set it."))
    else:
        messages.success(request, _("Your title is set."))
    return redirect("pathways:me")


@require_http_methods(FORM)
def ask(request: PersonRequest) -> HttpResponse:
    """Ask HR for a skill that is missing."""
    form = AskForSkillForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_skill(by=request.user, **form.cleaned_data)
        except Incomplete as refusal:
            form.add_error("name", refusal.missing)
        else:
            messages.success(request, _("HR has your question. You get a message when they answer."))
            return redirect(f"{_me()}#asked")
    return render(request, "pathways/profiles/ask.html", {"form": form}, status=422 if form.errors else 200)
