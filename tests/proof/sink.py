"""A real mail server on loopback that does what it is told: takes mail, refuses it, hangs, or breaks off."""

import asyncio
import logging
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from email.parser import BytesHeaderParser
from enum import StrEnum
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from bench.server import free_port


class Step(StrEnum):
    """What to do with one attempt to hand over an email."""

    BUSY = "451 busy, come back later"
    REFUSE = "550 no such mailbox"
    HANG = "hang before taking it"
    CUT = "break off in the middle of the text"
    TAKE_AND_HANG = "take it, and never say so"
    TAKE_AND_CUT = "take it, and break off before saying so"


HANG_SECONDS = 30
logging.getLogger("mail.log").setLevel(logging.ERROR)  # what comes after a break is no news


class Sink:
    """What it took: `taken` counts the copies of each Message-ID."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.connections = 0
        self._steps: dict[str, list[Step]] = defaultdict(list)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.port = 0

    def start(self, port: int = 0) -> None:
        """Listen, on a free port unless one is given."""
        if not self._thread.is_alive():
            self._thread.start()
        self._server = self._ask(self._loop.create_server(self._connected, "127.0.0.1", port or free_port()))
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Refuse connections."""
        server = self._server
        assert server is not None

        async def close() -> None:
            server.close()

        self._ask(close())

    def plan(self, address: str, steps: Iterable[Step]) -> None:
        """What happens to the coming emails to an address; after these steps they are taken."""
        self._steps[address] += steps

    def next_step(self, address: str) -> Step | None:
        """What to do now."""
        steps = self._steps.get(address)
        return steps.pop(0) if steps else None

    def take(self, content: bytes) -> None:
        """Keep an email."""
        self.taken[str(BytesHeaderParser().parsebytes(content)["Message-ID"])] += 1

    def _ask(self, what: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    def _connected(self) -> SMTP:
        self.connections += 1
        return _Conversation(_Handler(self), loop=self._loop, ident="sink")


class _Handler:
    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.step: Step | None = None

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.step = self.sink.next_step(address)
        if self.step in (Step.BUSY, Step.REFUSE):
            return str(self.step)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        step, self.step = self.step, None
        if step is Step.HANG:
            await asyncio.sleep(HANG_SECONDS)
            return "451 too late"
        assert isinstance(envelope.content, bytes)
        self.sink.take(envelope.content)
        if step is Step.TAKE_AND_HANG:
            await asyncio.sleep(HANG_SECONDS)
        if step is Step.TAKE_AND_CUT:
            _break_off(server)
        return "250 OK"


class _Conversation(SMTP):
    """aiosmtpd's, which can also break off while it is being sent the text."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        handler = self.event_handler
        if handler.step is Step.CUT:
            handler.step = None
            await self.push("354 go on")
            await self._reader.readline()
            _break_off(self)
            return
        await super().smtp_DATA(arg)


def _break_off(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()
