"""Saving a deck: locks of other programs, manual edits, and the atomic replacement of the file."""

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


# The file is replaced atomically: readers see the old deck or the new one, never a partial one.

_NAME_AGAIN = 55  # PowerPoint's lock file has the name twice: from byte 1, and from byte 57 in UTF-16
_LOCK = 512  # bytes of a lock file that are read
_LONG = 8  # in some versions "~$" replaces the first two letters of names this long
_TABLES = (".xlsx", ".csv", ".tsv", ".txt")
_TEXTS = (".html", ".pdf", ".yaml", ".yml")  # not packages: `build --to html`, outlines with marks


def save(path: str, data: bytes, force: bool = False, folder: str | None = None) -> None:
    """Replace the presentation at ``path``; missing folders are created.

    The bytes are written to a new file in the same folder, flushed to disk, read back and checked before the
    file is renamed. A link at ``path`` is kept, and its target replaced; with a ``folder`` (a prefix of ``path``)
    no link may lead out of it, and no name may be reserved by a system (``bad-name``).
    InvalidInput: ``deck-open`` where somebody has the deck open (``force`` ignores the lock),
    ``not-writable`` where the folder, permissions or disk space are missing.
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
    """Write the previous bytes of ``path`` to a backup beside it, and return its name; a link there is replaced.

    ``path.bak``, then ``path.2.bak`` and so on: earlier backups are never overwritten, one may be the last file that
    somebody saved. A backup with the same bytes is used again. InvalidInput (``not-writable``) as ``save``.
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
    """Raise InvalidInput (``deck-open``) if somebody has the deck open."""
    owner = open_elsewhere(path)
    if owner is not None:
        at = Location(path)
        if path.lower().endswith(_TABLES):
            raise InvalidInput([finding("deck-open.table", at, name=os.path.basename(path))])
        raise InvalidInput([finding("deck-open.owner", at, owner=owner) if owner else finding("deck-open", at)])


def open_elsewhere(path: str) -> str | None:
    """Return the user who has the deck open, from the lock files beside it: "" if unknown, None if nobody.

    PowerPoint puts ``~$`` before the name, or in place of its first two letters; LibreOffice writes
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
    """Return the user's name: stored as length and characters, then again with UTF-16 characters."""
    length = data[0] if data else 0
    if length >= _NAME_AGAIN:
        return ""
    wide = data[_NAME_AGAIN + 2 : _NAME_AGAIN + 2 + 2 * length]
    if len(wide) == 2 * length and data[_NAME_AGAIN : _NAME_AGAIN + 1] == data[:1]:
        return _plain(wide.decode("utf-16-le", "ignore"))
    return _plain(data[1 : 1 + length].decode("cp1252", "ignore"))


def _libreoffice_owner(data: bytes) -> str:
    """Return the user's name, or the account: the first two comma-separated fields."""
    fields = data.decode("utf-8", "ignore").split(",")
    return _plain(next((field for field in fields[:2] if field.strip()), ""))


def _plain(text: str) -> str:
    return "".join([c for c in text if c.isprintable()]).strip()


def _replace(path: str, data: bytes) -> None:
    """Write a file beside the target and rename it; a failure leaves nothing behind."""
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
    _flush_folder(os.path.dirname(path) or ".")


def _mode(path: str) -> int:
    """Return the permissions of the replaced file, or of a new one before the umask."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        return 0o666


def _flush_folder(folder: str) -> None:
    """Flush the folder's entry to disk, where the system can open folders (not on Windows)."""
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
    """Return the finding for a deck that cannot be written to ``path``."""
    key = next((key for kind, key in _FORMS if isinstance(failed, kind)), "not-writable")
    why = failed.strerror if isinstance(failed, Outside) else (failed.strerror or str(failed)).lower()
    return finding(key, Location(path), why=why)


# Manual edits of a deck, which a build must not overwrite.

_OURS = b"<Application>osloregion-slides<"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILE = 200 * 1024 * 1024
"""The most bytes read from a file: readable decks are not larger (``ooxml.zip``)."""
_MOST = 64 * 1024 * 1024
"""The most bytes of an XML part that a build writes."""
_WHOLE = 1024 * 1024 * 1024
"""The most unpacked bytes of a deck that a build writes."""
_BEGINS = DECLARATION.encode()
_WRITTEN = ("[Content_Types].xml", "docProps/core.xml", "ppt/slides/slide", "ppt/notesSlides/notesSlide")
"""The parts that every build writes itself; others may come from a foreign template."""


