"""The one error that devservices shows to a person."""


class ServiceError(Exception):
    """Something that the person at the keyboard must change; the message is the sentence to show them."""
