from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chitech.core.accounts"
    label = "accounts"
    verbose_name = "People"
