"""Trouble with the database itself, as opposed to with what was asked of it."""

from django.db import InterfaceError, OperationalError

# It restarts, it is overloaded, the network is gone: the same question may be answered in a moment.
DATABASE_TROUBLE = (OperationalError, InterfaceError)
