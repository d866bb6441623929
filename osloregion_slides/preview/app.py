"""The routes of the preview. Decks are read, composed and written in ``Studio``'s thread, never in the event loop."""

from __future__ import annotations

import asyncio
import json
import os
import re
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from osloregion_slides.base import messages, resources
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.bugs import bug_finding
from osloregion_slides.preview import desk, editing, tabling
from osloregion_slides.preview.auth import DRAWING, POLICY, Access, Guard
from osloregion_slides.preview.state import Picture, Shown, Variant, finding_json, read_variant
from osloregion_slides.preview.studio import Busy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from osloregion_slides.preview.decks import File
    from osloregion_slides.preview.editing import History
    from osloregion_slides.preview.studio import Kind, Studio
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.plan import OnConflict

    Change = Callable[[str, Variant, bytes, History], None]
    Answer = Callable[[Request], Awaitable[Response]]


NO_STORE = {"cache-control": "no-store"}
HEARTBEAT = 15.0  # seconds between comments in an event stream: proxies and laptops close silent connections
MAX_LISTENERS = 64
MAX_UPLOADS = 2
MAX_TEXTS = 64 * 1024  # bytes of a meeting's fields
MAX_EDITED = 4 * 1024 * 1024  # bytes of texts to write into an outline
BODY_SECONDS = 120.0  # limit for receiving the body of a request
_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
}
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]')


class Page:
    """The page in each language, and its files by name: ``preview.css``, ``preview.js``, ``preview/dom.js``, …

    The files are read when the server starts: replacing the package under a running server cannot mix versions, and
    request paths are looked up only among these names, never on the disk.
    """

    def __init__(self) -> None:
        names = os.listdir(resources.path("templates", "pages", "preview"))
        self.modules = sorted(f"preview/{one}" for one in names if one.endswith(".js") and not one.startswith("."))
        self.files = {name: _read(name) for name in ("preview.css", "preview.js", *self.modules)}
        self._pages: dict[str, str] = {}

    def html(self, ui: str, site: str = "") -> str:
        """Return the page in a language, "nb" or "en"; with ``site`` the page of a static site."""
        from osloregion_slides.render.page import deck_script, rendered

        if site + ui not in self._pages:
            words = json.loads(_read("preview.words.json"))[ui]
            other = ("en.html" if ui == "nb" else "index.html") if site else ""
            about = {"modules": self.modules, "site": site, "root": "" if site else "/", "other_page": other}
            about["shows"] = deck_script()[1]  # the site presents decks in a page under its own content security policy
            self._pages[site + ui] = rendered("preview.html.jinja", ui=ui, words=words, **about)
        return self._pages[site + ui]


def _read(name: str) -> bytes:
    with open(resources.path("templates", "pages", *name.split("/")), "rb") as file:
        return file.read()


def answered(endpoint: Answer) -> Answer:
    """Return an endpoint that answers failures with findings as JSON: 409 for invalid input, 503 busy, 500 for bugs."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except InvalidInput as problem:
            return findings_answer(request, problem.findings, 409)
        except Busy:
            return findings_answer(request, [finding("server-busy")], 503)
        except TimeoutError:
            return findings_answer(request, [finding("slow-upload")], 408)
        except ClientDisconnect:
            return Response(status_code=400)
        except ModuleNotFoundError as lacking:
            return findings_answer(request, [finding("not-in-browser", package=lacking.name or str(lacking))], 409)
        except Exception as bug:
            found = bug_finding(bug, f"answering {request.method} {request.url.path}")
            return findings_answer(request, [found], 500)

    return answer


def findings_answer(request: Request, findings: Iterable[Finding], status: int) -> Response:
    """Return a response with findings, in the language of the page."""
    language = language_of(request)
    return json_answer(json_bytes({"findings": [finding_json(one, language) for one in findings]}), status)


def json_bytes(content: object) -> bytes:
    """Return JSON in UTF-8, surrogates replaced."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def json_answer(body: bytes, status: int = 200) -> Response:
    """Return a JSON response that is not cached."""
    return Response(body, status, NO_STORE, "application/json")


def file_answer(file: File) -> Response:
    """Return a download response, with the file name in both forms of RFC 6266."""
    from urllib.parse import quote

    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    shown = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    kind = _TYPES[file.name.rpartition(".")[2].lower()]
    return Response(file.data, 200, {**NO_STORE, "content-disposition": shown}, kind)


