"""Who may use the preview: requests to its own names, from its own page, with the token where there is one."""

from __future__ import annotations

import hmac
from collections import deque
from time import monotonic

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send


MOST = 10
"""Wrong tokens within ``WINDOW`` that are answered as if somebody had mistyped."""
WINDOW = 60.0
"""Seconds."""


class Tries:
    """The times of the last ``MOST`` wrong tokens, whoever sent them: nobody gets more by changing the address.

    That whoever has the right one passes all the same is the guard's part: a guesser can keep nobody out. What
    keeps a guesser out is the token's length (``token.SHORTEST``).
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=MOST)

    def add(self, now: float) -> None:
        """Remember a wrong one; ``now`` in seconds of a clock that never goes back."""
        self._times.append(now)

    def are_too_many(self, now: float) -> bool:
        """Whether ``MOST`` of them came within the last ``WINDOW`` seconds."""
        return len(self._times) == MOST and now - self._times[0] < WINDOW


# The word that a page must name where others can reach the preview.

AUTO = "auto"
SHORTEST = 16
"""Characters. The server answers about a thousand tries a second: eight small letters drawn by lot are found in
three years, sixteen never.
"""
LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")
_MADE = 16
"""Bytes of a token that is made: 128 bits in 22 characters of an address."""


def read_token(word: str, host: str) -> str:
    """Return the token that ``--token`` asks for, "" for none; InvalidInput where it keeps nobody out.

    A made one is asked for by the word ``auto``: the address that is printed names it, so nobody has to think
    of one or to type it, and it stands in no list of processes. An option with or without a value would take
    the outline behind it for the token.
    """
    if word == AUTO:
        from secrets import token_urlsafe

        return token_urlsafe(_MADE)
    if not word and host not in LOCAL_HOSTS:
        raise InvalidInput([finding("usage.token", Location("--host"))])
    if word and len(word) < SHORTEST:
        raise InvalidInput([finding("usage.token-short", Location("--token"), least=SHORTEST)])
    return word


# Who is let in: requests to our own names, from our own page, with the token where there is one.
#
# An ASGI middleware before all routes. What it refuses never reaches a route. No header allows another
# origin anything, so a browser refuses what another page would ask for; that it cannot even send what
# changes something follows from the header that ``POST`` needs (Fetch Standard, CORS-preflight request).

COOKIE = "osloregion-preview"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
_GO_AWAY = [(b"retry-after", b"%d" % WINDOW), (b"connection", b"close")]
"""For a guesser: the next try takes a connection of its own."""
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
"""Drawings stand in the page with ``style`` attributes and embedded pictures; nothing comes from elsewhere."""
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


class Door(Record):
    """What the server answers to: its port, its names beside loopback's, its token ("" for none)."""

    port: int
    names: tuple[str, ...] = ()
    token: str = ""


class Refused(Exception):
    """A request that is not let in: the status and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why
        super().__init__(why)


class Guard:
    """The middleware; ``clock`` tells seconds that never go back."""

    def __init__(self, app: ASGIApp, door: Door, clock: Callable[[], float] = monotonic) -> None:
        self._app, self._door, self._clock = app, door, clock
        self._tries = Tries()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        try:
            cookie = self._check(scope)
        except Refused as refused:
            await _answer(send, refused.status, refused.why, _GO_AWAY if refused.status == 429 else None)
            return
        if cookie:
            await _to_the_page(scope, send, cookie)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *SAFE]
            await send(message)

        await self._app(scope, receive, safely)

    def _check(self, scope: Scope) -> str:
        """Return the cookie to set, "" for none; ``Refused`` for what is not let in."""
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
        """Whether a Host header is one of ours: an address that was connected to, or a name of this machine."""
        name, _, port = host.rpartition(":")
        if not port.isdecimal() or not name:
            name, port = host, "80"
        if port != str(self._door.port):
            return False
        address = (scope.get("server") or ("",))[0] or ""
        return name in LOOPBACK or name in self._door.names or name in (address, f"[{address}]")

    def _check_token(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        if not self._door.token:
            return ""
        from urllib.parse import parse_qs

        given = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if given and _same(given, self._door.token):
            return self._door.token if scope["path"] == "/" and scope["method"] == "GET" else ""
        cookie = _cookie(headers, f"{COOKIE}-{self._door.port}")
        if _same(cookie, _sealed(self._door.token)):
            return ""
        raise self._refusal(wrong=bool(given or cookie))

    def _refusal(self, wrong: bool) -> Refused:
        """Return what to say to who has not the right token; a wrong one counts, none does not."""
        now = self._clock()
        too_many = self._tries.are_too_many(now)
        if wrong:
            self._tries.add(now)
        what = "too many wrong tokens were tried" if too_many else "this preview needs its token"
        return Refused(429 if too_many else 401, f"{what}: open the address that was printed where it was started")


async def _to_the_page(scope: Scope, send: Send, token: str) -> None:
    """Take the token out of the address, so that it stays in no history, and keep it as a cookie of the session."""
    from urllib.parse import parse_qsl, urlencode

    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    rest = urlencode([(key, value) for key, value in query if key != "token"])
    port = (scope.get("server") or ("", 0))[1]
    cookie = f"{COOKIE}-{port}={_sealed(token)}; Path=/; HttpOnly; SameSite=Lax"
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
    """Return the headers by name; ``Refused`` where one that counts here is there twice."""
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


def _sealed(token: str) -> str:
    """Return what the cookie holds: a token may have any characters, and other servers of this host get cookies too."""
    from hashlib import sha256

    return sha256(f"osloregion-slides preview {token}".encode("utf-8", "surrogatepass")).hexdigest()


def _same(one: str, two: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), two.encode("utf-8", "surrogatepass"))
