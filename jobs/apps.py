from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Let postings be imported by screen."""
        from chitech.core.imports.registry import register  # noqa: PLC0415 -- models are there only now
        from jobs.imports.screens import POSTINGS  # noqa: PLC0415

        register(POSTINGS)
