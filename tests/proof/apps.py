from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "tests.proof"
    label = "proof"

    def ready(self) -> None:
        """The kinds that the proof sends, and their templates, exist in its processes alone."""
        from tests.proof.kinds import register_all  # noqa: PLC0415

        register_all()
