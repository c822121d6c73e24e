from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Say what Jobs imports, knows of titles, sends as messages, and knows of people."""
        from chitech.core.accounts import hooks  # noqa: PLC0415 -- models are there only now
        from chitech.core.imports.registry import register  # noqa: PLC0415
        from jobs import emails, personal_data, title_hooks  # noqa: PLC0415
        from jobs.imports.screens import POSTINGS  # noqa: PLC0415

        register(POSTINGS)
        title_hooks.register()
        emails.register_kinds()
        hooks.register(personal_data.PART)
