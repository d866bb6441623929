"""The server: socket, HTTP with time limits, threads, opening the browser, and a shutdown that waits for no client."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.messages import in_words, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.batch.sources import looks
from osloregion_slides.bugs import bug_finding
from osloregion_slides.preview.app import application
from osloregion_slides.preview.auth import LOCAL_HOSTS, Access, read_token
from osloregion_slides.preview.studio import Studio

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Iterator
    from types import FrameType

    from osloregion_slides.batch.sources import Looks
    from osloregion_slides.preview.state import Variant

ASKING = 20.0  # seconds from the first byte of a request (or from the connection) to the end of its head
READING = 20.0  # seconds in which a client must read some of a response larger than the system's buffers
MAX_CONNECTIONS = 256
BACKLOG = 128
PORT = 8765
PORTS = 20  # tried from PORT on, without --port


class Protocol(H11Protocol):
    """HTTP of h11 with time limits for clients that do not complete a request, or do not read the response.

    uvicorn waits for such clients forever; each would hold a connection and the unsent data.
    """

    _asking: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the timer of the first request."""
        super().connection_made(transport)
        self._wait_for_request()

    def data_received(self, data: bytes) -> None:
        """Receive data; start the timer of a request, unless one is being answered."""
        super().data_received(data)
        self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timers."""
        for timer in (self._asking, self._reading):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Start the timer of a client that does not read."""
        super().pause_writing()
        self._unread = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(READING, self._expect_reading)

    def resume_writing(self) -> None:
        """Cancel the timer of reading."""
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
        """Start the timer of a request's head, once per head."""
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
        cycle: object = self.cycle  # None before the first request, despite its annotation
        return isinstance(cycle, RequestResponseCycle) and not cycle.response_complete


class Address(Record):
    """The address to listen on; port 0 is the first free one from ``PORT``; the token from ``read_token``."""

    host: str = "127.0.0.1"
    port: int = 0
    token: str = ""


def serve(outline: str, start: Variant, address: Address, browser: bool, home: bool = False, lang: str = "en") -> None:
    """Serve the preview of an outline until Ctrl-C; with ``home`` the page begins with the choice of an outline.

    InvalidInput where the address cannot be bound.
    """
    address = address.replace(token=read_token(address.token, address.host))
    listener = _listener(address)
    port = listener.getsockname()[1]
    local = address.host in LOCAL_HOSTS
    studio = Studio(outline, start, local, home)
    studio.address = "" if local else shared(address, port)
    server = _server(studio, Access(port, _names(address.host), address.token))
    url = _url(address, port)
    with _ending(server):
        print(in_words(phrase("preview-of", outline=outline, url=url), lang), flush=True)
        if browser:
            import threading

            threading.Thread(target=_open, args=[url], daemon=True).start()
        server.run(sockets=[listener])


def _open(url: str) -> None:
    """Open the page, unless the only browser is a terminal program."""
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if type(browser) is not webbrowser.GenericBrowser:  # lynx, w3m and similar; graphical ones are subclasses
        browser.open(url)


def _server(studio: Studio, access: Access) -> _Server:
    config = uvicorn.Config(
        application(studio, access),
        http=Protocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=1,
        backlog=BACKLOG,
    )
    return _Server(config, studio)


