"""`python -m bench.training_filling COURSES`: a migrated scratch database gets a catalogue, and two people signed in.

Prints the names of their cookies: `{"learner": "...", "coordinator": "..."}`.
"""

import json
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings


def main(courses: int) -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after the setup

    from chitech.core.accounts.models import User  # noqa: PLC0415
    from chitech.portal import seeding  # noqa: PLC0415

    seeding.seed(today=date.today(), postings=20)  # noqa: DTZ011 -- this machine's day
    author = User.objects.get(email="trainer@demo.example")
    statements = (Path(__file__).parent / "training.sql").read_text()
    with connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"courses": courses, "author": author.pk})
        cursor.execute("VACUUM ANALYZE")
    learner = User.objects.filter(email__endswith="@bench.example").order_by("pk")[500]
    print(json.dumps({"learner": _cookie(learner), "coordinator": _cookie(author)}))


def _cookie(person: object) -> str:
    """A session in which a person is signed in, as the line of a request."""
    from allauth.usersessions.models import UserSession  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    from chitech.core.accounts.models import User  # noqa: PLC0415
    from chitech.core.signin.second_step import ASKED_BY_CITY  # noqa: PLC0415

    assert isinstance(person, User)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY], store[ASKED_BY_CITY] = person.get_session_auth_hash(), True
    store.save()
    UserSession.objects.create(user=person, session_key=store.session_key, ip="127.0.0.1", user_agent="chitech-bench")
    return f"Cookie: {settings.SESSION_COOKIE_NAME}={store.session_key}\r\n"


if __name__ == "__main__":
    main(int(sys.argv[1]))
