from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "pathways"
    verbose_name = "Pathways"

    def ready(self) -> None:
        """Say what Pathways knows of a revision's impact and of people, what it writes to them and imports."""
        from chitech.core.accounts import hooks as accounts  # noqa: PLC0415 - its models are there only now
        from chitech.core.imports.registry import register  # noqa: PLC0415
        from pathways import emails, hooks, impact, personal_data  # noqa: PLC0415
        from pathways.crosswalk import emails as crosswalk_emails  # noqa: PLC0415
        from pathways.crosswalk import personal_data as crosswalk_data  # noqa: PLC0415
        from pathways.crosswalk import units  # noqa: PLC0415
        from pathways.crosswalk.budget.screens import BUDGETS  # noqa: PLC0415
        from pathways.crosswalk.sheet_import import SHEETS  # noqa: PLC0415
        from pathways.frameworks.screens import FRAMEWORKS  # noqa: PLC0415
        from pathways.profiles import emails as profile_emails  # noqa: PLC0415
        from pathways.profiles import holders  # noqa: PLC0415

        hooks.revision_impact.register(impact.of)
        hooks.revision_impact.register(holders.impact)
        hooks.revision_impact.register(units.impact)
        register(FRAMEWORKS)
        accounts.register(personal_data.PART)
        accounts.register(crosswalk_data.PART)
        emails.register_kinds()
        profile_emails.register_kinds()
        crosswalk_emails.register_kinds()
        register(BUDGETS)
        register(SHEETS)
