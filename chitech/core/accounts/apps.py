from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chitech.core.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what this app knows of a person, and what it tells them."""
        from chitech.core.accounts import emails, hooks, my_data  # noqa: PLC0415 -- models are loaded by now

        hooks.register(hooks.PersonalData("account", sections=my_data.sections, keeps=my_data.keeps))
        emails.register_kinds()
