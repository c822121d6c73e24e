"""Measuring many pages in turn: every round asks for each of them, so that all share the good and bad moments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench import driver
from bench.driver import Round

WARM_UP_SECONDS = 0.3
# A slow page is asked at least so often in a round. Of twenty answers the 95th percentile is the second slowest, and
# says more about what else the machine did than about the page.
LEAST = 60


@dataclass(frozen=True)
class Probe:
    """One thing to measure: addresses that are asked in turn at a port, over some connections at once.

    `headers`: what goes with each question, each line with its end (a cookie of somebody who has signed in).
    """

    name: str
    port: int
    paths: Sequence[str]
    connections: int
    headers: str = ""


def measure(probes: Sequence[Probe], *, rounds: int, seconds: float) -> dict[Probe, list[Round]]:
    """What each probe did in each round. Every second round goes the other way round."""
    for probe in probes:
        driver.play(probe.port, probe.paths, connections=8, seconds=WARM_UP_SECONDS, least=8, headers=probe.headers)
    played: dict[Probe, list[Round]] = {probe: [] for probe in probes}
    for number in range(rounds):
        for probe in probes if number % 2 == 0 else reversed(probes):
            # A copy of a page lives for a minute: it is made anew before the clock starts.
            driver.get(probe.port, probe.paths[0], probe.headers)
            played[probe].append(
                driver.play(
                    probe.port,
                    probe.paths,
                    connections=probe.connections,
                    seconds=seconds,
                    least=LEAST,
                    headers=probe.headers,
                )
            )
    return played


def summary(played: Sequence[Round]) -> Mapping[str, float]:
    """The medians of the rounds."""
    return {
        "rps": round(median(each.rate for each in played), 1),
        "p50_ms": round(median(each.percentile(0.50) for each in played), 2),
        "p95_ms": round(median(each.percentile(0.95) for each in played), 2),
    }


def ratio(played: Sequence[Round], limit: Sequence[Round]) -> float:
    """The rate as a share of another one's: the median of the shares in each round."""
    return round(median(mine.rate / its.rate for mine, its in zip(played, limit, strict=True)), 3)
