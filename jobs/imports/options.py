"""What a mapping may say to this importer alone, under [options]:

[options.titles]                    # give postings the refreshed title of the same name or alias
match = ["business_title"]          # which names to try, in this order; also "civil_service_title"
only_categories = ["Technology"]    # and only where a posting has one of these categories

[options.pay_unit_by_amount]        # for a file that has amounts and no units, in dollars
hourly_up_to = 200
daily_up_to = 2000
"""

from typing import Any

from django.utils.translation import gettext as _

from chitech.core.imports.errors import ImportRefused

_TITLE_NAMES = ("business_title", "civil_service_title")


def check_options(options: dict[str, Any]) -> None:
    """Raise ImportRefused for an option that would have no effect, or not the one that its writer meant."""
    for name in options:
        if name not in {"titles", "pay_unit_by_amount"}:
            raise _bad(name, _("there is no such option"))
    titles = options.get("titles", {})
    if not isinstance(titles, dict) or set(titles) - {"match", "only_categories"}:
        raise _bad("titles", _("it has “match” and “only_categories”"))
    if not all(isinstance(titles.get(key, []), list) for key in ("match", "only_categories")):
        raise _bad("titles", _("“match” and “only_categories” are lists of texts"))
    if any(name not in _TITLE_NAMES for name in titles.get("match", [])):
        raise _bad("titles", _("“match” may name business_title and civil_service_title"))
    limits = options.get("pay_unit_by_amount")
    if limits is None:
        return
    if not isinstance(limits, dict) or set(limits) != {"hourly_up_to", "daily_up_to"}:
        raise _bad("pay_unit_by_amount", _("it needs “hourly_up_to” and “daily_up_to”"))
    if not all(isinstance(value, int) and value > 0 for value in limits.values()):
        raise _bad("pay_unit_by_amount", _("both limits are whole dollars"))


def _bad(name: str, why: str) -> ImportRefused:
    return ImportRefused(
        "bad_mapping",
        _("The mapping’s option “%(name)s” cannot be used: %(why)s.") % {"name": name, "why": why},
    )
