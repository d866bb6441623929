"""Writing a deck: who has it open, whether it was edited, and the file put in its place whole or not at all."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import Outside, inside, is_reserved, new_part, read_bytes
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, reason_of, term
from osloregion_slides.ooxml.zip import BadZip, Member, read_zip, write_zip
from osloregion_slides.pptx.xml import DECLARATION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.base.messages import Phrase


# Writing the file is a transaction: whoever looks sees the old deck or the new one, never half of one.

_NAME_AGAIN = 55  # PowerPoint's lock file says the name twice: from byte 1, and from byte 57 in UTF-16
_LOCK = 512  # bytes of a lock file that are looked at
_LONG = 8  # names this long give their first two letters to the "~$" in some versions
_TABLES = (".xlsx", ".csv", ".tsv", ".txt")
_TEXTS = (".html", ".pdf", ".yaml", ".yml")  # not packages: `build --to html`, outlines with marks


def save(path: str, data: bytes, force: bool = False, folder: str | None = None) -> None:
    """Put the presentation in place of the one at ``path``; missing folders are made.

    The bytes go to a new file in the same folder, to the disk, are read again and checked, and only
    then take the name. A link at ``path`` stays one, and what it leads to is replaced; with a ``folder`` (``path``
    begins with it) no link may lead out of that, and no name may be one that a system reserves (``bad-name``).
    InvalidInput with ``deck-open`` where somebody has the deck open (``force`` passes over a lock that was left
    behind), ``not-writable`` where folder, rights or room lack.
    """
    if not force:
        refuse_open(path)
    try:
        real = (
            os.path.realpath(path) if folder is None else inside(folder, named := os.path.relpath(path, folder or "."))
        )
        if folder is not None and any(map(is_reserved, named.split(os.sep))):
            raise InvalidInput([finding("bad-name.reserved", Location(path), name=os.path.basename(path)[:80])])
        os.makedirs(os.path.dirname(real), exist_ok=True)
        _replace(real, data)
    except OSError as failed:
        raise InvalidInput([not_writable(path, failed)]) from None


def save_backup(path: str, data: bytes) -> str:
    """Keep the deck of ``path`` as it was in a backup beside it, and return its name; a link there is replaced.

    ``path.bak``, then ``path.2.bak`` and so on: an earlier backup is never lost, it may be the last file that a
    person saved. Where the newest one holds these bytes, it stays. InvalidInput (``not-writable``) as ``save``.
    """
    backup, number = f"{path}.bak", 1
    while os.path.isfile(backup) and not os.path.islink(backup):
        if _holds(backup, data):
            return backup
        number += 1
        backup = f"{path}.{number}.bak"
    try:
        _replace(backup, data)
    except OSError as failed:
        raise InvalidInput([not_writable(backup, failed)]) from None
    return backup


def _holds(path: str, data: bytes) -> bool:
    try:
        return os.path.getsize(path) == len(data) and read_bytes(path, _FILE) == data
    except OSError:
        return False


def refuse_open(path: str) -> None:
    """InvalidInput (``deck-open``) where somebody has the deck open."""
    owner = open_elsewhere(path)
    if owner is not None:
        at = Location(path)
        if path.lower().endswith(_TABLES):
            raise InvalidInput([finding("deck-open.table", at, name=os.path.basename(path))])
        raise InvalidInput([finding("deck-open.owner", at, owner=owner) if owner else finding("deck-open", at)])


def open_elsewhere(path: str) -> str | None:
    """Return who has the deck open by the lock files beside it: a name, "" for unknown, None for nobody.

    PowerPoint puts ``~$`` before the name, or in the place of its first two letters; LibreOffice makes
    ``.~lock.NAME#``.
    """
    folder, name = os.path.split(path)
    locks = [(f"~${name}", _powerpoint_owner), (f".~lock.{name}#", _libreoffice_owner)]
    if len(name.rpartition(".")[0]) >= _LONG:
        locks.append((f"~${name[2:]}", _powerpoint_owner))
    for lock, owner in locks:
        try:
            return owner(read_bytes(os.path.join(folder, lock), _LOCK)[:_LOCK])
        except PermissionError:
            return ""
        except OSError:
            continue
    return None


def _powerpoint_owner(data: bytes) -> str:
    """Return the user's name: a length and as many characters, then both again in UTF-16."""
    length = data[0] if data else 0
    if length >= _NAME_AGAIN:
        return ""
    wide = data[_NAME_AGAIN + 2 : _NAME_AGAIN + 2 + 2 * length]
    if len(wide) == 2 * length and data[_NAME_AGAIN : _NAME_AGAIN + 1] == data[:1]:
        return _plain(wide.decode("utf-16-le", "ignore"))
    return _plain(data[1 : 1 + length].decode("cp1252", "ignore"))


