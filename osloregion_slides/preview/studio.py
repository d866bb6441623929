"""The variants that pages look at, each rebuilt when its files have changed and a page asks for it.

A version is a number that rises with each change of the files. Requests for the same variant share one build; a build
that began before a change is not shared with requests after it.
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


COLLECT = 200  # pieces of work between two runs of the garbage collector, which the server switches off otherwise
MAX_VARIANTS = 24  # kept; a form that is typed into makes a new one with every pause
MAX_EARLIER = 300  # earlier pictures of a variant to compare with, the first always; they share what did not change


class Busy(Exception):
    """Too much work is waiting already."""


class Lane:
    """A queue with one thread, for an event loop that must not wait. Urgent work goes first.

    Decks are built in one thread, not in processes: a warm build takes milliseconds, what is kept (fonts, brand,
    drawings) is shared without copies, and the loop gets the interpreter every 5 ms (``sys.getswitchinterval``).
    The threads are daemons, so Ctrl-C ends the program at any time.
    """

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._queue: PriorityQueue[tuple[bool, int, Future[Any], Callable[[], Any]]] = PriorityQueue()
        self._count = 0

    async def do(self, work: Callable[[], T], urgent: bool = False) -> T:
        """Return what ``work`` returns, or raise what it raises; ``Busy`` where too much is waiting."""
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
                    with Within(self._name, 2 * Within.chosen):  # within it, a variant that is shown has its own
                        made = work()
                    future.set_result(made)
                except BaseException as problem:
                    future.set_exception(problem)
            done += 1
            if done % COLLECT == 0 and not gc.isenabled():
                gc.collect()


class _Entry:
    """A variant: its state and its JSON by language, its earlier states, and the build that is under way."""

    def __init__(self) -> None:
        self.shown: Shown | None = None
        self.json: dict[str, tuple[Shown, bytes]] = {}
        self.earlier: list[Shown] = []
        self.task: asyncio.Task[None] | None = None


class Studio:
    """All that the preview of the outlines of a folder keeps; used from the event loop only, building in a thread.

    ``local``: the page is on the machine with the files; ``home``: nobody chose the outline, so a page asks first.
    """

    def __init__(
        self, outline: str, start: Variant, local: bool = True, home: bool = False, lane: type[Lane] = Lane
    ) -> None:
        self.outline, self.start, self.local, self.home = outline, start, local, home
        self.version = 1
        self.closing = False
        self.history = History()
        self.address = ""
        """What other machines open, with the token; "" where only this one can."""
        self.read: dict[str, object] = {}
        """The files that were read, each with its size and time then; replaced, never changed."""
        self.misses = False
        """Whether there is an error that a file which does not exist yet may fix."""
        self._slow = lane("osloregion-slides-office", 8)
        self._lane = lane("osloregion-slides-build", 200)
        self._entries: OrderedDict[Variant, _Entry] = OrderedDict()
        self._files: dict[tuple[Kind, Variant, bool, int], asyncio.Task[File]] = {}
        self._news: set[asyncio.Event] = set()

    def path(self, variant: Variant) -> str:
        """Return the path of a variant's outline; InvalidInput for one that is not beside the first."""
        if not variant.outline:
            return self.outline
        found = outlines(self.outline).get(variant.outline)
        if found is None:
            raise InvalidInput([finding("no-outline.name", Location("outline"), name=variant.outline[:80])])
        return found

    async def shown(self, variant: Variant) -> Shown:
        """Return how a variant looks at this version or a later one. ``Busy`` where too much is waiting."""
        return await self._fresh(variant, self._entry(variant))

    async def state(self, variant: Variant, language: str = "en") -> bytes:
        """Return the JSON of ``shown``, findings in a language."""
        entry = self._entry(variant)
        shown = await self._fresh(variant, entry)
        kept = entry.json.get(language)
        if kept is None or kept[0] is not shown:
            about = self.path(variant), self.local, language, self.home, self.history.depth
            kept = shown, await self.run(lambda: state(shown, *about), True)
            entry.json[language] = kept
        return kept[1]

    def first(self, variant: Variant, since: int = 0) -> Shown | None:
        """Return the earliest picture of a variant that is kept and not older than version ``since``."""
        earlier = self._entry(variant).earlier
        return next((shown for shown in earlier if shown.at >= since), earlier[-1] if earlier else None)

    def drawing(self, variant: Variant, key: str, digest: str) -> Drawing | None:
        """Return the drawing of a slide with this hash, None where it is not kept (any more)."""
        entry = self._entry(variant)
        pictures = [shown.picture for shown in (entry.shown, *entry.earlier[-2:]) if shown and shown.picture]
        drawings = [drawing for picture in pictures for drawing in picture.drawings]
        return next((one for one in drawings if one.hash == digest and one.key == key), None)

    async def run(self, work: Callable[[], T], urgent: bool = False) -> T:
        """Do a piece of work in the thread that builds; drawing the page is urgent, files can wait."""
        return await self._lane.do(work, urgent)

    async def office(self, work: Callable[[], T]) -> T:
        """Do a piece of work in the thread that waits for LibreOffice."""
        return await self._slow.do(work)

    async def file(self, kind: Kind, variant: Variant, notes: bool = False) -> File:
        """Return the deck of a variant as a file; simultaneous requests for the same file share one.

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
        """Record that files have changed: variants are rebuilt on request, and listeners wake."""
        self.version += 1
        self._wake()

    def close(self) -> None:
        """End all streams of events: the server ends."""
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
        """How many listen."""
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
