"""The zip of a presentation that was found, with limits: nothing in it is trusted."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.ooxml.limits import MAX_FILE, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM
from osloregion_slides.ooxml.zip import BadZip, read_zip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.ooxml.zip import Member

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a compound file starts with ([MS-CFB] 2.2): a .ppt of before 2007, or a .pptx with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_archive(data: bytes, file: str) -> Mapping[str, Member]:
    """Return the members of a presentation's zip, still packed.

    InvalidInput with one finding (``deck-encrypted``, ``deck-old-format``, ``deck-damaged``,
    ``deck-too-large``, ``not-a-presentation``) for what cannot be taken.
    """
    if data.startswith(_COMPOUND):
        raise _compound(data, file)
    if len(data) > MAX_FILE:
        raise too_large(file, f"it is larger than {MAX_FILE // 1024 // 1024} MB")
    if not data.startswith(b"PK"):
        raise refused("not-a-presentation", file, "this is no .pptx file", "name a .pptx file")
    try:
        members = read_zip(data)
    except BadZip as problem:
        raise damaged(file, f"it is cut short or damaged ({problem})") from None
    _check_sizes(members.values(), file)
    for name in members:
        _check_name(name, file)
    return members


def _compound(data: bytes, file: str) -> InvalidInput:
    if _ENCRYPTED in data:
        hint = "open it in PowerPoint, remove the password (File > Info) and save it"
        return refused("deck-encrypted", file, "the deck has a password", hint)
    hint = "open it in PowerPoint and save it as .pptx"
    return refused("deck-old-format", file, "the deck is a .ppt of before 2007", hint)


def _check_sizes(members: Iterable[Member], file: str) -> None:
    """InvalidInput for more members or bytes than a deck has, or for one that swells without measure."""
    total = count = 0
    for member in members:
        total += member.size
        count += 1
        if member.size > RATIO_FROM and member.size > MAX_RATIO * len(member.packed):
            raise too_large(file, f"{member.name} in it unpacks to {member.size // max(len(member.packed), 1)} times")
    if count > MAX_MEMBERS:
        raise too_large(file, f"it holds {count} files")
    if total > MAX_UNPACKED:
        raise too_large(file, f"it unpacks to {total // 1024 // 1024} MB")


def _check_name(name: str, file: str) -> None:
    """InvalidInput for a name that would leave the package (ECMA-376 Part 2, 6.2.2)."""
    steps = name.split("/")
    if "\\" in name or ":" in name or not name.isprintable() or any(step in ("", ".", "..") for step in steps):
        raise damaged(file, f"it holds a file of the name {name!r}")


def damaged(file: str, why: str) -> InvalidInput:
    """Return the finding of a deck that cannot be read."""
    hint = "take a copy from before, or open it in PowerPoint and save it as .pptx"
    return refused("deck-damaged", file, f"the deck cannot be read: {why}", hint)


def too_large(file: str, why: str) -> InvalidInput:
    """Return the finding of a deck beyond the limits."""
    return refused(
        "deck-too-large", file, f"the deck is not read: {why}", "no presentation needs that; see who made it"
    )


def refused(code: str, file: str, message: str, hint: str) -> InvalidInput:
    """Return one finding as the exception that ends the reading."""
    return InvalidInput([error(code, Span(file) if file else None, message, hint)])
