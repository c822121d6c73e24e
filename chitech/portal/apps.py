from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "chitech.portal"
    label = "portal"
    verbose_name = "Portal"
