"""Answers as every route gives them: JSON, files to keep, and failures as findings."""

from __future__ import annotations

import json

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from osloregion_slides.bugs import bug_finding
from osloregion_slides.findings import InvalidInput, error
from osloregion_slides.preview.lane import Busy
from osloregion_slides.preview.state import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from starlette.requests import Request

    from osloregion_slides.findings import Finding
    from osloregion_slides.preview.files import File

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
