"""The variants shown on pages, each rebuilt on request after its files have changed.

The version number increases with each change of the files. Requests for the same variant share one build; requests
after a change do not share a build that began before it.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from collections import OrderedDict
from concurrent.futures import Future
from queue import PriorityQueue
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from osloregion_slides.base.budget import Within
from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.preview.desk import outlines
from osloregion_slides.preview.editing import History
from osloregion_slides.preview.state import Drawing, Shown, Variant, show, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.preview.decks import File

    T = TypeVar("T")
    Kind = Literal["pptx", "pdf", "html"]


COLLECT = 200  # tasks between runs of the garbage collector, which the server disables otherwise
MAX_VARIANTS = 24  # cached; typing into a form creates a new one at every pause
MAX_EARLIER = 300  # earlier pictures of a variant for comparisons, always with the first; they share unchanged slides


class Busy(Exception):
    """The queue is full."""


class WorkQueue:
    """A queue with one thread, for work that must not block the event loop. Urgent work goes first.

    Decks are built in one thread, not in processes: a warm build takes milliseconds, caches (fonts, brand, drawings)
    are shared without copies, and the event loop runs every 5 ms (``sys.getswitchinterval``). Threads are daemons, so
    Ctrl-C ends the program at any time.
    """

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._queue: PriorityQueue[tuple[bool, int, Future[Any], Callable[[], Any]]] = PriorityQueue()
        self._count = 0

    async def do(self, work: Callable[[], T], urgent: bool = False) -> T:
        """Return the result of ``work``, or raise its exception; ``Busy`` where the queue is full."""
        if self._queue.qsize() >= self._most:
            raise Busy
        future: Future[T] = Future()
        self._count += 1
        self._queue.put((not urgent, self._count, future, work))
        if self._count == 1:
            threading.Thread(target=self._run, name=self._name, daemon=True).start()
        return await asyncio.wrap_future(future)

    def _run(self) -> None:
        done = 0
        while True:
            _, _, future, work = self._queue.get()
            if future.set_running_or_notify_cancel():
                try:
                    with Within(self._name, 2 * Within.chosen):  # a shown variant has a limit of its own
                        made = work()
                    future.set_result(made)
                except BaseException as problem:
                    future.set_exception(problem)
            done += 1
            if done % COLLECT == 0 and not gc.isenabled():
                gc.collect()


class _Entry:
    """A cached variant: its state, its JSON by language, earlier states, and the running build."""

    def __init__(self) -> None:
        self.shown: Shown | None = None
        self.json: dict[str, tuple[Shown, bytes]] = {}
        self.earlier: list[Shown] = []
        self.task: asyncio.Task[None] | None = None


class Studio:
    """The state of the preview of a folder's outlines; used only from the event loop, with builds in a thread.

    ``local``: the page is on the machine with the files; ``home``: the page begins with the choice of an outline.
    """

    def __init__(
        self, outline: str, start: Variant, local: bool = True, home: bool = False, queue: type[WorkQueue] = WorkQueue
    ) -> None:
        self.outline, self.start, self.local, self.home = outline, start, local, home
        self.version = 1
        self.closing = False
        self.history = History()
        self.address = ""
        """The URL for other machines, with the token; "" where only this one has access."""
        self.read: dict[str, object] = {}
        """The files read, with their size and time; replaced, never mutated."""
        self.misses = False
        """Whether there is an error that adding a file may fix."""
        self._office_queue = queue("osloregion-slides-office", 8)
        self._build_queue = queue("osloregion-slides-build", 200)
        self._entries: OrderedDict[Variant, _Entry] = OrderedDict()
        self._files: dict[tuple[Kind, Variant, bool, int], asyncio.Task[File]] = {}
        self._news: set[asyncio.Event] = set()

    def path(self, variant: Variant) -> str:
        """Return the path of a variant's outline; InvalidInput where it is not in the folder of the first."""
        if not variant.outline:
            return self.outline
        found = outlines(self.outline).get(variant.outline)
        if found is None:
            raise InvalidInput([finding("no-outline.name", Location("outline"), name=variant.outline[:80])])
        return found

    async def shown(self, variant: Variant) -> Shown:
        """Return the state of a variant at this version or a later one. ``Busy`` where the queue is full."""
        return await self._fresh(variant, self._entry(variant))

    async def state(self, variant: Variant, language: str = "en") -> bytes:
        """Return the JSON of ``shown``, with findings in a language."""
        entry = self._entry(variant)
        shown = await self._fresh(variant, entry)
        kept = entry.json.get(language)
        if kept is None or kept[0] is not shown:
            about = self.path(variant), self.local, language, self.home, self.history.depth
            kept = shown, await self.run(lambda: state(shown, *about), True)
            entry.json[language] = kept
        return kept[1]

    def first(self, variant: Variant, since: int = 0) -> Shown | None:
        """Return the earliest stored picture of a variant from version ``since`` on, else the latest, else None."""
        earlier = self._entry(variant).earlier
        return next((shown for shown in earlier if shown.at >= since), earlier[-1] if earlier else None)

    def drawing(self, variant: Variant, key: str, digest: str) -> Drawing | None:
        """Return the cached drawing of a slide with this hash, or None."""
        entry = self._entry(variant)
        pictures = [shown.picture for shown in (entry.shown, *entry.earlier[-2:]) if shown and shown.picture]
        drawings = [drawing for picture in pictures for drawing in picture.drawings]
        return next((one for one in drawings if one.hash == digest and one.key == key), None)

    async def run(self, work: Callable[[], T], urgent: bool = False) -> T:
        """Run work in the build thread; requests of the page are urgent, downloads are not."""
        return await self._build_queue.do(work, urgent)

    async def office(self, work: Callable[[], T]) -> T:
        """Run work in the thread of LibreOffice."""
        return await self._office_queue.do(work)

    async def file(self, kind: Kind, variant: Variant, notes: bool = False) -> File:
        """Return the deck of a variant as a file; simultaneous requests for the same file share one task.

        ``notes`` adds the speaker notes to a web page; a .pptx always has them, a PDF never.
        """
        key = kind, variant, notes, self.version
        task = self._files.get(key)
        if task is None:
            task = self._files[key] = asyncio.get_running_loop().create_task(self._file(kind, variant, notes))
            task.add_done_callback(lambda done: (self._files.pop(key), done.cancelled() or done.exception()))
        return await asyncio.shield(task)

    async def _file(self, kind: Kind, variant: Variant, notes: bool) -> File:
        from osloregion_slides.preview import decks

        if kind == "html":
            return await self.run(lambda: decks.html(self.path(variant), variant, notes))
        deck = await self.run(lambda: decks.pptx(self.path(variant), variant))
        return await self.office(lambda: decks.pdf(deck)) if kind == "pdf" else deck

    def change(self) -> None:
        """Increase the version after files changed: variants are rebuilt on request, and listeners are notified."""
        self.version += 1
        self._wake()

    def close(self) -> None:
        """End all event streams before the server shuts down."""
        self.closing = True
        self._wake()

    def listen(self) -> asyncio.Event:
        """Return an event that is set with every change until ``leave``."""
        event = asyncio.Event()
        self._news.add(event)
        return event

    def leave(self, event: asyncio.Event) -> None:
        """Stop listening."""
        self._news.discard(event)

    @property
    def listeners(self) -> int:
        """The number of listeners."""
        return len(self._news)

    def _wake(self) -> None:
        for event in self._news:
            event.set()

    async def _fresh(self, variant: Variant, entry: _Entry) -> Shown:
        wanted = self.version
        while entry.shown is None or entry.shown.version < wanted:
            if entry.task is None:
                entry.task = asyncio.get_running_loop().create_task(self._make(variant, entry))
                entry.task.add_done_callback(lambda task: task.cancelled() or task.exception())
            await asyncio.shield(entry.task)
        return entry.shown

    async def _make(self, variant: Variant, entry: _Entry) -> None:
        try:
            outline = self.path(variant)
            entry.shown = await self.run(lambda: show(outline, variant, self.version, entry.shown), True)
        finally:
            entry.task = None
        self._note()
        if entry.shown.at == entry.shown.version:
            entry.earlier.append(entry.shown)
            if len(entry.earlier) > MAX_EARLIER:
                del entry.earlier[1]

    def _note(self) -> None:
        shown = [entry.shown for entry in self._entries.values() if entry.shown]
        self.read = {path: look for one in shown for path, look in one.read.items()}
        self.misses = any(
            finding.severity == "error" or "missing" in finding.code for one in shown for finding in one.findings
        )

    def _entry(self, variant: Variant) -> _Entry:
        entry = self._entries.setdefault(variant, _Entry())
        self._entries.move_to_end(variant)
        while len(self._entries) > MAX_VARIANTS:
            oldest = next((key for key, kept in self._entries.items() if not kept.task and key != variant), None)
            if oldest is None:
                break
            del self._entries[oldest]
        return entry
