"""Asking the catalogue as its page does."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from training.catalogue import finding
from training.catalogue.criteria import Criteria, Vocabulary
from training.catalogue.finding import Results


def results(address: str, user: Any = None) -> Results:
    vocabulary = Vocabulary.load()
    criteria = Criteria.read(QueryDict(address), vocabulary)
    return finding.find(criteria, user=user or AnonymousUser(), vocabulary=vocabulary, now=timezone.now())


def names(address: str, user: Any = None) -> list[str]:
    return [course.name for course in results(address, user).courses]


def counts(address: str, facet: str, user: Any = None) -> dict[str, int]:
    return next({c.value: c.count for c in f.choices} for f in results(address, user).facets if f.name == facet)
