from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "chitech.core.imports"
    label = "imports"
    verbose_name = "Imports"
