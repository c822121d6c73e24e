"""Frameworks that the portal knows by name: who publishes them, and under which terms. No words of theirs."""

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused


@dataclass(frozen=True)
class Terms:
    """What stands on every page of a framework."""

    name: str
    publisher: str
    licence: str
    attribution: str
    url: str = ""
    licence_url: str = ""

    @property
    def slug(self) -> str:
        return slugify(self.name)[:60].strip("-")


PRESETS = {
    "ddat": Terms(
        name="UK Government Digital and Data Capability Framework",
        publisher="Government Digital Service (United Kingdom)",
        url="https://ddat-capability-framework.service.gov.uk/",
        licence="Open Government Licence v3.0",
        licence_url="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
    ),
    "nice": Terms(
        name="NICE Workforce Framework for Cybersecurity",
        publisher="National Institute of Standards and Technology (United States)",
        url="https://www.nist.gov/nice/framework",
        licence="Work of the US Government, not under copyright in the United States",
        licence_url="https://www.nist.gov/open/license",
        attribution="Republished courtesy of the National Institute of Standards and Technology.",
    ),
}
KINDS = ("ddat", "nice", "generic")


def terms(kind: str, **given: str) -> Terms:
    """The terms of a preset with what was given beside it.

    Raises ImportRefused if a generic one lacks any, or where a link is none.
    """
    said = {name: value.strip() for name, value in given.items() if value and value.strip()}
    for name in ("url", "licence_url"):
        if name in said and not said[name].startswith(("https://", "http://")):
            raise ImportRefused(
                "no_address",
                _("“%(text)s” is not an address that begins with https://.") % {"text": said[name][:80]},
            )
    preset = PRESETS.get(kind)
    if preset is not None:
        return Terms(**{**preset.__dict__, **said})
    lacking = [name for name in ("name", "publisher", "licence", "attribution") if name not in said]
    if lacking:
        raise ImportRefused(
            "no_terms",
            _("A framework that the portal does not know needs its name, its publisher, its licence and the words of "
              "attribution. Missing: %(missing)s.") % {"missing": ", ".join(lacking)},
        )  # fmt: skip
    return Terms(**said)
