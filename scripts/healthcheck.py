"""Whether the web server in this container serves people: ends with 0 or 1. Docker asks every few seconds."""

import http.client
import os
import sys

# The portal answers to its own names only; a leading dot stands for any host below the name.
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=5)
try:
    connection.request("GET", "/readyz", headers={"Host": host})
    sys.exit(connection.getresponse().status != http.HTTPStatus.OK)
except OSError as error:
    sys.exit(str(error))
