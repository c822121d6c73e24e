from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Pathways"

    def ready(self) -> None:
        """Say what Pathways knows of a revision's impact and of people, and which messages it writes."""
        from chitech.core.accounts import hooks as accounts  # noqa: PLC0415 - its models are there only now
        from pathways import emails, hooks, impact, personal_data  # noqa: PLC0415
        from pathways.profiles import emails as profile_emails  # noqa: PLC0415
        from pathways.profiles import holders  # noqa: PLC0415

        hooks.revision_impact.register(impact.of)
        hooks.revision_impact.register(holders.impact)
        accounts.register(personal_data.PART)
        emails.register_kinds()
        profile_emails.register_kinds()
