"""How often one network may ask us to write to addresses that are not signed in.

How often one address is written to is counted in the database (`actions.ask`); this keeps a machine from trying many.
"""

import structlog
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

ASKED_AN_HOUR = 20
_HOUR = 3600
log = structlog.get_logger("chitech.alerts")


def may_ask(request: HttpRequest) -> bool:
    """Count one more try of this network. False where it has had too many. Without Redis nobody is kept out."""
    name = f"saved-search:asked:{get_adapter().get_client_ip(request)}"
    try:
        cache.add(name, 0, _HOUR)
        return int(cache.incr(name)) <= ASKED_AN_HOUR
    except ValueError:  # it ended between the two
        return True
    except (RedisError, OSError):
        log.warning("limits_without_redis")
        return True
