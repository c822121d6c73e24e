"""Why an import stopped. Whatever is raised here is a sentence for people and says what to do."""


class ImportRefused(Exception):  # noqa: N818 -- it reads as what happened: the file was refused, nothing was written
    """The file, or the way to read it, is refused as a whole. Nothing has been written.

    `code` names the reason for programs and tests; the message is for people.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class BadCell(Exception):  # noqa: N818
    """One cell cannot be understood. Its row is rejected, the others go on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
