"""How the import screens draw a record."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chitech.core.imports.models import ImportItem
from chitech.core.imports.registry import ImportKind

register = template.Library()

# Outcomes of undoing after which there is no page of the record any more.
_GONE = frozenset({ImportItem.Undo.DELETED})


@register.simple_tag
def record_link(kind: ImportKind, item: ImportItem) -> SafeString:
    """{% record_link kind item %}: the record's name, as a link where it has a page."""
    url = kind.record_url(item.record_id) if item.record_id and item.undo not in _GONE else ""
    if not url:
        return format_html("{}", item.name)
    return format_html('<a href="{}">{}</a>', url, item.name)


@register.filter
def facts_of(kind: ImportKind, item: ImportItem) -> list[str]:
    """{{ kind|facts_of:item }}: what tells a new record from others besides its name."""
    said = {name: after for name, _label, _before, after in item.shown}
    return [said[name] for name in kind.facts if name in said] if item.verdict == "new" else []
