from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = "Training"

    def ready(self) -> None:
        """Say what Training sends as messages, and what it knows of people."""
        from chitech.core.accounts import hooks  # noqa: PLC0415 -- models are there only now
        from training import emails, personal_data  # noqa: PLC0415

        emails.register_kinds()
        hooks.register(personal_data.PART)
