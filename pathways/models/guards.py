"""Constraints that several tables have: closed lists of words, and decisions with the person who decided."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def at_with_by(table: str, verb: str) -> models.CheckConstraint:
    """Every `x_at` has its `x_by`."""
    return models.CheckConstraint(
        condition=Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
        | Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False}),
        name=f"{table}_{verb}_at_with_by",
        violation_error_message=_("A date of a decision needs the person who decided."),
    )


def one_of(
    table: str, field: str, values: Sequence[str], message: Any, *, blank: bool = False
) -> models.CheckConstraint:
    """A column that holds one of a closed list, and `""` where nothing is stated."""
    allowed = [*values, ""] if blank else list(values)
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": allowed}), name=f"{table}_{field}_known", violation_error_message=message
    )
