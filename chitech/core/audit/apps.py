from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "chitech.core.audit"
    label = "audit"
    verbose_name = "History"
