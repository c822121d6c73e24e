"""The two messages about certificates: that there is one, and that it is worth nothing any more."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chitech.core.outbox.kinds import Context, Kind, register
from chitech.core.outbox.models import Message
from chitech.core.outbox.rendering import absolute
from training import telling
from training.models import Certificate
from training.running import feedback


def _of(message: Message, *, is_valid: bool) -> Certificate | None:
    rows = Certificate.objects.select_related("enrollment__course", "enrollment__session")
    found = rows.filter(pk=message.context.get("certificate")).first()
    return found if found is not None and found.is_valid == is_valid and found.person_name else None


def issued(message: Message) -> Context | None:
    """That a course is completed. None where the certificate was revoked meanwhile."""
    certificate = _of(message, is_valid=True)
    if certificate is None:
        return None
    asks = feedback.may_give(certificate.enrollment)
    here = reverse("training:enrollment-feedback", args=[certificate.enrollment_id])
    return {
        "feedback_url": absolute(here) if asks else "",
        "course": certificate.course_name,
        "skills": [str(each["name"]) for each in certificate.skills],
        "summary": _("Your certificate is here, and what you learned is on your profile."),
        "url": certificate.get_absolute_url(),
    }


def revoked(message: Message) -> Context | None:
    """That the city no longer stands for it, and why."""
    certificate = _of(message, is_valid=False)
    if certificate is None:
        return None
    return {
        "course": certificate.course_name,
        "reason": certificate.revoke_reason,
        "summary": certificate.revoke_reason,
        "url": certificate.get_absolute_url(),
    }


def _sample() -> dict[str, Any]:
    return {
        "course": "Data with Python",
        "skills": ["Python", "Data analysis"],
        "reason": "It was issued for another person with the same name.",
        "feedback_url": f"{settings.SITE_URL}/training/my/1/feedback/",
        "summary": "Your certificate is here, and what you learned is on your profile.",
        "url": f"{settings.SITE_URL}/training/my/",
    }


def register_kinds() -> None:
    """Called when the portal starts."""
    register(
        Kind(
            name=telling.CERTIFICATE,
            label=gettext_lazy("You have completed a course"),
            description=gettext_lazy("With your certificate, as a page and as PDF."),
            group=gettext_lazy("Training"),
            prepare=issued,
            sample=_sample,
        )
    )
    register(
        Kind(
            name=telling.CERTIFICATE_REVOKED,
            label=gettext_lazy("A certificate of yours was revoked"),
            description=gettext_lazy("With the reason."),
            group=gettext_lazy("Training"),
            prepare=revoked,
            sample=_sample,
            always=gettext_lazy("It is about a certificate that you may have shown to others."),
        )
    )
