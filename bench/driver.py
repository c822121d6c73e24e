"""A load driver that costs little beside what it measures: raw sockets, kept alive, answers read and not understood."""

import asyncio
import itertools
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HEADERS = (
    "Host: localhost\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.1\r\n"
    "User-Agent: chitech-bench\r\nAccept-Encoding: gzip\r\n\r\n"
)


class BadAnswerError(Exception):
    """An answer that is not 200: what it says about speed means nothing."""


@dataclass(frozen=True)
class Round:
    """What one page did in one round."""

    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The time, in milliseconds, within which this share (0 to 1) of the answers came: the nearest rank."""
        ordered = sorted(self.latencies)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)] * 1000


@dataclass(frozen=True)
class Answer:
    """One answer in full."""

    status: int
    headers: dict[str, str]
    body: bytes


def play(port: int, paths: Sequence[str], *, connections: int, seconds: float, least: int, headers: str = "") -> Round:
    """Ask for the paths in turn over some connections at once, for some seconds and at least so many answers."""
    return asyncio.run(_play(port, itertools.cycle(paths), connections, seconds, least, headers))


def get(port: int, path: str, headers: str = "") -> Answer:
    """Ask once."""
    return asyncio.run(_get(port, path, headers))


async def _get(port: int, path: str, headers: str) -> Answer:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\n{headers}{HEADERS}".encode())
        return await _answer(reader)
    finally:
        writer.close()


async def _play(  # noqa: PLR0917 -- what `play` takes
    port: int, paths: Iterator[str], connections: int, seconds: float, least: int, headers: str
) -> Round:
    latencies: list[float] = []
    lines = await _spread(port, connections)
    began = time.perf_counter()

    async def person(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while time.perf_counter() - began < seconds or len(latencies) < least:
                path = next(paths)
                asked = time.perf_counter()
                writer.write(f"GET {path} HTTP/1.1\r\n{headers}{HEADERS}".encode())
                status = await _pass_over(reader)
                latencies.append(time.perf_counter() - asked)
                if status != 200:
                    raise BadAnswerError(f"{path} answered {status}")
        finally:
            writer.close()

    await asyncio.gather(*(person(*line) for line in lines))
    return Round(time.perf_counter() - began, latencies)


async def _spread(port: int, connections: int) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open connections so that each process of the server has as many of them as the others, give or take one.

    The kernel gives a connection to whichever process wakes first. Eight of them all in one of two processes is no
    rarity, and then half the machine does nothing, in one round and not in the next.
    """
    by_worker: dict[bytes, list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]] = {}
    for _try in range(connections if connections == 1 else 6 * connections):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /bench/worker/ HTTP/1.1\r\n{HEADERS}".encode())
        by_worker.setdefault((await _answer(reader)).body, []).append((reader, writer))
        share = -(-connections // len(by_worker))
        if len(by_worker) > 1 and all(len(lines) >= share for lines in by_worker.values()):
            break
    in_turn = [line for lines in itertools.zip_longest(*by_worker.values()) for line in lines if line]
    for _reader, writer in in_turn[connections:]:
        writer.close()
    return in_turn[:connections]


async def _pass_over(reader: asyncio.StreamReader) -> int:
    """Read one answer and keep its status alone."""
    head = await reader.readuntil(b"\r\n\r\n")
    at = head.lower().find(b"content-length:")
    if at < 0:
        raise BadAnswerError("An answer without its length")
    await reader.readexactly(int(head[at + 15 : head.index(b"\r\n", at)]))
    return int(head[9:12])


async def _answer(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
    if "content-length" not in headers:
        raise BadAnswerError("An answer without its length")
    body = await reader.readexactly(int(headers["content-length"]))
    return Answer(int(first.split(" ")[1]), headers, body)
