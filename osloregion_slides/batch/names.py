"""Names of decks: patterns such as ``{language}/{outline}-{member}``, filled in and safe on every system."""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Finding, error
from osloregion_slides.outline.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location

PLACES = ("outline", "audience", "language", "date")
MEMBER_PLACES = ("member", "number", "county", "region")
"""What can stand in braces, for every build and for one with ``for_each: members``."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_BAD = re.compile(r'[\x00-\x1f<>:"|?*\\{}]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices (Microsoft, Naming Files, Paths, and Namespaces)."""
LONGEST = 180
"""A name has at most so many characters: file systems take 255 bytes, and æ, ø and å are two."""


def fill(pattern: str, values: dict[str, str]) -> str:
    """Return ``pattern`` with the values in the place of their names in braces; other braces stay."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), pattern)


def faults(pattern: str, places: tuple[str, ...], at: Location) -> tuple[Finding, ...]:
    """Return what is wrong with the braces of a pattern."""
    if pattern.startswith("/"):
        hint = f"name: {pattern.lstrip('/')[:80]}"
        return (error("bad-name", at, "a deck's name begins in the output folder, not with /", hint),)
    unknown = [name for name in _PLACE.findall(pattern) if name not in places]
    return tuple(
        [
            error("unknown-place", at, f"`{{{name[:40]}}}` stands for nothing here", did_you_mean(name, places))
            for name in dict.fromkeys(unknown)
        ]
    )


def slug(text: str) -> str:
    """Return a name as file names have it: ``Øvre Eiker`` is ``øvre-eiker``."""
    return re.sub(r"[^0-9a-zæøåäöü]+", "-", text.lower()).strip("-")


def deck_name(pattern: str, values: dict[str, str]) -> str:
    """Return the path of a deck in the output folder, with ``/`` and ending in ``.pptx``.

    A value that is empty takes the hyphen beside it along: ``{outline}-{audience}-{language}`` is
    ``osloregionen-nb`` without an audience.
    """
    filled = fill(pattern, {key: slug(value) for key, value in values.items()})
    parts = [re.sub("-{2,}", "-", part).strip("- ") for part in filled.removesuffix(".pptx").split("/")]
    return "/".join([part for part in parts if part]) + ".pptx"


def name_fault(name: str, at: Location) -> Finding | None:
    """Return what makes a filled name impossible as a file's on Windows, macOS or Linux, or None."""
    hint = "letters, digits, hyphens and / between folders"
    parts = name.removesuffix(".pptx").split("/")
    if name == ".pptx" or not all(parts):
        return error("bad-name", at, "the deck has no name", hint)
    plain = _plain(name)
    if _BAD.search(name) or any(part in (".", "..") or part.endswith((".", " ")) for part in parts):
        return error("bad-name", at, f"`{name[:80]}` is no name of a file in the output folder", hint)
    if not name.isprintable() or plain.count("/") != name.count("/") or ".." in plain.split("/"):
        return error("bad-name", at, f"`{name[:80]}` holds a character that is not what it looks like", hint)
    if any(_RESERVED.match(part) for part in plain.split("/")):
        return error("bad-name", at, f"`{name[:80]}`: Windows keeps this name for a device", hint)
    if len(name) > LONGEST:
        return error("bad-name", at, f"the deck's name has more than {LONGEST} characters", "shorten `name:`")
    return None


def same_file(name: str) -> str:
    """Return what two names have in common that are one file on Windows or macOS: neither tells cases of letters
    apart, and macOS takes å as one character and as two for the same (Apple File System Reference, normalization).
    """
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).casefold())


def _plain(name: str) -> str:
    """Return a name with characters that only look otherwise replaced: ¹ is 1, and a full-width solidus is /.

    Windows reserves COM¹ as it does COM1; systems that convert names make / of what looks like one.
    """
    if name.isascii():
        return name
    from unicodedata import normalize

    return normalize("NFKC", name)
