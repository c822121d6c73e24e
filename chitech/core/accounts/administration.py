"""The administration site as an app: stands in INSTALLED_APPS in place of `django.contrib.admin`."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Loads every app's `admin.py` into our own site."""

    default = False
    default_site = "chitech.core.accounts.site.AdministrationSite"
