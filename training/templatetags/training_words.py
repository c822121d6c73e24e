"""Sessions and steps in words, for templates of training."""

from django import template

from training import wording
from training.models import EnrollmentMove, Session

register = template.Library()


@register.filter
def dates_of(session: Session) -> str:
    """When a session begins."""
    return wording.dates_phrase(session)


@register.filter
def said(move: EnrollmentMove) -> str:
    """A step of an enrollment, as its history tells it."""
    return wording.step_phrase(move)
