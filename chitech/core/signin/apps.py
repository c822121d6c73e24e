from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "chitech.core.signin"
    label = "signin"
    verbose_name = "Signing in"

    def ready(self) -> None:
        from chitech.core.accounts import hooks  # noqa: PLC0415 -- models are loaded by now
        from chitech.core.signin import checks, personal_data, signals  # noqa: F401, PLC0415 -- they register themselves

        hooks.register(hooks.PersonalData("signing_in", sections=personal_data.sections, erase=personal_data.erase))
