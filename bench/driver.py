"""A load driver that costs little beside what it measures: raw sockets, kept alive, answers read and not understood."""

import asyncio
import itertools
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
        """The time, in milliseconds, within which this share (0 to 1) of the answers came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


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
    began = time.perf_counter()

    async def person() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
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

    await asyncio.gather(*(person() for _ in range(connections)))
    return Round(time.perf_counter() - began, latencies)


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
