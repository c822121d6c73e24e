"""Postgres 18 and Redis for a machine that has neither, on Unix sockets, for as long as somebody uses them.

`python -m chitech.core.devservices exec -- CMD` gives CMD a `DATABASE_URL`, a `REDIS_URL` and a `SECRET_KEY`. Where one
of the first two is already set, that server is used and ours of that kind is left alone.

How it stays right however anything dies: what is alive is never told by a pid file but by kernel locks (`flock`), which
vanish with their holder. A server's processes hold the lock of that server, each user (a `make run`, a test run) shares
`users.lock`, and whoever starts or stops a server holds `change.lock`. A keeper process waits for the users' lock and
stops the servers even when the last user was killed.

Nothing here needs Django to be configured.
"""
