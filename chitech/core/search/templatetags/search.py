"""Drawing what a search found."""

from django import template
from django.utils.safestring import SafeString

from chitech.core.search.marks import to_html

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """{{ posting.name_marked|marked }}: matches in <mark>, everything else escaped."""
    return to_html(text)
