"""Where the mail provider reports bounces and complaints."""

from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

# Providers whose reports are guarded by a password in the address alone. Another one is one line here and a test.
PROVIDERS: dict[str, Any] = {"postmark": PostmarkTrackingWebhookView, "brevo": BrevoTrackingWebhookView}


@csrf_exempt  # the provider's server has no cookie of ours; the secret stands in its place
@login_not_required
@require_POST
def report(request: HttpRequest, provider: str) -> HttpResponse:
    """What the provider has to say. The page does not exist while no secret is set; a wrong one is answered 400."""
    if provider not in PROVIDERS or not settings.ANYMAIL["WEBHOOK_SECRET"]:
        raise Http404
    # Made for each request: the secret is read when the view is made.
    view: Callable[[HttpRequest], HttpResponse] = PROVIDERS[provider].as_view()
    try:
        return view(request)
    except (JSONDecodeError, UnicodeDecodeError):  # it knows the secret, and says nothing
        return HttpResponseBadRequest()
