"""A cache in which no copy of a page is ever found, so that each request makes its page, and stores it in vain."""

from typing import Any, override

from django.core.cache.backends.redis import RedisCache

FORGOTTEN = "page:"


class ForgetfulCache(RedisCache):
    """Redis without copies of pages. All else that is kept there is found: a change of the catalogue is another thing.

    Redis is asked all the same, as it is for a page that nobody has asked for yet.
    """

    @override
    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = super().get(key, default, version)
        return default if key.startswith(FORGOTTEN) else found
