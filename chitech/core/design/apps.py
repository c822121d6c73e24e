from django.apps import AppConfig

from chitech.core.design.forms import say_what_to_do


class DesignConfig(AppConfig):
    name = "chitech.core.design"
    label = "design"
    verbose_name = "Design"

    def ready(self) -> None:
        say_what_to_do()
