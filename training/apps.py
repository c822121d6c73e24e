from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = "Training"

    def ready(self) -> None:
        """Say what Training imports, knows of titles, sends as messages, and knows of people."""
        from chitech.core.accounts import hooks  # noqa: PLC0415 -- models are there only now
        from chitech.core.imports.registry import register  # noqa: PLC0415
        from training import emails, personal_data, title_hooks  # noqa: PLC0415
        from training.certificates import messages  # noqa: PLC0415
        from training.imports.screens import COURSES  # noqa: PLC0415

        emails.register_kinds()
        messages.register_kinds()
        title_hooks.register()
        register(COURSES)
        hooks.register(personal_data.PART)
