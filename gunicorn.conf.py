"""How gunicorn serves the portal, in `make run` and in the image alike. WEB_CONCURRENCY is read by gunicorn itself."""

import os

import gunicorn.http.message

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
