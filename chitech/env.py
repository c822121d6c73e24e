"""The typed environment: every setting that differs between machines is read through `env`.

A missing secret or a value of the wrong type stops the start with one sentence that names the variable.
"""

from urllib.parse import urlsplit

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
