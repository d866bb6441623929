"""What requests ask for, beside the variant: the page's language, choices of conflicts, names and bodies of decks."""

from __future__ import annotations

import asyncio
import re

from osloregion_slides.findings import InvalidInput, Span, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.requests import Request

    from osloregion_slides.update.choices import Choice

BODY_SECONDS = 120.0
"""The time that the body of a request may take."""
_NO_NAME = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]')


def language_of(request: Request) -> str:
    """Return the language of the page: ``ui``, else what the browser likes best, English in doubt."""
    from osloregion_slides.see.page import is_norwegian

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
        raise InvalidInput([error("usage", Span("choice"), f"`{wrong[0][:40]}` is no choice", "keep or take")])
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
