from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "chitech.core.search"
    label = "search"
    verbose_name = "Search"
