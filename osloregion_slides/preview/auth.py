"""Access control of the preview: requests to its own host names, from its own page, with the token if one is set.

``Guard`` is an ASGI middleware before all routes. There are no CORS headers, so browsers block responses to other
origins; requests that change something need a custom header, so other origins cannot even send them (Fetch Standard,
CORS-preflight request).
"""

from __future__ import annotations

import hmac
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send


MAX_WRONG = 10  # wrong tokens within WINDOW before clients are throttled
WINDOW = 60.0  # seconds
AUTO = "auto"
MIN_TOKEN = 16  # characters; at 1000 tries a second, eight random letters are found in three years, sixteen never
MADE = 16  # bytes of a generated token: 128 bits, 22 characters in a URL
LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")


def read_token(word: str, host: str) -> str:
    """Return the token for ``--token``, "" for none; InvalidInput for a short one, or a missing one that is required.

    ``auto`` generates one: the printed address contains it, so that it need not be invented or typed, and process
    lists do not show it. An option with an optional value would parse the outline after it as the token.
    """
    if word == AUTO:
        from secrets import token_urlsafe

        return token_urlsafe(MADE)
    if not word and host not in LOCAL_HOSTS:
        raise InvalidInput([finding("usage.token", Location("--host"))])
    if word and len(word) < MIN_TOKEN:
        raise InvalidInput([finding("usage.token-short", Location("--token"), least=MIN_TOKEN)])
    return word


COOKIE = "osloregion-preview"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
_THROTTLED = [(b"retry-after", b"%d" % WINDOW), (b"connection", b"close")]
"""For clients with too many wrong tokens: the next try needs a new connection."""
SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Inline drawings need ``style`` attributes and data: images; nothing is loaded from other origins."""
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


class Access(Record):
    """The access rules: the port, host names besides those of loopback, the token ("" for none)."""

    port: int
    names: tuple[str, ...] = ()
    token: str = ""


class Refused(Exception):
    """A rejected request: the status and the reason."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why
        super().__init__(why)


class Tries:
    """The times of the last ``MAX_WRONG`` wrong tokens of all clients, whatever their addresses.

    The right token is still accepted, so an attacker cannot lock others out. The protection against guessing is the
    length of the token (``MIN_TOKEN``).
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MAX_WRONG)

    def add(self, now: float) -> None:
        """Record a wrong token; ``now`` in seconds of a monotonic clock."""
        self._times.append(now)

    def are_too_many(self, now: float) -> bool:
        """Return whether there were ``MAX_WRONG`` within the last ``WINDOW`` seconds."""
        return len(self._times) == MAX_WRONG and now - self._times[0] < WINDOW


class Guard:
    """The middleware; ``clock`` is monotonic, in seconds."""

    def __init__(self, app: ASGIApp, access: Access, clock: Callable[[], float] = monotonic) -> None:
        self._app, self._access, self._clock = app, access, clock
        self._tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the application, or reject it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        try:
            cookie = self._check(scope)
        except Refused as refused:
            await _answer(send, refused.status, refused.why, _THROTTLED if refused.status == 429 else None)
            return
        if cookie:
            await _move_token(scope, send, cookie)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *SAFE]
            await send(message)

        await self._app(scope, receive, safely)

    def _check(self, scope: Scope) -> str:
        """Return the cookie to set, "" for none; raise ``Refused`` for a rejected request."""
        headers = _headers(scope)
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if not self._is_own(host, scope):
            raise Refused(421, "this server does not answer to that name")
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        if origin and origin != f"{scope.get('scheme', 'http')}://{host}":
            raise Refused(403, "another page may not ask")
        site = headers.get(b"sec-fetch-site", b"none")
        arriving = scope["path"] == "/" and headers.get(b"sec-fetch-mode") == b"navigate" and scope["method"] == "GET"
        if site not in (b"none", b"same-origin") and not arriving:
            raise Refused(403, "another page may not ask")
        if scope["method"] not in ("GET", "HEAD") and headers.get(b"x-osloregion") != b"preview":
            raise Refused(403, "only the page itself may ask for that")
        return self._check_token(scope, headers)

    def _is_own(self, host: str, scope: Scope) -> bool:
        """Return whether a Host header names this server: the address of the connection, or a name of this machine."""
        name, _, port = host.rpartition(":")
        if not port.isdecimal() or not name:
            name, port = host, "80"
        if port != str(self._access.port):
            return False
        address = (scope.get("server") or ("",))[0] or ""
        return name in LOOPBACK or name in self._access.names or name in (address, f"[{address}]")

    def _check_token(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        if not self._access.token:
            return ""
        from urllib.parse import parse_qs

        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if given and _same(given, self._access.token):
            return self._access.token if scope["path"] == "/" and scope["method"] == "GET" else ""
        cookie = _cookie(headers, f"{COOKIE}-{self._access.port}")
        if _same(cookie, _cookie_value(self._access.token)):
            return ""
        raise self._refusal(wrong=bool(given or cookie))

    def _refusal(self, wrong: bool) -> Refused:
        """Return the rejection of a request without the right token; wrong ones are counted, missing ones are not."""
        now = self._clock()
        too_many = self._tries.are_too_many(now)
        if wrong:
            self._tries.add(now)
        what = "too many wrong tokens were tried" if too_many else "this preview needs its token"
        return Refused(429 if too_many else 401, f"{what}: open the address that was printed where it was started")


async def _move_token(scope: Scope, send: Send, token: str) -> None:
    """Move the token from the URL, which the browser's history would keep, to a session cookie."""
    from urllib.parse import parse_qsl, urlencode

    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    rest = urlencode([(key, value) for key, value in query if key != "token"])
    port = (scope.get("server") or ("", 0))[1]
    cookie = f"{COOKIE}-{port}={_cookie_value(token)}; Path=/; HttpOnly; SameSite=Lax"
    headers = [(b"location", f"/{'?' if rest else ''}{rest}".encode()), (b"set-cookie", cookie.encode())]
    await _answer(send, 303, "", headers)


async def _answer(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    body = f"{text}\n".encode() if text else b""
    length = [(b"content-length", str(len(body)).encode())]
    await send(
        {"type": "http.response.start", "status": status, "headers": [*_PLAIN, *SAFE, *length, *(headers or [])]}
    )
    await send({"type": "http.response.body", "body": body})


def _headers(scope: Scope) -> dict[bytes, bytes]:
    """Return the headers by name; ``Refused`` for a duplicate of a checked header."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in found and name in (b"host", b"origin", b"x-osloregion"):
            raise Refused(400, "a header is there twice")
        found[name] = value
    return found


def _cookie(headers: dict[bytes, bytes], name: str) -> str:
    for part in headers.get(b"cookie", b"").decode("latin-1").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _cookie_value(token: str) -> str:
    """Return the cookie's value, a digest: tokens may have any characters, and other servers on this host get it."""
    from hashlib import sha256

    return sha256(f"osloregion-slides preview {token}".encode("utf-8", "surrogatepass")).hexdigest()


def _same(one: str, two: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), two.encode("utf-8", "surrogatepass"))
