"""The HTTP of the server: h11, with time limits for clients that do not finish asking or never read.

uvicorn waits for such clients as long as they like; each would cost a connection and what was to be sent.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

ASKING = 20.0
"""Seconds from the first byte of a request (or from the connection) to the end of its head."""
READING = 20.0
"""Seconds in which a client that has been sent more than the system buffers must read some of it."""


class Protocol(H11Protocol):
    """A connection that ends when its client stops."""

    _asking: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait_for_request()

    def data_received(self, data: bytes) -> None:
        """Take what came; wait for the rest of a request, unless one is being answered."""
        super().data_received(data)
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        for timer in (self._asking, self._reading):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """What was sent is not being read: give it some time."""
        super().pause_writing()
        self._unread = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(READING, self._expect_reading)

    def resume_writing(self) -> None:
        """It was read."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        super().resume_writing()

    def _expect_reading(self) -> None:
        unread = self.transport.get_write_buffer_size()
        if unread >= self._unread:
            self.transport.abort()
            return
        self._unread = unread
        self._reading = self.loop.call_later(READING, self._expect_reading)

    def _wait_for_request(self) -> None:
        """The time for a request's head does not begin anew with each byte of it."""
        answering = self._is_answering()
        if answering and self._asking is not None:
            self._asking.cancel()
            self._asking = None
        elif not answering and self._asking is None:
            self._asking = self.loop.call_later(ASKING, self._expect_request)

    def _expect_request(self) -> None:
        self._asking = None
        if not self._is_answering():
            self.transport.abort()

    def _is_answering(self) -> bool:
        cycle: object = self.cycle  # None before the first request, whatever its annotation says
        return isinstance(cycle, RequestResponseCycle) and not cycle.response_complete
