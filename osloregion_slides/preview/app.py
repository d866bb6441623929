"""The routes: what a page may ask for. Decks are read, composed and written in ``Studio``'s thread, never here."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.preview.auth import DRAWING, POLICY, Guard
from osloregion_slides.preview.page import Page, kind_of
from osloregion_slides.preview.requests import (
    NO_STORE,
    answered,
    body_of,
    choices_of,
    file_answer,
    findings_answer,
    json_answer,
    json_bytes,
    language_of,
    name_of,
)
from osloregion_slides.preview.shown import read_variant
from osloregion_slides.preview.worker_thread import Busy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from osloregion_slides.preview.auth import Door
    from osloregion_slides.preview.requests import Answer
    from osloregion_slides.preview.shown import Picture, Shown, Variant
    from osloregion_slides.preview.studio import Kind, Studio
    from osloregion_slides.update.plan import OnConflict

HEARTBEAT = 15.0
"""Seconds between two comments in a stream of events: proxies and laptops drop what is silent."""
MOST_LISTENERS = 64
MOST_UPLOADS = 2


def application(studio: Studio, door: Door) -> ASGIApp:
    """Return the server's application, guarded."""
    page = Page()
    pages = _Pages(studio, page)
    decks = _Decks(studio)
    answers: list[tuple[str, str, Answer]] = [
        ("GET", "/", pages.page),
        *[("GET", f"/{name}", partial(pages.static, name)) for name in page.files],
        ("GET", "/favicon.ico", pages.nothing),
        ("GET", "/api/state", pages.state),
        ("GET", "/api/slide/{key}.svg", pages.slide),
        ("GET", "/api/events", pages.events),
        ("GET", "/api/compare", pages.compare),
        ("GET", "/deck.pptx", partial(decks.file, "pptx")),
        ("GET", "/deck.pdf", partial(decks.file, "pdf")),
        ("GET", "/deck.html", partial(decks.file, "html")),
        ("POST", "/api/plan", decks.plan),
        ("POST", "/api/update", decks.update),
    ]
    routes = [Route(path, answered(answer), methods=[method]) for method, path, answer in answers]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Guard(app, door)


class _Routes:
    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def _variant(self, request: Request) -> Variant:
        return read_variant(request.query_params.multi_items(), self._studio.start)


