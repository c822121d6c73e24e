from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Pathways"

    def ready(self) -> None:
        """Say what Pathways itself knows of a revision's impact, and which messages it writes."""
        from pathways import emails, hooks, impact  # noqa: PLC0415 - its models are there only now

        hooks.revision_impact.register(impact.of)
        emails.register_kinds()
