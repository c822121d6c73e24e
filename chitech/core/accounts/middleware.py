"""What holds for every answer to a person: no form fails as if it had worked, no private page is kept by a browser."""

from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

_TITLE = b"<title>"
GetResponse = Callable[[HttpRequest], HttpResponse]


class AnswersMiddleware:
    """A form with errors answers 422, whoever wrote its view; a signed-in page is kept by no browser.

    What a stranger reads is asked for again each time, and sent again only where it differs (its ETag).

    An address with a NUL character, which Postgres takes in no text, has no page; in a query NUL is left out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _leave_out_nul(request)
        response = self.get_response(request)
        # Without a session cookie nobody is signed in, and no query is needed to know it.
        is_private = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if is_private and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        elif _is_same_for_strangers(request, response):
            response = _with_etag(request, response)
        if response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
            _say_so_in_the_title(response)
        return response

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        """allauth shows a form again with 200; machines and htmx should see that it failed."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response


def _leave_out_nul(request: HttpRequest) -> None:
    """Raises Http404 where the path has one."""
    if "\0" in request.path_info:
        raise Http404
    if "%00" in request.META.get("QUERY_STRING", ""):
        request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        vars(request).pop("GET", None)


def _is_same_for_strangers(request: HttpRequest, response: HttpResponse) -> bool:
    """A page that was read by somebody of whom nothing is known, and that says nothing itself of being kept."""
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.has_header("Cache-Control")
        and not request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}
        and not response.cookies
        and not request.session.modified
        and "CSRF_COOKIE_NEEDS_UPDATE" not in request.META
        and response.get("Content-Type", "").startswith("text/html")
    )


def _with_etag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    patch_vary_headers(response, ["Cookie"])
    etag = f'W/"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def _say_so_in_the_title(response: HttpResponse) -> None:
    """A screen reader speaks the title first: that the form was not taken must not look like the same page again."""
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    before, tag, after = response.content.partition(_TITLE)
    word = _("Error:").encode()
    if tag and not after.lstrip().startswith(word):
        response.content = before + tag + word + b" " + after.lstrip()
