from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "chitech.core.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Say what this app knows of a person and tells them; let staff be imported, and posts find their accounts."""
        from chitech.core.accounts import emails, hooks, my_data, signals  # noqa: PLC0415 -- models are loaded by now
        from chitech.core.accounts.staff_import.screens import STAFF  # noqa: PLC0415
        from chitech.core.imports.registry import register  # noqa: PLC0415

        hooks.register(hooks.PersonalData("account", sections=my_data.sections, keeps=my_data.keeps))
        emails.register_kinds()
        register(STAFF)
        signals.connect()
