"""How a posting's facts are said to people, in one place for cards, pages and print."""

from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chitech.core.design.phrases import long_date
from pathways.models.titles import DegreeKind, DegreeRule


class HasDegree(Protocol):
    """Anything that says whether it asks for a degree: a posting, a card. Empty texts where the source does not say."""

    degree_rule: str
    degree_kind: str
    degree_reason: str
    degree_equivalent: str
    experience_months: int | None


def experience_phrase(months: int | None) -> str:
    """`18` -> "1 year and 6 months of experience". Empty when the posting does not say."""
    if months is None:
        return ""
    if months == 0:
        return _("No experience needed")
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)d year", "%(n)d years", years) % {"n": years})
    if rest:
        parts.append(ngettext("%(n)d month", "%(n)d months", rest) % {"n": rest})
    return _("%(time)s of experience") % {"time": _(" and ").join(parts)}


def apply_by(closes_at: datetime | None) -> str:
    """Until when one can apply, in words that are as true on another day."""
    if closes_at is None:
        return _("Open until filled")
    return _("Apply by %(date)s") % {"date": long_date(timezone.localdate(closes_at))}


def _degree(kind: str) -> str:
    """Which degree a sentence begins with."""
    named = {
        DegreeKind.HIGH_SCHOOL.value: _("A high school diploma"),
        DegreeKind.ASSOCIATE.value: _("An associate degree"),
        DegreeKind.BACHELOR.value: _("A bachelor’s degree"),
        DegreeKind.POSTGRADUATE.value: _("A postgraduate degree"),
        DegreeKind.CERTIFICATE.value: _("A professional certificate"),
    }
    return named.get(kind, _("A degree"))


def degree_phrase(posting: HasDegree) -> str:
    """What the job says about degrees, and what counts instead. Empty when the source does not say."""
    rule, reason, instead = posting.degree_rule, posting.degree_reason.strip(), posting.degree_equivalent.strip()
    if rule == DegreeRule.NONE:
        if posting.experience_months == 0:
            return _("No degree, no experience needed.")
        return _("No degree asked. %(instead)s") % {"instead": instead} if instead else _("No degree asked.")
    said = {
        DegreeRule.PREFERRED.value: _("%(degree)s helps but is not required."),
        DegreeRule.REQUIRED.value: _("%(degree)s is required."),
        DegreeRule.REQUIRED_BY_LAW.value: _("%(degree)s is required by law."),
    }.get(rule, "")
    if not said:
        return ""
    said %= {"degree": _degree(posting.degree_kind)}
    if reason and rule != DegreeRule.PREFERRED:
        said = f"{said} {_('Why: %(reason)s') % {'reason': reason}}"
    if instead:
        said = f"{said} {_('What counts instead: %(instead)s') % {'instead': instead}}"
    return said
