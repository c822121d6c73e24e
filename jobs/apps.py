from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        """Let postings be imported by screen, and tell Pathways what Jobs knows of titles."""
        from chitech.core.imports.registry import register  # noqa: PLC0415 -- models are there only now
        from jobs import title_hooks  # noqa: PLC0415
        from jobs.imports.screens import POSTINGS  # noqa: PLC0415

        register(POSTINGS)
        title_hooks.register()