def language_of(request: Request) -> str:
    """Return the language of the page: ``ui``, else Norwegian or English by the browser's first language."""
    from osloregion_slides.render.page import is_norwegian

    asked = request.query_params.get("ui", "")
    if asked in ("nb", "en"):
        return asked
    first = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip().lower()
    return "nb" if is_norwegian(first) else "en"


def choices_of(request: Request) -> dict[str, Choice]:
    """Return the choices by conflict (``choice=1a2b3c4d:take``); InvalidInput for values other than keep and take."""
    pairs = [choice.rpartition(":")[::2] for choice in request.query_params.getlist("choice")]
    wrong = [way for _, way in pairs if way not in ("keep", "take")]
    if wrong:
        raise InvalidInput([finding("usage.choice", Location("choice"), choice=wrong[0][:40])])
    return {name: "take" if way == "take" else "keep" for name, way in pairs}


def name_of(request: Request) -> str:
    """Return a safe file name for the deck in the body, never a path."""
    plain = _NO_NAME.sub("_", request.query_params.get("name", ""))[-100:].lstrip(". ")
    return plain if plain.lower().endswith(".pptx") else "deck.pptx"


async def body_of(request: Request, largest: int, turn: asyncio.Semaphore) -> bytes:
    """Return the body, read in turn; InvalidInput where it is too large, TimeoutError where it is too slow."""
    code = "upload-too-large.text" if largest <= MAX_EDITED else "upload-too-large"
    large = InvalidInput([finding(code, most=max(1, largest // 2**20))])
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 18 or int(length) > largest:
        raise large
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS), turn:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                raise large
    return bytes(body)


def application(studio: Studio, access: Access) -> ASGIApp:
    """Return the server's application behind its ``Guard``."""
    listed = answers(studio, Page())
    app = Starlette(routes=[Route(path, answered(answer), methods=[method]) for method, path, answer in listed])
    app.router.redirect_slashes = False
    return Guard(app, access)


def answers(studio: Studio, page: Page | None) -> list[tuple[str, str, Answer]]:
    """Return the endpoints with their methods and paths, without the page's files if ``page`` is None."""
    routes = _Routes(studio, page)
    static = [("GET", f"/{name}", partial(routes.static, name)) for name in page.files] if page else []
    return [
        ("GET", "/", routes.page),
        *static,
        ("GET", "/favicon.ico", routes.nothing),
        ("GET", "/api/state", routes.state),
        ("GET", "/api/slide/{key}.svg", routes.slide),
        ("GET", "/api/events", routes.events),
        ("GET", "/api/compare", routes.compare),
        ("GET", "/deck.pptx", partial(routes.file, "pptx")),
        ("GET", "/deck.pdf", partial(routes.file, "pdf")),
        ("GET", "/deck.html", partial(routes.file, "html")),
        ("GET", "/show", routes.show),
        ("GET", "/api/desk", routes.desk),
        ("GET", "/api/last", routes.last),
        ("GET", "/api/share", routes.share),
        ("PUT", "/api/meeting", routes.keep),
        ("GET", "/translation.xlsx", routes.translation),
        ("PUT", "/api/translation", routes.translated),
        ("GET", "/api/texts", routes.texts),
        ("GET", "/api/tables", routes.tables),
        ("PUT", "/api/tables", partial(routes.change, tabling.write_table)),
        ("PUT", "/api/texts", partial(routes.change, editing.write_texts)),
        ("POST", "/api/slides", partial(routes.change, editing.change_slides)),
        ("POST", "/api/undo", partial(routes.step, editing.History.undo)),
        ("POST", "/api/redo", partial(routes.step, editing.History.redo)),
        ("POST", "/api/about", routes.about),
        ("POST", "/api/plan", routes.plan),
        ("POST", "/api/update", routes.update),
    ]


class _Routes:
    """The endpoints."""

    def __init__(self, studio: Studio, page: Page | None) -> None:
        self._studio, self._page = studio, page or Page()
        self._turn = asyncio.Semaphore(MAX_UPLOADS)

    def _variant(self, request: Request) -> Variant:
        variant = read_variant(request.query_params.multi_items(), self._studio.start)
        self._studio.path(variant)  # raises before anything is cached for it
        return variant

    async def page(self, request: Request) -> Response:
        """The page, in the language of ``language_of``."""
        ui = language_of(request)
        headers = {"content-security-policy": POLICY, **NO_STORE, "vary": "accept-language"}
        html = await self._studio.run(lambda: self._page.html(ui), True)
        return Response(html, 200, headers, "text/html; charset=utf-8")

    async def static(self, name: str, request: Request) -> Response:
        """The page's style sheet, script or one of its modules."""
        return Response(self._page.files[name], 200, {"cache-control": "no-cache"}, _TYPES[name.rpartition(".")[2]])

    async def nothing(self, request: Request) -> Response:
        """The icon that browsers request automatically."""
        return Response(status_code=204)

    async def state(self, request: Request) -> Response:
        """The slides, findings and choices of a variant."""
        return json_answer(await self._studio.state(self._variant(request), language_of(request)))

    async def slide(self, request: Request) -> Response:
        """One drawing, cached permanently for a request with its hash."""
        variant, key = self._variant(request), request.path_params["key"]
        asked = request.query_params.get("hash", "")
        drawing = self._studio.drawing(variant, key, asked) if asked else None
        if drawing is None:
            picture = (await self._studio.shown(variant)).picture
            drawing = next((one for one in picture.drawings if one.key == key), None) if picture else None
        if drawing is None:
            return findings_answer(request, [finding("no-slide", slide=key[:60])], 404)
        kept = "private, max-age=31536000, immutable" if asked == drawing.hash else "no-cache"
        headers = {"etag": f'"{drawing.hash}"', "cache-control": kept, "content-security-policy": DRAWING}
        if request.headers.get("if-none-match") == f'"{drawing.hash}"':
            return Response(None, 304, headers)
        return Response(drawing.svg.encode("utf-8", "replace"), 200, headers, "image/svg+xml")

    async def events(self, request: Request) -> Response:
        """A stream of server-sent events, one for each change of the files."""
        if self._studio.listeners >= MAX_LISTENERS:
            raise Busy
        return StreamingResponse(self._events(), 200, {**NO_STORE, "x-accel-buffering": "no"}, "text/event-stream")

    async def _events(self) -> AsyncIterator[str]:
        studio, sent = self._studio, 0
        news = studio.listen()
        try:
            yield "retry: 1000\n\n"
            while not studio.closing:
                if studio.version != sent:
                    sent = studio.version
                    yield f'event: changed\ndata: {{"version":{sent}}}\n\n'
                news.clear()
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await news.wait()
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            studio.leave(news)

    async def compare(self, request: Request) -> Response:
        """The differences to the picture, variant, outline or deck that ``against`` names."""
        from osloregion_slides.preview import comparing

        studio, language = self._studio, language_of(request)
        after = await studio.shown(self._variant(request))
        kind, _, rest = request.query_params.get("against", "start").partition(":")
        if kind == "file":
            outline = studio.path(after.variant)
            path = await studio.run(lambda: comparing.in_workspace(outline, rest))
            if path.lower().endswith(desk.DECKS):
                return await self._compare_deck(path, after, language)
            compare = partial(comparing.with_outline, path, after, language)
        else:
            compare = partial(comparing.with_picture, await self._before(kind, rest, after, request), after, language)
        return json_answer(await studio.run(lambda: json_bytes(compare())))

    async def _compare_deck(self, path: str, after: Shown, language: str) -> Response:
        from osloregion_slides.preview.comparing import deck_drawings, with_deck

        outline = self._studio.path(after.variant)
        found = await self._studio.run(lambda: with_deck(path, outline, after, language))
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
            raise InvalidInput([finding("usage.against", Location("against"), kind=kind[:40])])
        if earlier is None or earlier.picture is None:
            raise InvalidInput(earlier.findings if earlier else after.findings)
        return earlier.picture

    async def file(self, kind: Kind, request: Request) -> Response:
        """The deck as a download. A PDF is drawn in another thread, since LibreOffice takes seconds."""
        notes = kind == "html" and request.query_params.get("notes") == "1"
        return file_answer(await self._studio.file(kind, self._variant(request), notes))

    async def show(self, request: Request) -> Response:
        """The deck as a page for presenting, with speaker notes."""
        deck = await self._studio.file("html", self._variant(request), True)
        return Response(deck.data, 200, NO_STORE, _TYPES["html"])

    async def plan(self, request: Request) -> Response:
        """The update plan for the deck in the body."""
        from osloregion_slides.preview.decks import plan_json

        on_conflict: OnConflict = "take" if request.query_params.get("on_conflict") == "take" else "keep"
        variant, name, choices, data = await self._uploaded(request)
        words = name, on_conflict, choices, language_of(request)
        plan = partial(plan_json, self._studio.path(variant), variant, data, *words)
        return json_answer(await self._studio.run(lambda: json_bytes(plan())))

    async def update(self, request: Request) -> Response:
        """The deck in the body, updated."""
        from osloregion_slides.preview.decks import updated

        variant, name, choices, data = await self._uploaded(request)
        outline = self._studio.path(variant)
        return file_answer(await self._studio.run(lambda: updated(outline, variant, data, name, choices)))

    async def texts(self, request: Request) -> Response:
        """The texts of a slide in all languages; without a slide, all texts to translate, missing ones first."""
        variant, key = self._variant(request), request.query_params.get("slide", "")[:200]
        path = self._studio.path(variant)
        texts = partial(editing.texts_json, path, variant, key) if key else partial(editing.all_json, path, variant)
        return json_answer(await self._studio.run(lambda: json_bytes(texts()), True))

    async def tables(self, request: Request) -> Response:
        """Members and dated lists as tables."""
        made = partial(tabling.tables_json, self._studio.path(variant := self._variant(request)), variant)
        return json_answer(await self._studio.run(lambda: json_bytes(made()), True))

    async def change(self, does: Change, request: Request) -> Response:
        """Write the edits in the body: texts, rows or slides. The response has only the findings that rejected them."""
        variant, body = self._variant(request), await body_of(request, MAX_EDITED, self._turn)
        path, history = self._studio.path(variant), self._studio.history
        try:
            await self._studio.run(lambda: does(path, variant, body, history), True)
        except InvalidInput as refused:
            errors = [one for one in refused.findings if one.severity == "error"]
            raise InvalidInput(errors or refused.findings) from None
        return self._changed()

    async def translation(self, request: Request) -> Response:
        """The outline's texts as a workbook for translators."""
        from osloregion_slides.preview.translating import workbook

        variant = self._variant(request)
        return file_answer(await self._studio.run(lambda: workbook(self._studio.path(variant), variant)))

    async def translated(self, request: Request) -> Response:
        """Write the translations of a returned workbook."""
        from osloregion_slides.preview.translating import import_translations

        return await self.change(import_translations, request)

    async def step(self, does: Callable[[History], None], request: Request) -> Response:
        """Undo or redo the last edit."""
        await body_of(request, 0, self._turn)
        await self._studio.run(lambda: does(self._studio.history), True)
        return self._changed()

    def _changed(self) -> Response:
        self._studio.change()
        return Response(status_code=204)

    async def about(self, request: Request) -> Response:
        """The outline and the variant from which the deck in the body was built."""
        from osloregion_slides.preview.decks import about_json

        _, name, _, data = await self._uploaded(request)
        about = partial(about_json, self._studio.outline, data, name)
        return json_answer(await self._studio.run(lambda: json_bytes(about())))

    async def desk(self, request: Request) -> Response:
        """The outlines, the newest decks and the saved meetings."""
        made = partial(desk.desk_json, self._studio.outline, language_of(request))
        return json_answer(await self._studio.run(lambda: json_bytes(made()), True))

    async def share(self, request: Request) -> Response:
        """The address for others with its QR code, and the command that makes the preview accessible to them."""
        address = self._studio.address
        command = f"{messages.COMMAND[0]} preview --share"
        return json_answer(json_bytes({"address": address, "qr": desk.qr_code(address), "command": command}))

    async def last(self, request: Request) -> Response:
        """One of the newest decks, to update like a dropped file."""
        name = request.query_params.get("name", "")
        data = await self._studio.run(lambda: desk.deck_bytes(self._studio.outline, name))
        return Response(data, 200, NO_STORE, _TYPES["pptx"])

    async def keep(self, request: Request) -> Response:
        """Save the meeting in the body for the next time."""
        variant, body = self._variant(request), await body_of(request, MAX_TEXTS, self._turn)
        await self._studio.run(lambda: desk.keep_meeting(self._studio.outline, variant, body))
        return Response(status_code=204)

    async def _uploaded(self, request: Request) -> tuple[Variant, str, dict[str, Choice], bytes]:
        from osloregion_slides.preview.decks import MAX_UPLOAD

        variant, name, choices = self._variant(request), name_of(request), choices_of(request)
        return variant, name, choices, await body_of(request, MAX_UPLOAD, self._turn)
