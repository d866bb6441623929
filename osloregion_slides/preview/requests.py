"""Answers as every route gives them: JSON, files to keep, and failures as findings."""

from __future__ import annotations

import asyncio
import json
import re

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.bugs import bug_finding
from osloregion_slides.preview.state import said
from osloregion_slides.preview.worker_thread import Busy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.requests import Request

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.preview.files import File
    from osloregion_slides.update.differences import Choice

    Answer = Callable[[Request], Awaitable[Response]]


NO_STORE = {"cache-control": "no-store"}
_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def answered(endpoint: Answer) -> Answer:
    """Return an endpoint whose failures are findings as JSON: 409 for what is wrong with the input, 500 for bugs."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except InvalidInput as problem:
            return findings_answer(problem.findings, 409)
        except Busy:
            return findings_answer(
                [error("server-busy", None, "too much is being asked for at once", "try again")], 503
            )
        except TimeoutError:
            return findings_answer([error("slow-upload", None, "the file took too long to arrive", "try again")], 408)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as bug:
            return findings_answer([bug_finding(bug, f"answering {request.method} {request.url.path}")], 500)

    return answer


def findings_answer(findings: Iterable[Finding], status: int) -> Response:
    """Return findings as an answer."""
    return json_answer(json_bytes({"findings": [said(finding) for finding in findings]}), status)


def json_bytes(told: object) -> bytes:
    """Return JSON in UTF-8, without characters that are none."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def json_answer(body: bytes, status: int = 200) -> Response:
    """Return JSON as an answer that nobody keeps."""
    return Response(body, status, NO_STORE, "application/json")


def file_answer(file: File) -> Response:
    """Return a file to keep; its name in both forms of RFC 6266."""
    from urllib.parse import quote

    plain = file.name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    shown = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    kind = _TYPES[file.name.rpartition(".")[2].lower()]
    return Response(file.data, 200, {**NO_STORE, "content-disposition": shown}, kind)


# What requests ask for, beside the variant: the page's language, choices of conflicts, names and bodies of decks.

BODY_SECONDS = 120.0
"""The time that the body of a request may take."""
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]')


def language_of(request: Request) -> str:
    """Return the language of the page: ``ui``, else what the browser likes best, English in doubt."""
    from osloregion_slides.render.page import is_norwegian

    asked = request.query_params.get("ui", "")
    if asked in ("nb", "en"):
        return asked
    first = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0].strip().lower()
    return "nb" if is_norwegian(first) else "en"


def choices_of(request: Request) -> dict[str, Choice]:
    """Return the choices by conflict (``choice=1a2b3c4d:take``); InvalidInput where one is neither of the two."""
    pairs = [choice.rpartition(":")[::2] for choice in request.query_params.getlist("choice")]
    wrong = [way for _, way in pairs if way not in ("keep", "take")]
    if wrong:
        raise InvalidInput([error("usage", Location("choice"), f"`{wrong[0][:40]}` is no choice", "keep or take")])
    return {name: "take" if way == "take" else "keep" for name, way in pairs}


def name_of(request: Request) -> str:
    """Return the name that the deck in the body goes by: never a path, whatever the page says."""
    plain = _NO_NAME.sub("_", request.query_params.get("name", ""))[-100:].lstrip(". ")
    return plain if plain.lower().endswith(".pptx") else "deck.pptx"


async def body_of(request: Request, largest: int, turn: asyncio.Semaphore) -> bytes:
    """Return the body when it is our turn; InvalidInput where it is too large, TimeoutError where it takes too long."""
    large = InvalidInput([error("upload-too-large", None, f"the file is larger than {largest // 2**20} MB")])
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
