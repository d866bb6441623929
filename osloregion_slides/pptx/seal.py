"""The seal on a base: which slides of the deck are as the base says, as long as nobody wrote the file since.

A deck that nobody touched needs no reading: its zip directory names every member with its CRC-32 and size, and
the seal is the digest of that directory (SHA-256 over names, CRCs and sizes, but for the part that holds the base).
Where it holds, the slides that the seal names say what the base says: they are unpacked, so that damage is seen, but
not read. Any program that saves the deck
writes other bytes, breaks the seal, and the deck is read in full; so is every slide that the seal
does not name, and every slide that the update is going to change. A forged seal takes somebody who
makes up the CRCs of a file of their own, and gains that their edits on slides that the outline did not
change are not listed: such slides are copied as they lie, sealed or not.
"""

from __future__ import annotations

from osloregion_slides.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.ooxml.zip import Member

    Written = tuple[tuple[str, str], ...]

_LINE = "{}\0{}\0{}\n"
_APART = "\n"


class Seal(Record):
    """``digest`` in hexadecimal, and the slides of the show in order: part, and key ("" is not as the base says)."""

    digest: str
    slides: Written


def sealed(members: Iterable[Member], holder: str, slides: Written) -> Seal:
    """Return the seal of a package whose base lies in the member ``holder``."""
    return Seal(directory_digest(members, holder), slides)


def directory_digest(members: Iterable[Member], holder: str) -> str:
    """Return the digest of what the members are; their order does not matter."""
    from osloregion_slides.update.base import sha256

    lines = [_LINE.format(one.name, one.crc, one.size) for one in members if one.name != holder]
    found: str = sha256()("".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()
    return found


def seal_text(slides: Written) -> str:
    """Return the slides as one text: a line for each, its part and its key."""
    return _APART.join([f"{part} {key}" for part, key in slides])


def read_seal(said: Mapping[str, str], members: Mapping[str, Member], holder: str) -> Written:
    """Return the sealed slides of a found package, () where there is no seal or it is broken.

    ``said`` are the attributes of the base's root.
    """
    digest, text = said.get("seal", ""), said.get("slides", "")
    if not digest or not text or directory_digest(members.values(), holder) != digest:
        return ()
    lines = [line.rpartition(" ") for line in text.split(_APART)]
    return tuple([(part, key) for part, _, key in lines])