def _libreoffice_owner(data: bytes) -> str:
    """Return the user's name, or the account: the first two of the fields divided by commas."""
    fields = data.decode("utf-8", "ignore").split(",")
    return _plain(next((field for field in fields[:2] if field.strip()), ""))


def _plain(text: str) -> str:
    return "".join([c for c in text if c.isprintable()]).strip()


def _replace(path: str, data: bytes) -> None:
    """Write beside the file and take its place; a failure leaves no trace."""
    part = new_part(path, data, _mode(path), on_disk=True)
    try:
        with open(part, "rb") as file:
            written = file.read()
        if written != data:
            raise BadZip("it differs from what was to be written")
        if not path.endswith(_TEXTS):
            read_zip(written)
        os.replace(part, path)
    except BadZip as broken:
        os.unlink(part)
        raise OSError(f"what was written cannot be read again ({broken})") from None
    except BaseException:
        os.unlink(part)
        raise
    _settle(os.path.dirname(path) or ".")


def _mode(path: str) -> int:
    """Return the rights of the file that is replaced, or those of a new one (the umask takes from them)."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        return 0o666


def _settle(folder: str) -> None:
    """Put the folder's new entry on the disk too, where the system can open folders (not on Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


_FORMS: tuple[tuple[type[OSError], str], ...] = (
    (Outside, "not-writable.link"),
    (FileExistsError, "not-writable.folder-name"),
    (NotADirectoryError, "not-writable.folder-name"),
    (IsADirectoryError, "not-writable.is-folder"),
    (PermissionError, "not-writable.rights"),
)


def not_writable(path: str, failed: OSError) -> Finding:
    """Return why the deck at ``path`` cannot be written."""
    key = next((key for kind, key in _FORMS if isinstance(failed, kind)), "not-writable")
    why = failed.strerror if isinstance(failed, Outside) else (failed.strerror or str(failed)).lower()
    return finding(key, Location(path), why=why)


# Whether a deck was edited by hand: a build that overwrote it would undo that.

_OURS = b"<Application>osloregion-slides<"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILE = 200 * 1024 * 1024
"""More bytes of a file are not read: no deck that can be read is larger (``ooxml.zip``)."""
_MOST = 64 * 1024 * 1024
"""Parts of XML that say more are not of a deck that we made."""
_WHOLE = 1024 * 1024 * 1024
"""Decks that unpack to more are not read: no build makes one."""
_BEGINS = DECLARATION.encode()
_WRITTEN = ("[Content_Types].xml", "docProps/core.xml", "ppt/slides/slide", "ppt/notesSlides/notesSlide")
"""The parts that every build writes itself; others may come from a stranger's template."""


def deck_there(target: str, force: bool = False) -> bytes | None:
    """Return what lies at a deck's place, None where nothing does, or a folder.

    InvalidInput (``file-in-the-way``) where it cannot be read: it may be somebody's work. With ``force`` that is None.
    """
    try:
        return read_bytes(target, _FILE)
    except OSError as problem:
        if force or not os.path.exists(target) or os.path.isdir(target):
            return None
        raise InvalidInput([_in_the_way(target, (problem.strerror or str(problem)).lower())]) from None


