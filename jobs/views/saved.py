"""What a person keeps: saved searches and saved openings, for who has signed in; saving a search, for everyone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chitech.core.accounts.gates import PersonRequest
from jobs.cards import Card, cards
from jobs.criteria import Criteria, Vocabulary
from jobs.filter_words import in_words, short_name
from jobs.models import Posting, SavedPosting, SavedSearch
from jobs.saved import actions, limits, stars
from jobs.saved.forms import EditForm, SaveForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """All that a person keeps."""
    vocabulary = Vocabulary.load()
    searches = SavedSearch.objects.visible_to(request.user).newest_first()
    context = {
        "searches": [(each, in_words(each.asked, vocabulary)) for each in searches],
        "openings": _openings(request),
        "takeable": actions.takeable(request.user).count() if _is_verified(request) else 0,
    }
    return render(request, "jobs/saved/index.html", context)


def _openings(request: PersonRequest) -> list[Card]:
    """Those with a star that the person may still read, the latest star first."""
    mine = SavedPosting.objects.visible_to(request.user)
    readable = mine.filter(posting__in=Posting.objects.visible_to(request.user))
    shown = cards(list(readable.values_list("posting_id", flat=True)))
    for card in shown:
        card.star = "on"
    return shown


def _is_verified(request: PersonRequest) -> bool:
    addresses = EmailAddress.objects.filter(user=request.user, verified=True)
    return bool(addresses.filter(email__iexact=request.user.email).exists())


@login_not_required
@require_http_methods(FORM)
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Keep the search of the address: with an account, or with an email address alone."""
    vocabulary = Vocabulary.load()
    criteria = Criteria.read(request.GET, vocabulary)
    needs_email = not request.user.is_authenticated
    form = SaveForm(
        request.POST if request.method == "POST" else None,
        needs_email=needs_email,
        initial={"name": short_name(criteria, vocabulary)},
    )
    if request.method == "POST" and form.is_valid():
        return _keep(request, form, criteria, vocabulary)
    return _new(request, form, criteria, vocabulary)


def _new(
    request: HttpRequest, form: SaveForm, criteria: Criteria, vocabulary: Vocabulary, *, status: int = 0
) -> HttpResponse:
    context = {
        "form": form,
        "filters": in_words(criteria, vocabulary),
        "list_url": reverse("jobs:list") + criteria.query_string(),
        "address": request.get_full_path(),
        "login_url": f"{reverse('account_login')}?next={quote(request.get_full_path())}",
    }
    return render(request, "jobs/saved/new.html", context, status=status or (422 if form.errors else 200))


def _keep(request: HttpRequest, form: SaveForm, criteria: Criteria, vocabulary: Vocabulary) -> HttpResponse:
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in ("name", "frequency")}
    if not request.user.is_authenticated:
        if not limits.may_ask(request):
            form.add_error("email", _("There were many tries from your network. Try again in an hour."))
            return _new(request, form, criteria, vocabulary, status=429)
        actions.ask(email=form.cleaned_data["email"], criteria=criteria, **given)
        return redirect("jobs:saved-sent")
    try:
        actions.save(user=request.user, criteria=criteria, **given)
    except actions.TooMany:
        form.add_error(
            None, _("You have saved %(most)d searches. Delete one that you no longer need.") % {"most": actions.MOST}
        )
        return _new(request, form, criteria, vocabulary)
    messages.success(request, _("The search is saved. We write when something new opens."))
    return redirect("jobs:saved")


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look in your mail. The same for every address."""
    return render(request, "jobs/saved/sent.html")


@require_http_methods(FORM)
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a search of one's own."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    return edit_page(request, search, back=reverse("jobs:saved"))


def edit_page(request: HttpRequest, search: SavedSearch, *, back: str) -> HttpResponse:
    """The form of a search, for its owner, signed in or by a link. `back`: where to go afterwards."""
    form = EditForm(
        request.POST if request.method == "POST" else None,
        vocabulary=Vocabulary.load(),
        criteria=search.asked,
        initial={"name": search.name, "frequency": search.frequency},
    )
    if request.method == "POST" and form.is_valid():
        name, frequency = form.cleaned_data["name"], form.cleaned_data["frequency"]
        try:
            actions.edit(search=search, name=name, frequency=frequency, criteria=form.criteria)
        except actions.SavedAlready:
            form.add_error(None, _("You have another search with these filters. Change one of them, or delete one."))
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(back)
    context = {"form": form, "search": search, "back": back}
    return render(request, "jobs/saved/edit.html", context, status=422 if form.errors else 200)


VERBS: dict[str, Callable[..., Any]] = {"pause": actions.pause, "resume": actions.resume, "delete": actions.delete}


def done(verb: str) -> str:
    """What is said after it."""
    return {
        "pause": _("Paused. We write nothing about this search until you resume it."),
        "resume": _("Resumed. We write about what opens from now on."),
        "delete": _("Deleted. We have forgotten this search."),
    }[verb]


@require_POST
def change(request: PersonRequest, pk: int, verb: str) -> HttpResponse:
    """Pause, resume or delete a search of one's own."""
    search = get_object_or_404(SavedSearch.objects.visible_to(request.user), pk=pk)
    VERBS[verb](search=search)
    messages.success(request, done(verb))
    return redirect("jobs:saved")


@require_POST
def take_over(request: PersonRequest) -> HttpResponse:
    """Bring searches that were saved with one's address alone into the account."""
    taken = actions.take_over(user=request.user) if _is_verified(request) else 0
    sentence = ngettext("%(n)d search is yours now.", "%(n)d searches are yours now.", taken)
    messages.success(request, sentence % {"n": taken})
    return redirect("jobs:saved")


@require_http_methods(FORM)
def star(request: PersonRequest, pk: int) -> HttpResponse:
    """Save an opening. The page is for who came by way of the sign-in; the button beside an opening posts at once."""
    posting = get_object_or_404(Posting.objects.visible_to(request.user).for_cards(), pk=pk)
    if request.method == "POST":
        stars.keep(user=request.user, posting=posting)
        return _back(request, posting)
    context = {"posting": posting, "next": request.GET.get("next", "")}
    return render(request, "jobs/saved/star.html", context)


@require_POST
def unstar(request: PersonRequest, pk: int) -> HttpResponse:
    """Save it no longer."""
    posting = Posting.objects.visible_to(request.user).filter(pk=pk).first()
    stars.drop(user=request.user, pk=pk)
    return _back(request, posting)


def _back(request: HttpRequest, posting: Posting | None) -> HttpResponse:
    """To the page with the button, at that opening."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = posting.get_absolute_url() if posting else reverse("jobs:saved")
    return redirect(f"{target.partition('#')[0]}#opening-{posting.pk}" if posting else target)
