"""Each closed list of words, and each decision's date, is guarded by a constraint with a sentence for people."""

import pytest
from django.db import models

from chitech.core.outbox.models import Message
from jobs.models import CatalogueChange, PostingSearch
from pathways.models import VocabularyChange
from tests.project.walk import our_models

# Written by triggers or by the delivery of messages: nobody decides when they happen.
GUARDED_ELSEWHERE = {PostingSearch, CatalogueChange, VocabularyChange, Message}


def _fields_in(condition: models.Q) -> set[str]:
    found: set[str] = set()
    for child in condition.children:
        found |= _fields_in(child) if isinstance(child, models.Q) else {str(child[0]).partition("__")[0]}  # type: ignore[index]
    return found


def _checked_fields(model: type[models.Model]) -> list[set[str]]:
    return [_fields_in(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)]  # type: ignore[arg-type]


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m.__name__)
def test_a_choice_has_its_constraint(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.Field) and field.choices:
            alone = [fields for fields in _checked_fields(model) if fields == {field.name}]
            assert alone, f"{model.__name__}.{field.name} has choices but no check constraint of its own"


@pytest.mark.parametrize("model", [m for m in our_models() if m not in GUARDED_ELSEWHERE], ids=lambda m: m.__name__)
def test_an_at_has_its_by(model: type[models.Model]) -> None:
    names = {f.name for f in model._meta.get_fields()}
    for at in {n for n in names if n.endswith("_at")} - {"opens_at", "closes_at"}:
        by = at.removesuffix("_at") + "_by"
        assert by in names, f"{model.__name__}.{at} has no {by}"
        if model._meta.get_field(at).null:
            assert {at, by} in _checked_fields(model), f"{model.__name__}: no constraint keeps {at} with {by}"


@pytest.mark.parametrize("model", our_models(), ids=lambda m: m.__name__)
def test_a_constraint_speaks_to_people(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.violation_error_message != constraint.default_violation_error_message, constraint.name