def refuse_hand_work(target: str, data: bytes, found: bytes = b"") -> None:
    """InvalidInput where writing ``data`` to ``target`` would undo manual edits of the file that is there.

    ``found`` is a state of the file that may be replaced whatever is in it: what an update read.
    """
    there = deck_there(target)
    fault = None if there is None or there in (data, found) else hand_work(target, there)
    if fault is not None:
        raise InvalidInput([fault])


def hand_work(target: str, deck: bytes) -> Finding | None:
    """Return why a build must not write over the file ``target`` that holds ``deck``, None where it may.

    ``deck-edited`` for a deck that is not as builds and updates leave one, ``file-in-the-way`` for what is damaged,
    has a password or is not a presentation: it may hold work. An empty file does not.
    """
    if not deck:
        return None
    if deck.startswith(_COMPOUND):
        return _in_the_way(target, term("it has a password, or is of before 2007"))
    try:
        members = read_zip(deck)
        if "ppt/presentation.xml" not in members:
            return _in_the_way(target, term("it is not a presentation"))
        return None if _is_ours(deck, members) else finding("deck-edited", Location(target), deck=target)
    except BadZip as broken:
        return _in_the_way(target, term("it is cut short, damaged or no presentation: {why}", why=reason_of(broken)))


def _is_ours(deck: bytes, members: Mapping[str, Member]) -> bool:
    """Whether a package is as a build leaves one, or an update of such.

    Programs that save presentations say so in docProps/app.xml, or pack them otherwise than we do. A deck that was
    updated is packed by us again: there the seal names a slide that is not as the outline makes it, and what a
    library saved and the update left alone has another declaration. BadZip for a damaged member.
    """
    if write_zip(members.values()) != deck or sum([member.size for member in members.values()]) > _WHOLE:
        return False
    for name, member in members.items():
        data = member.read(_MOST) if name.endswith((".xml", ".rels")) else member.read()
        if name == "docProps/app.xml" and _OURS not in data:
            return False
        if name.startswith(_WRITTEN) and not data.startswith(_BEGINS):
            return False
        if name.startswith("customXml/item") and _keeps_edits(data):
            return False
    return "docProps/app.xml" in members


def _keeps_edits(part: bytes) -> bool:
    """Whether a part is a base (``base_part``) without a seal, or its slides are not all those of the deck in order."""
    start, end = part.find(b"<osr:base "), part.rfind(b"</osr:base>")
    if start < 0:
        return False
    said, _, text = part[start:end].partition(b">")
    if b' slides="' not in said:
        return True
    slides = said.partition(b' slides="')[2].partition(b'"')[0]
    sealed = [line.rpartition(b" ")[2].decode("utf-8", "replace") for line in slides.split(b"&#10;") if line]
    try:
        return sealed != [slide["key"] for slide in _base(text)["slides"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return True


def _base(text: bytes) -> Any:
    """Return the base that is the text of a part, as JSON; what was drawn stands behind it (``looks``)."""
    said = text.partition(b"<")[0].decode("utf-8", "replace")
    for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&")):
        said = said.replace(reference, character)
    return json.loads(said)


def facts_in(deck: bytes, key: str = "") -> dict[str, dict[str, str]] | None:
    """Return the facts that a deck of ours keeps (``outline.stated``), None where it keeps none or cannot be read.

    With a ``key`` those of the deck of that name only: another one may lie under a file's name.
    """
    try:
        parts = [one.read(_MOST) for one in read_zip(deck).values() if one.name.startswith("customXml/item")]
        bases = [part[start:].partition(b">")[2] for part in parts if (start := part.find(b"<osr:base ")) >= 0]
        base = _base(bases[0])
        if key and base["key"] != key:
            return None
        facts = {path: {**fields} for path, fields in base["facts"].items()}
    except (BadZip, IndexError, AttributeError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return facts


def _in_the_way(target: str, why: Phrase | str) -> Finding:
    return finding("file-in-the-way", Location(target), why=why)
