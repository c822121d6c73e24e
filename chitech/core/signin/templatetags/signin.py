"""What the pages of signing in ask."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from chitech.core.signin import second_step

register = template.Library()

# The first that is found wins: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "Chromebook",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.simple_tag
def city_sign_on() -> bool:
    """{% city_sign_on as has_city %}: can one sign in with a city account here?"""
    return bool(settings.OIDC_ISSUER)


@register.simple_tag
def must_have_second_step(user: Any) -> bool:
    """{% must_have_second_step user as must %}: is it asked of this person?"""
    return second_step.must_have(user)


@register.simple_tag
def may_remove(authenticator: Authenticator) -> bool:
    """{% may_remove authenticator as may_go %}: not the last one of somebody who must have one."""
    return bool(get_adapter().can_delete_authenticator(authenticator))


@register.filter
def device_name(user_agent: str) -> str:
    """{{ session.user_agent|device_name }}: "Firefox on Windows", as far as the browser tells."""
    browser = next((name for sign, name in _BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device that does not say what it is")
