"""A word to the workers. Speed alone: what is asked for stands in the database, and the clock finds it."""

import structlog
from django.db import transaction

log = structlog.get_logger()


def make_exports_soon() -> None:
    """Have waiting archives made once the transaction commits. A broker that is down fails nobody."""

    def ask() -> None:
        from chitech.core.accounts.tasks import make_data_exports  # noqa: PLC0415 -- tasks import what imports this

        try:
            make_data_exports.apply_async(retry=False, expires=60)
        except Exception as error:  # whatever it is, the clock comes within a minute
            log.warning("exports.nudge_failed", error=type(error).__name__)

    transaction.on_commit(ask, robust=True)
