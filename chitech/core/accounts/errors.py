"""Why an action on people was refused."""
# ruff: noqa: N818 -- named for what happened, as they read at a raise


class RefusedError(Exception):
    """An action was refused and has changed nothing. `message` is a sentence for people that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotAllowed(RefusedError):
    """The person who asks may not do this at all."""

    def __init__(self) -> None:
        super().__init__("not_allowed", "not allowed")
