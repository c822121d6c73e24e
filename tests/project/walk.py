"""Walks over what the project is made of: its addresses and its models."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

OUR_APPS = {
    *("accounts", "signin", "audit", "search", "imports", "outbox", "design"),
    *("pathways", "jobs", "training", "portal"),
}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URLconf with its route in full."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route, entry


def our_models() -> list[type[models.Model]]:
    """The tables that we wrote, without the event tables of their history."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and not hasattr(model, "pgh_tracked_model") and not model._meta.proxy
    ]
