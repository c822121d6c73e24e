"""Reading pages in tests as a person does: what a form holds, which sentences are in sight."""

import time
from typing import Any

import lxml.html
from django.http import HttpResponseBase
from django.test import Client


def parse(response: HttpResponseBase) -> Any:
    """The page as a tree: `parse(page).cssselect("h1")`."""
    return lxml.html.fromstring(response.content.decode())  # type: ignore[attr-defined]


def text(response: HttpResponseBase) -> str:
    """All words of a page's main part, with single spaces."""
    return " ".join(parse(response).cssselect("main")[0].text_content().split())


def form_fields(response: HttpResponseBase, selector: str = "main form[method=post]") -> dict[str, Any]:
    """What a browser would send if the person pressed the button now."""
    form = parse(response).cssselect(selector)[0]
    empty = form.cssselect(
        "input:not([type]), input[type=text], input[type=search], input[type=date], input[type=number]"
    )
    data: dict[str, Any] = {box.name: "" for box in empty if box.name and not box.value}
    for name, value in form.form_values():
        if name in data:
            data[name] = [*data[name], value] if isinstance(data[name], list) else [data[name], value]
        else:
            data[name] = value
    for area in form.cssselect("textarea"):
        # As browsers do and this parser does not: a line end right after the tag is not text; line ends leave as CRLF.
        lines = (area.text or "").replace("\r\n", "\n").removeprefix("\n")
        data[area.name] = lines.replace("\n", "\r\n")
    return data


def actions(response: HttpResponseBase) -> set[str]:
    """The addresses of a page's POST forms in its main part: the buttons that it offers."""
    return {form.get("action", "") for form in parse(response).cssselect("main form[method=post]")}


def lately(browser: Client) -> Client:
    """The same browser, once its person has shown again who they are."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return browser
