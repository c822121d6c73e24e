from django.apps import AppConfig
from django.core import checks


class OutboxConfig(AppConfig):
    name = "chitech.core.outbox"
    label = "outbox"
    verbose_name = "Messages"

    def ready(self) -> None:
        """Register the kinds of message that belong to no other app."""
        from anymail.signals import tracking  # noqa: PLC0415

        import chitech.celery  # noqa: F401, PLC0415 - tasks leave every process, this one too, through our broker
        from chitech.core.accounts import hooks  # noqa: PLC0415
        from chitech.core.outbox import account_mail, emails, mail_events, my_data  # noqa: PLC0415
        from chitech.core.outbox.checks import kinds_have_templates, lease_is_long_enough  # noqa: PLC0415

        hooks.register(hooks.PersonalData("messages", sections=my_data.sections, erase=my_data.erase))
        emails.register_kinds()
        account_mail.register_kinds()
        tracking.connect(mail_events.heard, dispatch_uid="outbox.mail_events")
        checks.register(kinds_have_templates)
        checks.register(lease_is_long_enough)
