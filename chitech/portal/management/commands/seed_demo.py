"""`seed_demo`: fill the demo, once."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

import pghistory
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chitech.portal import seeding


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is not a number of postings: write 0 or more.")
    return int(text)


class Command(BaseCommand):
    help = "Fill the demo with people, titles and openings dated around today. A second run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--postings", type=_count, metavar="N", help="make at most N openings instead of all")
        parser.add_argument(
            "--json", action="store_true", help="print counts and one example address of each kind of page, as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Demo people have a well-known password, and this is not a demo. Set CHITECH_DEMO=1 to make it one."
            )
        with pghistory.context(command="seed_demo"):
            made = seeding.seed(today=timezone.localdate(), postings=options["postings"])
        report = seeding.report()
        if options["json"]:
            self.stdout.write(json.dumps({"made": made, **report}, indent=2))
        elif options["verbosity"]:
            self.stdout.write(self._sentence(made=made, counts=report["counts"]))

    def _sentence(self, *, made: bool, counts: dict[str, Any]) -> str:
        holds = "{postings} openings in {departments} departments, {titles} titles, {people} people".format(**counts)
        if not made:
            return f"The demo was filled before; nothing was changed. It holds {holds}."
        return f"The demo is filled: {holds}. Everyone's password is {seeding.PASSWORD}."
