"""The typed environment: every setting that differs between machines is read through `env`.

A missing secret or a value of the wrong type stops the start with one sentence that names the variable.
"""

from typing import Any
from urllib.parse import urlsplit

import dj_email_url
from environs import Env

env = Env()


def celery_url(redis_url: str) -> str:
    """The broker address for a Redis address.

    Redis clients name a Unix socket `unix:///path?db=0`, Celery's transport names the same socket
    `redis+socket:///path?virtual_host=0`. TCP addresses are the same for both.
    """
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parts.query.removeprefix("db=") or "0"
    return f"redis+socket://{parts.path}?virtual_host={database}"


def mailer(url: str) -> dict[str, Any]:
    """One entry of Django's MAILERS for an address such as `smtp+tls://user:password@mail.example:587` or `console://`."""
    read = dj_email_url.parse(url)
    backend = read["EMAIL_BACKEND"]
    options: dict[str, Any] = {}
    if "smtp" in backend:
        options = {
            "host": read["EMAIL_HOST"] or "localhost",
            "port": read["EMAIL_PORT"] or 25,
            "username": read["EMAIL_HOST_USER"] or "",
            "password": read["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": read["EMAIL_USE_TLS"],
            "use_ssl": read["EMAIL_USE_SSL"],
            "timeout": read["EMAIL_TIMEOUT"] or 20,
        }
    elif read.get("EMAIL_FILE_PATH"):
        options = {"file_path": read["EMAIL_FILE_PATH"]}
    return {"BACKEND": backend, "OPTIONS": options}
