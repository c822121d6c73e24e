"""How a title's facts are said to people, in one place for pages, differences and impact."""

from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.models import Revision
from pathways.models.titles import DegreeKind, DegreeRule


class AsksForADegree(Protocol):
    """A revision or a posting."""

    degree_rule: str
    degree_kind: str
    degree_reason: str
    degree_equivalent: str

    @property
    def experience_months(self) -> int | None: ...


def time_phrase(months: int) -> str:
    """`18` -> "1 year and 6 months"."""
    years, rest = divmod(months, 12)
    parts = []
    if years:
        parts.append(ngettext("%(n)d year", "%(n)d years", years) % {"n": years})
    if rest or not years:
        parts.append(ngettext("%(n)d month", "%(n)d months", rest) % {"n": rest})
    return _(" and ").join(parts)


def experience_phrase(months: int | None) -> str:
    """`18` -> "1 year and 6 months of experience". Empty when it is not said."""
    if months is None:
        return ""
    if months == 0:
        return _("No experience needed")
    return _("%(time)s of experience") % {"time": time_phrase(months)}


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


def degree_phrase(asks: AsksForADegree) -> str:
    """What the job says about degrees, and what counts instead. Empty when the source does not say."""
    rule, reason, instead = asks.degree_rule, asks.degree_reason.strip(), asks.degree_equivalent.strip()
    if rule == DegreeRule.NONE:
        if asks.experience_months == 0:
            return _("No degree, no experience needed.")
        return _("No degree asked. %(instead)s") % {"instead": instead} if instead else _("No degree asked.")
    said = {
        DegreeRule.PREFERRED.value: _("%(degree)s helps but is not required."),
        DegreeRule.REQUIRED.value: _("%(degree)s is required."),
        DegreeRule.REQUIRED_BY_LAW.value: _("%(degree)s is required by law."),
    }.get(rule, "")
    if not said:
        return ""
    said %= {"degree": _degree(asks.degree_kind)}
    if reason and rule != DegreeRule.PREFERRED:
        said = f"{said} {_('Why: %(reason)s') % {'reason': reason}}"
    if instead:
        said = f"{said} {_('What counts instead: %(instead)s') % {'instead': instead}}"
    return said


def proof_phrase(revision: Revision, what: str) -> str:
    """On what a demand ("experience" or "degree") rests and what counts instead, in one line; empty if not said."""
    reason, instead = getattr(revision, f"{what}_reason").strip(), getattr(revision, f"{what}_equivalent").strip()
    return " ".join(part for part in (reason, instead) if part)