def existing_deck(target: str, force: bool = False) -> bytes | None:
    """Return the bytes of the file at ``target``, None if there is none, or a folder.

    InvalidInput (``file-in-the-way``) if it cannot be read, for it may be somebody's work; None with ``force``.
    """
    try:
        return read_bytes(target, _FILE)
    except OSError as problem:
        if force or not os.path.exists(target) or os.path.isdir(target):
            return None
        raise InvalidInput([_in_the_way(target, (problem.strerror or str(problem)).lower())]) from None


def refuse_overwrite(target: str, data: bytes, found: bytes = b"") -> None:
    """Raise InvalidInput if writing ``data`` to ``target`` would undo manual edits of the existing file.

    ``found`` are bytes that may be replaced whatever they contain: those that an update read.
    """
    old = existing_deck(target)
    fault = None if old is None or old in (data, found) else overwrite_refusal(target, old)
    if fault is not None:
        raise InvalidInput([fault])


def overwrite_refusal(target: str, deck: bytes) -> Finding | None:
    """Return why a build must not overwrite the file ``target`` with the bytes ``deck``, None if it may.

    ``deck-edited`` for a deck that is not exactly the output of a build or update; ``file-in-the-way`` for a file that
    is damaged, has a password or is not a presentation, and may be somebody's work. An empty file may be overwritten.
    """
    if not deck:
        return None
    if deck.startswith(_COMPOUND):
        return _in_the_way(target, term("it has a password, or is of before 2007"))
    try:
        members = read_zip(deck)
        if "ppt/presentation.xml" not in members:
            return _in_the_way(target, term("it is not a presentation"))
        return None if _is_unedited_output(deck, members) else finding("deck-edited", Location(target), deck=target)
    except BadZip as broken:
        return _in_the_way(target, term("it is cut short, damaged or no presentation: {why}", why=reason_of(broken)))


def _is_unedited_output(deck: bytes, members: Mapping[str, Member]) -> bool:
    """Return whether a package is the unedited output of a build or an update.

    Other programs name themselves in docProps/app.xml, or pack differently. An update packs an edited deck as a build
    does, but its seal has no key for slides that differ from the outline, and parts that a library saved and the
    update kept have another XML declaration. BadZip for a damaged member.
    """
    if write_zip(members.values()) != deck or sum([member.size for member in members.values()]) > _WHOLE:
        return False
    for name, member in members.items():
        data = member.read(_MOST) if name.endswith((".xml", ".rels")) else member.read()
        if name == "docProps/app.xml" and _OURS not in data:
            return False
        if name.startswith(_WRITTEN) and not data.startswith(_BEGINS):
            return False
        if name.startswith("customXml/item") and _is_edited_base(data):
            return False
    return "docProps/app.xml" in members


def _is_edited_base(part: bytes) -> bool:
    """Return whether a part is a base (``base_part``) without sealed slides, or with others than those of the base."""
    start, end = part.find(b"<osr:base "), part.rfind(b"</osr:base>")
    if start < 0:
        return False
    attributes, _, text = part[start:end].partition(b">")
    if b' slides="' not in attributes:
        return True
    slides = attributes.partition(b' slides="')[2].partition(b'"')[0]
    sealed = [line.rpartition(b" ")[2].decode("utf-8", "replace") for line in slides.split(b"&#10;") if line]
    try:
        return sealed != [slide["key"] for slide in _base(text)["slides"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return True


def _base(text: bytes) -> Any:
    """Return the base from the text of its part, parsed as JSON; the looks after it are ignored."""
    base = text.partition(b"<")[0].decode("utf-8", "replace")
    for reference, character in (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&")):
        base = base.replace(reference, character)
    return json.loads(base)


def facts_in(deck: bytes, key: str = "") -> dict[str, dict[str, str]] | None:
    """Return the facts stored in a deck (``outline.stated``), None if it has none or cannot be read.

    With a ``key``, None for a deck with another key, which may have the same file name.
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
