"""The preview's engine in a web worker: the endpoints without a server, in Python without C libraries.

Minimal stand-ins replace the parts of Starlette that ``app`` uses, and ``elements`` replaces lxml. It is slower, so the
layouts' drawings are part of the site. Features that need python-pptx or Pillow raise ModuleNotFoundError, which
``app`` answers with a finding.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from functools import partial
from importlib.util import find_spec
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zlib import crc32

MAX_FILE = 20_000_000  # bytes of an opened local file
FURNITURE = "furniture.json"


class _Query(dict[str, str]):
    """The parameters of a URL's query; names may repeat."""

    def __init__(self, text: str) -> None:
        self._pairs = parse_qsl(text, keep_blank_values=True)
        super().__init__(self._pairs)

    def multi_items(self) -> list[tuple[str, str]]:
        """Return all parameters in order."""
        return self._pairs

    def getlist(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return [value for key, value in self._pairs if key == name]


class _Url:
    path = ""


class _Request:
    def __init__(self, method: str, address: str, headers: Mapping[str, str], body: bytes) -> None:
        parts = urlsplit(address)
        self.method, self.headers, self._body = method, headers, body
        self.query_params = _Query(parts.query)
        self.path_params: dict[str, str] = {}
        self.url = _Url()
        self.url.path = parts.path

    async def stream(self) -> AsyncIterator[bytes]:
        yield self._body


class _Response:
    def __init__(
        self, content: Any = None, status_code: int = 200, headers: Any = None, media_type: str | None = None
    ) -> None:
        self.status_code, self.headers = status_code, dict(headers or {})
        self.body = content.encode() if isinstance(content, str) else content or b""
        if media_type:
            self.headers["content-type"] = media_type


class _Absent:
    """A stand-in for a name of a missing library: it can be imported and referred to, but not used."""

    def __init__(self, *values: object, **more: object) -> None:
        raise ModuleNotFoundError("starlette")


def _stand_in(name: str, **content: Any) -> None:
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(content)


def _stand_ins() -> None:
    _stand_in("starlette")
    _stand_in("starlette.applications", Starlette=_Absent)
    _stand_in("starlette.requests", ClientDisconnect=type("ClientDisconnect", (Exception,), {}), Request=_Request)
    _stand_in("starlette.responses", Response=_Response, StreamingResponse=_Absent)
    _stand_in("starlette.routing", Route=_Absent)
    if find_spec("lxml") is None:
        from osloregion_slides.preview import elements

        _stand_in("lxml", etree=elements)
        sys.modules["lxml.etree"] = elements


class Engine:
    """The endpoints for the workspace in ``home``, filled with a starter where it has no outline."""

    def __init__(self, home: str) -> None:
        _stand_ins()
        from osloregion_slides.base.budget import UNLIMITED, Within

        Within.chosen = UNLIMITED  # the user can close the page
        self._home = home
        self._coming: dict[str, bytes] = {}
        """The files of a folder being opened, which replaces the workspace when all have arrived."""
        if not any([name.endswith((".yaml", ".yml")) for _, _, names in os.walk(home) for name in names]):
            from osloregion_slides.starter import start

            start(os.path.join(home, "start"))
            for name in os.listdir(os.path.join(home, "start")):
                shutil.move(os.path.join(home, "start", name), home)
        self._open()

    def _open(self) -> None:
        """Open the main outline of the workspace."""
        from osloregion_slides.preview import app, studio
        from osloregion_slides.preview.desk import main_outline
        from osloregion_slides.preview.state import Variant
        from osloregion_slides.render import layout_svg

        if layout_svg.read_furniture.__module__ == layout_svg.__name__:
            layout_svg.read_furniture = partial(_known_furniture, layout_svg.read_furniture)
        os.chdir(self._home)
        folder = next((one for one in ("decks", ".") if _outlines(one)), ".")
        outline = main_outline(_outlines(folder) or [""])
        self._studio = studio.Studio(outline, Variant(), False, True, _immediate_queue())
        routes = app.answers(self._studio, None)
        self._answers = {(method, path): app.answered(answer) for method, path, answer in routes}

    async def answer(self, method: str, address: str, headers: Any, body: Any) -> tuple[int, Any, bytes, bool]:
        """Return the status, headers and body of a response, and whether files may have changed."""
        data = body.to_bytes() if hasattr(body, "to_bytes") else bytes(body)  # iterating over a browser's array is slow
        request = _Request(method, address, dict(headers), data)
        path = request.url.path
        if path.startswith("/api/slide/"):
            request.path_params["key"] = unquote(path.removeprefix("/api/slide/").removesuffix(".svg"))
            path = "/api/slide/{key}.svg"
        own = {
            ("PUT", "/api/file"): self._file,
            ("GET", "/api/file"): self._one,
            ("GET", "/api/files"): self._listed,
            ("GET", "/api/workspace.zip"): self._workspace,
        }
        from osloregion_slides.preview import app

        does = self._answers.get((method, path)) or app.answered(own[method, path])
        before = self._studio.version
        reply: Any = await does(request)  # type: ignore[arg-type]
        changed = self._studio.version != before or path == "/api/meeting"
        return reply.status_code, reply.headers, bytes(reply.body), changed

    async def _file(self, request: Any) -> Any:
        """Store a local file at its path in the workspace; without a folder, replace its namesake, else use decks/."""
        import asyncio

        from osloregion_slides.base.files import inside, write
        from osloregion_slides.base.findings import InvalidInput, cannot_write
        from osloregion_slides.preview.app import body_of

        name = request.query_params.get("path", "").replace("\\", "/")
        data = await body_of(request, MAX_FILE, asyncio.Semaphore(1))
        fresh, more = [request.query_params.get(key, "") for key in ("fresh", "more")]
        if fresh:
            self._coming = ({} if fresh == "first" else self._coming) | {name: data}
        elif "/" not in name:
            found = [os.path.join(base, name) for base, _, names in os.walk(self._home) if name in names]
            name = os.path.relpath(found[0], self._home) if found else f"decks/{name}"
        try:
            path = inside(self._home, name)
            if fresh and not more:
                self._replace()
            elif not fresh:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                write(path, data)
        except OSError as problem:
            raise InvalidInput([cannot_write(name, problem)]) from None
        if not more:  # files opened together count as one change
            self._studio.change()
        return _Response(status_code=204)

    def _replace(self) -> None:
        """Replace the workspace by the opened folder. InvalidInput where it has no outline."""
        from osloregion_slides.base.files import inside, write
        from osloregion_slides.base.findings import InvalidInput, finding

        folders = [os.path.dirname(name) for name in self._coming if name.endswith((".yaml", ".yml"))]
        if not {"", "decks"} & set(folders):
            raise InvalidInput([finding("no-outline.opened")])
        for one in os.listdir(self._home):
            path = os.path.join(self._home, one)
            shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        for name, data in self._coming.items():
            path = inside(self._home, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write(path, data)
        self._coming = {}

    async def _one(self, request: Any) -> Any:
        """Return a file of the workspace."""
        from osloregion_slides.base.files import inside

        with open(inside(self._home, request.query_params.get("path", "")), "rb") as file:
            return _Response(file.read(), 200, {}, "application/octet-stream")

    async def _listed(self, request: Any) -> Any:
        """Return the checksums of all files of the workspace, by path."""
        return _Response(json.dumps({name: crc32(data) for name, data in self._files()}), 200, {}, "application/json")

    async def _workspace(self, request: Any) -> Any:
        """Return all files of the workspace as one zip."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._files():
                archive.writestr(name, data)
        return _Response(out.getvalue(), 200, {}, "application/zip")

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for base, _, names in os.walk(self._home):
            for name in names:
                with open(os.path.join(base, name), "rb") as file:
                    yield os.path.relpath(os.path.join(base, name), self._home), file.read()


def _immediate_queue() -> Any:
    """Return a queue without a thread, which runs work immediately."""
    from osloregion_slides.preview.studio import WorkQueue

    class Immediate(WorkQueue):
        async def do(self, work: Any, urgent: bool = False) -> Any:
            return work()

    return Immediate


def _outlines(folder: str) -> list[str]:
    if not os.path.isdir(folder):
        return []
    names = [name for name in sorted(os.listdir(folder)) if name.endswith((".yaml", ".yml")) and name != "builds.yaml"]
    return [os.path.join(folder, name) for name in names]


def dump_furniture(brands: Iterable[Any]) -> str:
    """Return the drawings of the brands' layouts as JSON for a site, by template."""
    from osloregion_slides.render.layout_svg import read_furniture

    return json.dumps(
        {
            _template(brand): {part: [one.drawing, list(one.bullets)] for part, one in read_furniture(brand).items()}
            for brand in brands
        }
    )


def _known_furniture(read: Any, brand: Any) -> Any:
    from osloregion_slides.base import resources
    from osloregion_slides.render.layout_svg import Furniture

    with open(resources.path("templates", FURNITURE), encoding="utf-8") as file:
        known = json.load(file).get(_template(brand))
    if known is None:  # a foreign template
        return read(brand)
    return {part: Furniture(drawing, tuple(bullets)) for part, (drawing, bullets) in known.items()}


def _template(brand: Any) -> str:
    from osloregion_slides.brand.load import template_bytes

    return str(crc32(template_bytes(brand)))
