"""The career map at 150 titles, drawn anew and as a copy; and a page of one of its titles."""

import subprocess
import sys
from contextlib import AbstractContextManager

from bench import driver, rounds, scratch, server
from bench.counting import HEADER
from bench.lab import Lab
from bench.report import Goal, Measurement
from bench.rounds import Probe

TITLES = 150
COLD_MS, WARM_SHARE, MOST_BYTES, MOST_QUERIES = 25.0, 1 / 3, 100_000, 10
NOTHING = "do-nothing view"
MAP, TITLE = "/pathways/", "/pathways/titles/SWE-P4/"


def measure(lab: Lab) -> list[Measurement]:
    """Cold: nothing is kept, so the vocabulary is read, laid out and drawn for each answer. Drawn: only copies of whole
    pages are forgotten, as after an opening has closed. Warm: a copy, beside a view that does nothing.
    """
    environment = _made(lab)
    switches = {"cold": {"BENCH_COPIES": "forgotten", "BENCH_MAP": "forgotten"}, "drawn": {"BENCH_COPIES": "forgotten"}}

    def serving(**more: str) -> AbstractContextManager[int]:
        return server.serving({**environment, **more}, lab.state / "web.log")

    lab.say(f"Measuring the career map of {TITLES} titles ...")
    with serving(**switches["cold"], BENCH_COUNT_QUERIES="1", WEB_CONCURRENCY="1") as port:
        looked_at = {path: _look_at(port, path) for path in (MAP, TITLE)}
    with serving(**switches["cold"]) as cold, serving(**switches["drawn"]) as drawn, serving() as warm:
        probes = {
            "nothing": Probe(NOTHING, warm, ("/bench/nothing/",), 8),
            "cold": Probe("career map, cold", cold, (MAP,), 1),
            "drawn": Probe("career map, drawn before", drawn, (MAP,), 1),
            "warm": Probe("career map, warm", warm, (MAP,), 8),
            "title": Probe("title page", drawn, (TITLE,), 1),
        }
        played = rounds.measure(list(probes.values()), rounds=lab.rounds, seconds=lab.seconds)
    goals = {
        "cold": Goal(p95_ms=COLD_MS, bytes=MOST_BYTES),
        "warm": Goal(ratio=WARM_SHARE),
        "title": Goal(queries=MOST_QUERIES),
    }
    return [
        Measurement(
            probe.name,
            TITLES,
            cache={"cold": "uncached", "drawn": "uncached", "warm": "cached"}.get(name, ""),
            connections=probe.connections,
            queries=looked_at[probe.paths[0]][0] if name in {"cold", "title"} else None,
            bytes=looked_at[probe.paths[0]][1] if probe.paths[0] in looked_at else None,
            limit=NOTHING if name == "warm" else None,
            ratio=rounds.ratio(played[probe], played[probes["nothing"]]) if name == "warm" else None,
            goal=goals.get(name),
            **rounds.summary(played[probe]),
        )
        for name, probe in probes.items()
    ]


def _made(lab: Lab) -> dict[str, str]:
    """The environment of a server over a database with the demo, and as many titles as it takes."""
    address = scratch.remake(lab.services["DATABASE_URL"], TITLES)
    environment = server.production(scratch.environment(lab.services, address), lab.state)
    for command in (["bench.filling", "0"], ["bench.cities", str(TITLES)]):
        subprocess.run(
            [sys.executable, "-m", *command], cwd=server.PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL
        )
    return environment


def _look_at(port: int, path: str) -> tuple[int, int]:
    """How many queries a page asks, and how many bytes it is as sent."""
    driver.get(port, path)
    answer = driver.get(port, path)
    if answer.status != 200:
        raise driver.BadAnswerError(f"{path} answered {answer.status}")
    return int(answer.headers[HEADER.lower()]), len(answer.body)
