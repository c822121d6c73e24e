"""The messages of the job site: alerts of saved searches, and what becomes of saved openings.

What a message says is asked when it is sent: an opening that has closed meanwhile is not in it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chitech.core.design.phrases import closing_phrase, long_date, pay_range
from chitech.core.outbox.choices import Frequency
from chitech.core.outbox.kinds import Context, Kind, register
from chitech.core.outbox.models import Message
from chitech.core.outbox.rendering import absolute
from jobs import catalogue
from jobs.cards import Card, cards
from jobs.choices import EmploymentType, State, WorkMode
from jobs.filter_words import in_words
from jobs.finding import in_order, matching
from jobs.models import KnownPosting, Posting, PostingSearch, SavedPosting, SavedSearch, SearchAlert
from jobs.saved import samples, stars, tokens
from jobs.saved.actions import CONFIRM
from jobs.saved.matching import ALERT
from jobs.wording import degree_phrase, experience_phrase

MOST_OPENINGS = 20


def opening(posting: Posting | Card) -> dict[str, str]:
    """What a message says of an opening."""
    return {
        "name": posting.business_title,
        "pay": pay_range(posting),
        "department": posting.department.name,
        "closes": closing_phrase(posting.closes_at),
        "where": str(posting.get_work_mode_display()) if posting.work_mode else "",
        "url": absolute(posting.get_absolute_url()),
    }


# The alert of a saved search


def search_alert(message: Message) -> Context | None:
    """What is new and still open, best first. None where nothing is, and where the search was paused or deleted."""
    alert = SearchAlert.objects.select_related("search__user").filter(pk=message.context.get("alert")).first()
    if alert is None or not alert.search.is_active:
        return None
    search, now = alert.search, timezone.now()
    vocabulary = catalogue.vocabulary(catalogue.read(now).version)
    visible = PostingSearch.objects.open(now).for_audience(search.user or AnonymousUser())
    told = KnownPosting.objects.filter(alert=alert).values("posting_id")
    found = matching(visible, search.asked, vocabulary, now).filter(pk__in=Subquery(told))
    ids = list(in_order(found, search.asked, count=0).values_list("pk", flat=True))
    if not ids:
        return None
    return {
        **_of_alert(search, alert.pk),
        "search": search.name,
        "filters": in_words(search.asked, vocabulary),
        "count": len(ids),
        "more": max(0, len(ids) - MOST_OPENINGS),
        "openings": [opening(posting) for posting in cards(ids[:MOST_OPENINGS])],
        "url": reverse("jobs:list") + search.asked.query_string(sort="newest"),
        "summary": alert_summary(search.name, len(ids)),
    }


def alert_summary(search: str, count: int) -> str:
    return ngettext("%(count)d new opening for “%(search)s”.", "%(count)d new openings for “%(search)s”.", count) % {
        "count": count,
        "search": search,
    }


def _of_alert(search: SavedSearch, alert: int) -> dict[str, str]:
    """The links that need no sign-in."""
    useful = tokens.url("saved-useful", tokens.make(search, tokens.USEFUL, number=alert))
    return {
        "manage_url": tokens.url("saved-link", tokens.make(search, tokens.MANAGE)),
        "unsubscribe_url": stop_url(search),
        "useful_url": f"{useful}?answer=yes",
        "not_useful_url": f"{useful}?answer=no",
    }


def stop_url(search: SavedSearch) -> str:
    return tokens.url("saved-stop", tokens.make(search, tokens.STOP))


def unsubscribe_link(message: Message) -> str:
    """Who unsubscribes from an alert stops that search, and no other one."""
    alert = SearchAlert.objects.select_related("search__user").filter(pk=message.context.get("alert")).first()
    return stop_url(alert.search) if alert else ""


# Asking an address


def confirm_search(message: Message) -> Context | None:
    """The question whether the owner of an address wants these alerts. None once it is answered."""
    search = SavedSearch.objects.filter(pk=message.context.get("search"), confirmed=None).first()
    if search is None:
        return None
    vocabulary = catalogue.vocabulary(catalogue.read(timezone.now()).version)
    return {
        "search": search.name,
        "filters": in_words(search.asked, vocabulary),
        "frequency": search.get_frequency_display(),
        "url": tokens.url("saved-confirm", tokens.make(search, tokens.CONFIRM)),
        "days": tokens.DAYS_TO_CONFIRM,
    }


# Saved openings


def _starred(message: Message, *, must_be_open: bool) -> Posting | None:
    """The opening, where the person still has a star on it and may see it."""
    pk = message.context.get("posting")
    if message.user is None or not SavedPosting.objects.filter(user=message.user, posting=pk).exists():
        return None
    shown = Posting.objects.visible_to(message.user).for_cards().filter(pk=pk)
    return (shown.open() if must_be_open else shown).first()


def saved_posting_closing(message: Message) -> Context | None:
    """An opening that closes soon; None where it has closed, or closes later than that by now."""
    posting = _starred(message, must_be_open=True)
    if posting is None or posting.closes_at is None or posting.closes_at > timezone.now() + stars.REMINDED_BEFORE:
        return None
    return {
        "opening": opening(posting),
        "url": posting.get_absolute_url(),
        "summary": _("You saved this opening. %(closes)s.") % {"closes": closing_phrase(posting.closes_at)},
    }


def saved_posting_changed(message: Message) -> Context | None:
    """What changed, as it was and as it is now; None where all of it is as it was again."""
    posting = _starred(message, must_be_open=True)
    if posting is None:
        return None
    before = message.context.get("before", {})
    lines = [line for name, was in before.items() if (line := _change(name, was, posting))]
    if not lines:
        return None
    return {
        "opening": opening(posting),
        "changes": lines,
        "url": posting.get_absolute_url(),
        "summary": _("Changed: %(what)s.") % {"what": ", ".join(line["label"].lower() for line in lines)},
    }


def saved_posting_closed(message: Message) -> Context | None:
    """That an opening was closed early or cancelled."""
    posting = _starred(message, must_be_open=False)
    if posting is None or posting.state not in {State.CLOSED, State.CANCELLED}:
        return None
    is_cancelled = posting.state == State.CANCELLED
    return {
        "opening": opening(posting),
        "is_cancelled": is_cancelled,
        "reason": posting.end_reason,
        "url": posting.get_absolute_url(),
        "summary": _("It was cancelled.") if is_cancelled else _("It takes no more applications."),
    }


def _change(name: str, was: list[Any], posting: Posting) -> dict[str, str] | None:
    """One line of what changed, in words; None where the words are the same."""
    columns = stars.MATERIAL.get(name, ())
    earlier = Posting(**dict(zip(columns, was, strict=False)))
    if name == "closes" and earlier.closes_at:
        earlier.closes_at = datetime.fromisoformat(str(earlier.closes_at))
    before, after = _said(name, earlier), _said(name, posting)
    if before == after:
        return None
    return {"label": str(LABELS[name]), "before": before or _("not stated"), "after": after or _("not stated")}


LABELS: Mapping[str, Any] = {
    "pay": gettext_lazy("Pay"),
    "closes": gettext_lazy("Closing date"),
    "work_mode": gettext_lazy("Where you work"),
    "location": gettext_lazy("Location"),
    "degree": gettext_lazy("Degree"),
    "experience": gettext_lazy("Experience"),
    "employment": gettext_lazy("Employment"),
}


def _said(name: str, posting: Posting) -> str:
    match name:
        case "pay":
            # The yearly equivalent is the database's to compute; here the amount alone counts.
            return pay_range(Posting(**{column: getattr(posting, column) for column in stars.MATERIAL["pay"]}))
        case "closes":
            at = posting.closes_at
            return long_date(timezone.localdate(at)) if at else _("Open until filled")
        case "work_mode":
            return str(WorkMode(posting.work_mode).label) if posting.work_mode else ""
        case "location":
            return posting.location
        case "degree":
            return degree_phrase(Posting(degree_rule=posting.degree_rule, degree_kind=posting.degree_kind))
        case "experience":
            return experience_phrase(posting.experience_months)
        case "employment":
            return str(EmploymentType(posting.employment_type).label)
        case _:
            return ""


def register_kinds() -> None:
    """Called when the portal starts."""
    group = gettext_lazy("Jobs")
    register(
        Kind(
            name=CONFIRM,
            label=gettext_lazy("Confirm a saved search"),
            description=gettext_lazy("Asks the owner of an email address whether they want alerts."),
            group=group,
            always=gettext_lazy("Without it nobody could be sure that the address is theirs."),
            prepare=confirm_search,
            sample=samples.confirm_search,
            folds=False,
            one_click=False,
            is_public_address_ok=True,
            is_urgent=True,
            useful_for=timedelta(days=tokens.DAYS_TO_CONFIRM),
        )
    )
    register(
        Kind(
            name=ALERT,
            label=gettext_lazy("New openings for a search that you saved"),
            description=gettext_lazy("How often they come is chosen for each search."),
            group=group,
            prepare=search_alert,
            sample=samples.search_alert,
            folds=False,  # each search has its own rhythm
            is_public_address_ok=True,
            unsubscribe_link=unsubscribe_link,
        )
    )
    for name, label, description, prepare, sample in (
        (
            stars.CLOSING,
            gettext_lazy("An opening that you saved is about to close"),
            gettext_lazy("Three days before it closes."),
            saved_posting_closing,
            samples.saved_posting_closing,
        ),
        (
            stars.CHANGED,
            gettext_lazy("An opening that you saved has changed"),
            gettext_lazy("When its pay, closing date, place, degree, experience or employment changes."),
            saved_posting_changed,
            samples.saved_posting_changed,
        ),
        (
            stars.CLOSED,
            gettext_lazy("An opening that you saved has closed early"),
            gettext_lazy("When it is closed before its date, or cancelled."),
            saved_posting_closed,
            samples.saved_posting_closed,
        ),
    ):
        register(
            Kind(
                name=name,
                label=label,
                description=description,
                group=group,
                prepare=prepare,
                sample=sample,
                inbox=Frequency.AT_ONCE,
                email=Frequency.AT_ONCE,
            )
        )
