"""Faults with the real parts: Postgres, Redis, worker processes and a mail server."""