@contextmanager
def _ending(server: _Server) -> Iterator[None]:
    """Make Ctrl-C stop the server, and restore the process's settings afterwards."""
    from osloregion_slides.render.office import stop_all

    loggers = _quiet()
    gc.disable()  # see studio.COLLECT
    kept = {number: signal.signal(number, server.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        server.watcher.stop()
        stop_all()
        gc.freeze()  # the process ends, so no collection is needed
        gc.enable()
        for number, handler in kept.items():
            signal.signal(number, handler)
        for logger, handlers, propagate in loggers:
            logger.handlers, logger.propagate = handlers, propagate


class _Server(uvicorn.Server):
    """A uvicorn server that ends event streams on shutdown instead of waiting for pages to close."""

    def __init__(self, config: uvicorn.Config, studio: Studio) -> None:
        super().__init__(config)
        self.studio = studio
        self.watcher = Watcher(lambda: studio.read, lambda: studio.misses, self._changed)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen and to watch files; draw the deck before the first request."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._first = self._loop.create_task(self.studio.shown(self.studio.start))
        self.watcher.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the event streams, then shut down."""
        self.studio.close()
        self.watcher.stop()
        await super().shutdown(sockets)
        for connection in list(self.server_state.connections):  # those that do not read
            connection.transport.abort()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Shut down on the first Ctrl-C, without an error."""
        self.should_exit = True

    def _changed(self) -> None:
        if self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(self.studio.change)
            except RuntimeError:  # the loop has ended
                return


def _listener(address: Address) -> socket.socket:
    ports = [address.port] if address.port else [*range(PORT, PORT + PORTS), 0]
    problem: OSError | None = None
    for port in ports:
        try:
            return _bound(address.host, port)
        except OSError as failed:
            problem = failed
    assert problem is not None
    why = (problem.strerror or str(problem)).lower()
    at = f"{address.host}:{address.port}"
    raise InvalidInput([finding("no-address", Location(at), why=why)])


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    found = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # on Windows it would let two servers share a port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(where)
        found.listen(BACKLOG)
        found.setblocking(False)
    except OSError:
        found.close()
        raise
    return found


def _url(address: Address, port: int) -> str:
    """Return the URL to open, with the machine's name for a wildcard host."""
    from urllib.parse import quote

    host = address.host
    if host in ("0.0.0.0", "::"):
        host = socket.gethostname().lower()
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/" + (f"?token={quote(address.token, safe='')}" if address.token else "")


def shared(address: Address, port: int) -> str:
    """Return the URL for other machines, with this one's address in the network for a wildcard host."""
    if address.host not in ("0.0.0.0", "::"):
        return _url(address, port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: a test address; connecting a datagram socket sends nothing
            host = probe.getsockname()[0]
        except OSError:
            return _url(address, port)
    return _url(address.replace(host=host), port)


def _names(host: str) -> tuple[str, ...]:
    """Return the host names of a server with this address, besides those of loopback."""
    if host in LOCAL_HOSTS:
        return ()
    own = socket.gethostname().lower()
    shown = f"[{host}]" if ":" in host else host
    return tuple(dict.fromkeys([shown.lower(), own, own.partition(".")[0], f"{own.partition('.')[0]}.local"]))


def _quiet() -> list[tuple[logging.Logger, list[logging.Handler], bool]]:
    """Silence uvicorn's log of start, shutdown and disconnected clients.

    Returns the loggers with their previous handlers and ``propagate``.
    """
    import logging

    names = ("uvicorn", "uvicorn.error", "uvicorn.access", "watchfiles", "watchfiles.main")
    loggers = [logging.getLogger(name) for name in names]
    kept = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [logging.NullHandler()], False
    sys.stdout.flush()
    return kept


# Watching files: events of the system wake the thread, and the state of the files shows the changes.
#
# watchfiles wakes the thread within milliseconds. Size and time of the files decide (``batch.sources.looks``): that
# works for files that are replaced, or deleted and created again, and on network drives and in containers, where there
# are no events and the thread wakes on a timeout.

REST_MS = 40  # without further events before a change is reported: editors write in several steps
BURST_MS = 250  # after which a change is reported despite further events
TICK_MS = 500  # between checks without events
SEARCHED = frozenset(("assets", "templates", "decks"))  # folders that outline.workspace and brand.load search


class Watcher:
    """A thread that calls ``changed`` when a file of ``files()`` changes; ``misses()`` as in ``Studio``."""

    def __init__(
        self, files: Callable[[], dict[str, object]], misses: Callable[[], bool], changed: Callable[[], None]
    ) -> None:
        self._files, self._misses, self._changed = files, misses, changed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="osloregion-slides-watch", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread, within a tick."""
        self._stop.set()

    def _run(self) -> None:
        seen: Looks = {}
        while not self._stop.is_set():
            try:
                seen = self._watch(seen)
            except Exception as bug:
                print(bug_finding(bug, "watching files"), file=sys.stderr)
                self._stop.wait(10)

    def _watch(self, seen: Looks) -> Looks:
        """Watch the current folders until this set changes; return the last state of the files."""
        from watchfiles import watch

        folders = self._folders()
        if not folders:  # nothing has been read yet
            self._stop.wait(REST_MS / 1000)
            return self._look(seen)
        try:
            for _ in watch(
                *[path for path, _ in folders],
                watch_filter=None,
                debounce=BURST_MS,
                step=REST_MS,
                rust_timeout=TICK_MS,
                yield_on_timeout=True,
                recursive=False,
                stop_event=self._stop,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                seen = self._look(seen)
                if self._folders() != folders:
                    break
        except (OSError, RuntimeError):  # a folder is gone, or the system's limit of watches is reached: poll
            self._stop.wait(TICK_MS / 1000)
            seen = self._look(seen)
        return seen

    def _folders(self) -> tuple[tuple[str, int], ...]:
        """Return the folders of the files with their inodes, since a folder may be deleted and created again."""
        found = []
        for folder in sorted({os.path.dirname(path) for path in self._files()}):
            try:
                found.append((folder, os.stat(folder).st_ino))
            except OSError:
                continue
        return tuple(found)

    def _look(self, seen: Looks) -> Looks:
        """Report changes and return the current state. A new file is compared with its state when it was read."""
        files = self._files()
        now = looks(tuple(sorted(files)))
        known = {path: seen.get(path, files.get(path, look)) for path, look in now.items()}
        if any(self._matters(path, known[path], now[path]) for path in now if now[path] != known[path]):
            self._changed()
        return now

    def _matters(self, path: str, before: object, after: object) -> bool:
        """Return whether a change matters; that of a folder only where a missing file may be added in it."""
        if not path.endswith(os.sep):
            return True
        names = {*(before if isinstance(before, tuple) else ())} ^ {*(after if isinstance(after, tuple) else ())}
        return self._misses() or not SEARCHED.isdisjoint(names)
