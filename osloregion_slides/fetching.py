"""Fetch datasets of statistics offices as snapshots beside the outline, so that builds need no network."""

from __future__ import annotations

import json
from typing import Any

from osloregion_slides.base.findings import InvalidInput, Location, finding, without_secrets
from osloregion_slides.registry.grid import MAX_BYTES
from osloregion_slides.registry.json_table import json_grid

SECONDS = 30
"""Time limit for an answer."""


def fetch(url: str, query: bytes = b"", licence: str = "") -> bytes:
    """Return a dataset in JSON-stat 2.0 with metadata of its snapshot: url, date (ISO), licence, query.

    A query (PxWeb's JSON) is sent with POST, as table 07459 of Statistics Norway requires. Passwords and tokens in the
    URL are not stored, since snapshots are committed. InvalidInput where the URL is not http(s), does not answer in
    time, or answers with something else than a dataset.
    """
    answer, date = _answer(url, query)
    at = Location(url)
    if len(answer) > MAX_BYTES:
        raise InvalidInput([finding("too-large.table", at, limit=MAX_BYTES // 10**6)])
    start = answer.find(b"{")
    facts: dict[str, Any] = {"url": without_secrets(url), "fetched": date}
    if licence:
        facts["licence"] = licence
    if query:
        facts["query"] = query.decode("utf-8", "replace")
    head = json.dumps({"snapshot": facts}, ensure_ascii=False)[:-1].encode()
    made = head + b",\n" + answer[start + 1 :] if start >= 0 else answer
    wrong = [one.replace(at=at) for one in json_grid(made, without_secrets(url)).findings if one.severity == "error"]
    if wrong:
        raise InvalidInput(wrong)
    return made


def _answer(url: str, query: bytes) -> tuple[bytes, str]:
    """Return the answer and the server's date, since no stage reads a clock."""
    from email.utils import parsedate_to_datetime
    from http.client import HTTPException
    from urllib.error import URLError
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    if not url.startswith(("https://", "http://")):
        raise InvalidInput([finding("no-answer.address", Location(url[:80]))])
    if without_secrets(url).partition("?")[0] != url.partition("?")[0]:  # urllib would show it as an invalid port
        raise InvalidInput([finding("no-answer.password", Location(url[:200]))])

    class Redirects(HTTPRedirectHandler):
        """Follows redirects only to http(s), and none of a POST."""

        def redirect_request(self, request: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
            if not newurl.startswith(("https://", "http://")) or query:
                raise URLError(f"it leads to {newurl[:80]}")
            return super().redirect_request(request, fp, code, msg, headers, newurl)

    headers = {"Accept": "application/json", "User-Agent": "osloregion-slides"}
    try:
        asked = Request(url, query or None, {**headers, **({"Content-Type": "application/json"} if query else {})})
        with build_opener(Redirects).open(asked, timeout=SECONDS) as answer:
            return answer.read(MAX_BYTES + 1), parsedate_to_datetime(answer.headers["Date"] or "").date().isoformat()
    except (OSError, ValueError, HTTPException) as problem:  # URLError is an OSError
        reason = str(getattr(problem, "reason", "") or problem)
        raise InvalidInput([finding("no-answer", Location(url[:200]), reason=reason[:200])]) from None
