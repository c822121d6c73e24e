"""The cache in Redis, in which limits hold across processes; while Redis is gone they hold in each process alone."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

# allauth's counters, its locks around them, and the one-time codes that were used.
_SIGNING_IN = "allauth"
_USED_CODE = "allauth.mfa.totp.used"
# A code of an authenticator app is good for a step of 30 seconds and for one before and after it.
_CODE_LIVES = 120
_ASK_AGAIN_AFTER = 2.0  # seconds; each question to a Redis that hangs may cost its time-out
log = structlog.get_logger("chitech.signin")


class RedisCacheWithLimits(RedisCache):
    """Django's Redis cache. What signing in needs of it works without Redis too; all else fails as it always did.

    Nobody is kept out because Redis is down, and nobody may guess without end: the same limits are counted in the
    memory of each process.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("limits-without-redis", {})
        self._gone_until = 0.0

    def add(self, key: str, value: Any, timeout: Any = None, version: int | None = None) -> bool:
        if key.startswith(_USED_CODE):
            timeout = _CODE_LIVES
        return bool(self._ask(key, "add", value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask(key, "get", default, version)

    def set(self, key: str, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        self._ask(key, "set", value, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask(key, "delete", version))

    def _ask(self, key: str, verb: str, *arguments: Any) -> Any:
        in_redis: Callable[..., Any] = getattr(super(), verb)
        if not key.startswith(_SIGNING_IN):
            return in_redis(key, *arguments)
        if time.monotonic() >= self._gone_until:
            try:
                return in_redis(key, *arguments)
            except (RedisError, OSError):
                log.warning("limits_without_redis")
                self._gone_until = time.monotonic() + _ASK_AGAIN_AFTER
        return getattr(self._memory, verb)(key, *arguments)
