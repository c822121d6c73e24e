"""What holds for every answer to a person: no form fails as if it had worked, no private page is kept by a browser."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class AnswersMiddleware:
    """A form with errors answers 422, whoever wrote its view; a signed-in page is kept by no browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Without a session cookie nobody is signed in, and no query is needed to know it.
        is_private = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        if is_private and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        """allauth shows a form again with 200; machines and htmx should see that it failed."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response
