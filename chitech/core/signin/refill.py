"""A form on a finished page, filled with what its person typed before they were signed out.

So that no view must know of it: the page is read as a browser reads it, and the form that would send to the same
address gets its values back. Only a page on which something waits is read, once.
"""

from typing import Any
from urllib.parse import urljoin

from django.http import QueryDict
from lxml import html

_TICKED = {"checkbox", "radio"}
# A browser fills no file field, and a button's value is no answer.
_LEFT = {"file", "submit", "button", "image", "reset", "password"}
_DOCTYPE = "<!doctype html>"


def refill(page: str, *, here: str, action: str, typed: QueryDict, notice: str) -> str | None:
    """The page with its form filled and `notice` (trusted HTML, one element) before it; None if no form goes there.

    here     path and query of the page
    action   path and query that the form was sent to
    """
    tree = html.document_fromstring(page)
    form = next((each for each in tree.forms if _goes_to(each, here) == action), None)
    if form is None:
        return None
    for field in form.inputs:
        if field.get("name") in typed:
            _fill(field, typed.getlist(field.get("name")))
        elif field.get("type") == "checkbox" and field.get("name"):
            field.checked = False
    for hint in tree.cssselect("[data-never-sent]"):
        hint.drop_tree()
    form.addprevious(html.fragment_fromstring(notice))
    return str(html.tostring(tree.getroottree(), encoding="unicode", doctype=_DOCTYPE))


def _goes_to(form: Any, here: str) -> str | None:
    if form.get("method", "get").lower() != "post":
        return None
    return str(urljoin(here, form.get("action") or here))


def _fill(field: Any, values: list[str]) -> None:
    """One field. Of several with one name each takes the values that are its own, or the next one."""
    kind = "" if field.tag != "input" else field.get("type", "text")
    if kind in _TICKED:
        field.checked = field.get("value", "on") in values
    elif field.tag == "select":
        for option in field.iter("option"):
            option.attrib.pop("selected", None)
            if option.get("value", (option.text or "").strip()) in values:
                option.set("selected", "")
    elif field.tag == "textarea":
        # A browser leaves out the first line break of a text area.
        field.text = "\n" + (values.pop(0) if len(values) > 1 else values[0]).replace("\r\n", "\n")
    elif kind not in _LEFT:
        field.set("value", values.pop(0) if len(values) > 1 else values[0])
