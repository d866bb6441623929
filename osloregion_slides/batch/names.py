"""Names of decks: patterns such as ``{language}/{outline}-{member}``, filled in and safe on every system."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nearest import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Span

PLACES = ("outline", "audience", "language", "date")
MEMBER_PLACES = ("member", "number", "county", "region")
"""What can stand in braces, for every build and for one with ``for_each: members``."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_BAD = re.compile(r'[\x00-\x1f<>:"|?*\\{}]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices (Microsoft, Naming Files, Paths, and Namespaces)."""
LONGEST = 180
"""A name has at most so many characters: file systems take 255 bytes, and æ, ø and å are two."""


def fill(pattern: str, values: dict[str, str]) -> str:
    """Return ``pattern`` with the values in the place of their names in braces; other braces stay."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), pattern)


def faults(pattern: str, places: tuple[str, ...], at: Span) -> tuple[Finding, ...]:
    """Return what is wrong with the braces of a pattern."""
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


def name_fault(name: str, at: Span) -> Finding | None:
    """Return what makes a filled name impossible as a file's on Windows, macOS or Linux, or None."""
    hint = "letters, digits, hyphens and / between folders"
    parts = name.removesuffix(".pptx").split("/")
    if name == ".pptx" or not all(parts):
        return error("bad-name", at, "the deck has no name", hint)
    if _BAD.search(name) or any(part in (".", "..") or part.endswith((".", " ")) for part in parts):
        return error("bad-name", at, f"`{name[:80]}` is no name of a file in the output folder", hint)
    if any(_RESERVED.match(part) for part in parts):
        return error("bad-name", at, f"`{name[:80]}`: Windows keeps this name for a device", hint)
    if len(name) > LONGEST:
        return error("bad-name", at, f"the deck's name has more than {LONGEST} characters", "shorten `name:`")
    return None
