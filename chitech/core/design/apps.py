from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "chitech.core.design"
    label = "design"
    verbose_name = "Design"
