"""What old titles become: for everyone who looks for theirs, and for the person whose title changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from pathways import page_meta
from pathways.crosswalk import actions, mine
from pathways.crosswalk.forms import QuestionForm
from pathways.errors import NotAllowed


@require_safe
@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """ "My old title is ...": what it becomes."""
    q, found = mine.search(request.GET.get("q", ""), timezone.localdate())
    context = {"q": q, "found": found, "is_cut": len(found) == mine.MOST_FOUND, "today": timezone.localdate()}
    context["meta"] = page_meta.of_page(
        "pathways:old-titles",
        title=_("What becomes of my old title?"),
        description=_("Look up an old technology title of the city’s budget, and read which new title it becomes."),
        asked=request.GET,
        known=["q"],
    )
    return render(request, "pathways/old_titles.html", context)


@require_safe
def my_title(request: PersonRequest) -> HttpResponse:
    """ "My title is changing": what the person's title becomes, and their questions. For anyone else it says so."""
    return _page(request, QuestionForm())


def _page(request: PersonRequest, form: QuestionForm, *, asked_of: int = 0, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {"mine": mine.for_person(request.user, today), "form": form, "asked_of": asked_of, "today": today}
    return render(request, "pathways/my_title.html", context, status=status)


@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask HR about a title of one's own."""
    posts = mine.for_person(request.user, timezone.localdate()).posts
    titles = {post.budget_title.pk: post.budget_title for post in posts if post.budget_title}
    if pk not in titles:
        raise Http404
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, asked_of=pk, status=422)
    try:
        actions.ask(budget_title=titles[pk], by=request.user, text=form.cleaned_data["text"])
    except NotAllowed:
        messages.error(request, _("Several of your questions still wait for an answer. Please wait for these."))
    else:
        messages.success(request, _("Your question is with Human Resources. You get a message when it is answered."))
    return redirect("pathways:my-title")
