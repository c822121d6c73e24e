"""How gunicorn serves the portal, in `make run` and in the image alike. WEB_CONCURRENCY is read by gunicorn itself."""

import gc
import os

import gunicorn.http.message
from gunicorn.workers.base import Worker

# Threads share a worker's memory and database pool; two workers by default use two cores.
worker_class = "gthread"
threads = 4
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
timeout = 60
graceful_timeout = 10
keepalive = 5
# Leaks of C libraries stay small; the jitter keeps the workers from restarting together.
max_requests = 5000
max_requests_jitter = 500

# A search with many filters is a long address. Gunicorn caps its own setting at 8,190 bytes or takes no limit at all,
# which would let a stranger fill the memory: so its cap is moved.
limit_request_line = 256 * 1024
gunicorn.http.message.MAX_REQUEST_LINE = limit_request_line

# Django decides which forwarded headers to believe (TRUSTED_PROXY_COUNT); gunicorn believes none.
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
# Nothing administers a running server through a socket here.
control_socket_disable = True

# The path alone: what people search for is nobody's business, nor is the page that they came from.
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'


def post_worker_init(_worker: Worker) -> None:
    """The portal is loaded: what there is now stays, and need not be looked through for garbage again and again.

    A quarter of a million objects took 0.1 to 0.6 s to look through on two busy cores, in the middle of a page. Nearly
    all of a request's own objects go by counting references, so the few cycles may wait for a larger heap of them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