class _Pages(_Routes):
    """What is looked at."""

    def __init__(self, studio: Studio, page: Page) -> None:
        super().__init__(studio)
        self._page = page

    async def page(self, request: Request) -> Response:
        """The page itself, in the language that is asked for or that the browser prefers."""
        ui = language_of(request)
        headers = {"content-security-policy": POLICY, **NO_STORE, "vary": "accept-language"}
        html = await self._studio.run(lambda: self._page.html(ui), True)
        return Response(html, 200, headers, "text/html; charset=utf-8")

    async def static(self, name: str, request: Request) -> Response:
        """The style of the page, its script, or a module of that."""
        return Response(self._page.files[name], 200, {"cache-control": "no-cache"}, kind_of(name))

    async def nothing(self, request: Request) -> Response:
        """What browsers ask for by themselves."""
        return Response(status_code=204)

    async def state(self, request: Request) -> Response:
        """What there is to show."""
        return json_answer(await self._studio.told(self._variant(request)))

    async def slide(self, request: Request) -> Response:
        """One drawing; named by its hash it never changes."""
        variant, key = self._variant(request), request.path_params["key"]
        asked = request.query_params.get("hash", "")
        drawing = self._studio.drawing(variant, key, asked) if asked else None
        if drawing is None:
            picture = (await self._studio.shown(variant)).picture
            drawing = next((one for one in picture.drawings if one.key == key), None) if picture else None
        if drawing is None:
            return findings_answer([error("no-slide", None, f"there is no slide `{key[:60]}` in this deck")], 404)
        kept = "private, max-age=31536000, immutable" if asked == drawing.hash else "no-cache"
        headers = {"etag": f'"{drawing.hash}"', "cache-control": kept, "content-security-policy": DRAWING}
        if request.headers.get("if-none-match") == f'"{drawing.hash}"':
            return Response(None, 304, headers)
        return Response(drawing.svg.encode("utf-8", "replace"), 200, headers, "image/svg+xml")

    async def events(self, request: Request) -> Response:
        """A stream that says when files have changed."""
        if self._studio.listeners >= MOST_LISTENERS:
            raise Busy
        return StreamingResponse(self._events(), 200, {**NO_STORE, "x-accel-buffering": "no"}, "text/event-stream")

    async def _events(self) -> AsyncIterator[str]:
        studio, told = self._studio, 0
        news = studio.listen()
        try:
            yield "retry: 1000\n\n"
            while not studio.closing:
                if studio.version != told:
                    told = studio.version
                    yield f'event: changed\ndata: {{"version":{told}}}\n\n'
                news.clear()
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await news.wait()
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            studio.leave(news)

    async def compare(self, request: Request) -> Response:
        """What differs from what is named by ``against``."""
        from osloregion_slides.preview import comparing

        studio, language = self._studio, language_of(request)
        after = await studio.shown(self._variant(request))
        kind, _, rest = request.query_params.get("against", "start").partition(":")
        if kind == "file":
            path = await studio.run(lambda: comparing.in_workspace(studio.outline, rest))
            if path.lower().endswith(comparing.DECKS):
                return await self._compare_deck(path, after, language)
            compare = partial(comparing.with_outline, path, after, language)
        else:
            compare = partial(comparing.with_picture, await self._before(kind, rest, after, request), after, language)
        return json_answer(await studio.run(lambda: json_bytes(compare())))

    async def _compare_deck(self, path: str, after: Shown, language: str) -> Response:
        from osloregion_slides.preview.comparing import deck_drawings, with_deck

        found = await self._studio.run(lambda: with_deck(path, self._studio.outline, after, language))
        drawings = await self._studio.office(lambda: deck_drawings(path)) if found["slides"] else {}
        for slide in found["slides"]:
            slide["before"] = drawings.get(slide["before"], "")
        return json_answer(await self._studio.run(lambda: json_bytes(found)))

    async def _before(self, kind: str, rest: str, after: Shown, request: Request) -> Picture:
        """Return the picture to compare with: an earlier one of this variant, or another variant's."""
        earlier: Shown | None
        if kind == "start":
            since = request.query_params.get("since", "")[:12]
            earlier = self._studio.first(after.variant, int(since) if since.isdecimal() else 0)
        elif kind == "variant":
            audience, language, as_of = (*rest.split(","), "", "", "")[:3]
            other = after.variant.replace(audience=audience, language=language, as_of=as_of)
            earlier = await self._studio.shown(other)
        else:
            message = f"`{kind[:40]}` is nothing to compare with"
            raise InvalidInput([error("usage", Location("against"), message, "start, variant:… or file:…")])
        if earlier is None or earlier.picture is None:
            raise InvalidInput(earlier.findings if earlier else after.findings)
        return earlier.picture


class _Decks(_Routes):
    """What is taken away, and what is dropped on the page."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._turn = asyncio.Semaphore(MOST_UPLOADS)

    async def file(self, kind: Kind, request: Request) -> Response:
        """The deck as a file. A PDF is drawn in another thread: LibreOffice takes seconds."""
        notes = kind == "html" and request.query_params.get("notes") == "1"
        return file_answer(await self._studio.file(kind, self._variant(request), notes))

    async def plan(self, request: Request) -> Response:
        """What an update of the deck in the body would do."""
        from osloregion_slides.preview import upload

        outline, variant, name = self._studio.outline, self._variant(request), name_of(request)
        on_conflict: OnConflict = "take" if request.query_params.get("on_conflict") == "take" else "keep"
        choices = choices_of(request)
        data = await body_of(request, upload.LARGEST, self._turn)
        plan = partial(upload.plan_json, outline, variant, data, name, on_conflict, choices)
        return json_answer(await self._studio.run(lambda: json_bytes(plan())))

    async def update(self, request: Request) -> Response:
        """The deck in the body, updated."""
        from osloregion_slides.preview import upload
        from osloregion_slides.preview.files import File

        outline, variant, name = self._studio.outline, self._variant(request), name_of(request)
        choices = choices_of(request)
        data = await body_of(request, upload.LARGEST, self._turn)
        made = await self._studio.run(lambda: upload.updated(outline, variant, data, name, choices))
        return file_answer(File(name, made))
