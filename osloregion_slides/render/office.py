"""Convert decks to PDF with parallel LibreOffice processes, judging success only by the written files.

Each process has a profile of its own and converts several decks, because its start takes as long as four decks.
There are ``jobs`` processes, by default one per core.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, term
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import TYPES, as_uri, rels_name, source_of
from osloregion_slides.ooxml.package import Package, Problem, deck_policy
from osloregion_slides.ooxml.zip import MAX_FILE, MAX_XML, Member, pack, write_zip

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping, Sequence
    from threading import Event
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase


# Checks of a deck before LibreOffice converts it.

PACKAGES = (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")
_NEEDED = ("/officeDocument", "/slide", "/slideLayout", "/slideMaster", "/theme")
"""Suffixes of the types of relations to parts that drawing requires; Strict Open XML has other prefixes."""


class Source(Record):
    """A deck to draw: its path, its number of slides (0: unknown), and how many of them are hidden."""

    path: str
    slides: int
    hidden: int = 0


def check_deck(path: str) -> tuple[Source, tuple[Finding, ...]]:
    """Return a deck's numbers of slides, and warnings about missing parts that drawing does not require.

    LibreOffice silently omits missing parts: it wrote a PDF of each of 24 decks damaged in different ways. Formats
    other than Office Open XML are not checked. InvalidInput where the file cannot be read, is truncated or damaged,
    has no slides, or lacks a part that drawing requires.
    """
    at = Location(path)
    try:
        data = read_bytes(path, MAX_FILE)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise InvalidInput([finding("missing-file.to-draw", at, reason=reason)]) from None
    if not path.lower().endswith(PACKAGES):
        return Source(path, 0), ()
    package = Package(data, deck_policy(path))
    _refuse_document_types(package)
    missing = [
        (source or "the package", row.target, row.type.endswith(_NEEDED))
        for source in ("", *package.members)
        for row in package.rows(source)
        if not row.external and row.target not in package
    ]
    main = _main(package)
    slides = _slides(package, main) if main in package else []
    errors = [finding("deck-damaged.part", at, part=part, source=source) for source, part, needed in missing if needed]
    if main not in package:
        errors.append(finding("deck-damaged.presentation", at))
    elif not slides:
        errors.append(finding("deck-empty", at))
    if errors:
        raise InvalidInput(errors)
    hidden = [part for part in slides if _root(package, part).get("show") in ("0", "false")]
    doubts = [finding("part-not-drawn", at, part=part, source=source) for source, part, _ in missing]
    return Source(path, len(slides), len(hidden)), tuple(doubts)


def _refuse_document_types(package: Package) -> None:
    """InvalidInput for XML with a document type: presentations have none, and entities may be external or expand."""
    for name, member in package.members.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            if member.size > MAX_XML:
                package.wrong(Problem("part-too-large", term("{part} in it is too large", part=name), name))
            data = package.data(name)
            if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                data = data.decode("utf-16", "replace").encode()
            if b"<!DOCTYPE" in data:
                package.wrong(Problem("document-type", term("{part} in it declares a document type", part=name), name))


def _root(package: Package, part: str) -> Element:
    root = package.root(part)
    assert root is not None  # the policy raises for a missing root
    return root


def _main(package: Package) -> str:
    rows = package.rows("")
    return next((row.target for row in rows if row.type.endswith("/officeDocument") and not row.external), "")


def _slides(package: Package, main: str) -> list[str]:
    """Return the slide parts in the presentation's order."""
    targets = {row.id: row.target for row in package.rows(main) if not row.external}
    found = []
    for entry in _root(package, main).iterfind("{*}sldIdLst/{*}sldId"):
        ids = [value for name, value in entry.attrib.items() if name.endswith("}id")]
        found += [targets[identity] for identity in ids if identity in targets]
    return found


# Rename slide parts for LibreOffice.
#
# LibreOffice 7.4 takes the page number of a link's target from the name of the slide's part, and crashes where there
# is no such page: ``slide%203.xml`` and ``slide903.xml`` in a deck of 25. In a deck with reordered slides, the links
# of the PDF lead to wrong pages. Part names have no meaning (ECMA-376 Part 2, 6.2), so a copy may have others.


def numbered_slides(data: bytes) -> bytes:
    """Return a deck with its slides in the parts slide1.xml, slide2.xml … in their order.

    Returns the same bytes where the names are right already, or the presentation cannot be read.
    """
    try:
        package = Package(data, deck_policy(""))
        main = _main(package)
        slides = dict.fromkeys(_slides(package, main) if main in package else ())
        renamed = {part: f"ppt/slides/slide{number}.xml" for number, part in enumerate(slides, 1)}
        in_the_way = [name for name in renamed.values() if name in package and name not in renamed]
        renamed |= {name: f"ppt/slides/unlisted{number}.xml" for number, name in enumerate(in_the_way, 1)}
        if all(old == new for old, new in renamed.items()):
            return data
        return write_zip([_renamed(package, member, renamed) for member in package.members.values()])
    except InvalidInput:
        return data


def _renamed(package: Package, member: Member, renamed: Mapping[str, str]) -> Member:
    """Return a member under its new name, with references to renamed parts updated."""
    name = member.name
    source = source_of(name)
    if name == TYPES:
        own, name, attribute = "", TYPES, "PartName"
    elif name == rels_name(source):
        own, attribute = package.names.find(source), "Target"
        name = rels_name(renamed.get(own, source))
    else:
        return member.replace(name=renamed.get(name, name))
    root = _root(package, member.name)
    for element in root.iter("*"):
        if element.get(attribute) and element.get("TargetMode") != "External":
            part = package.names.resolve(own, element.get(attribute))
            element.set(attribute, f"/{as_uri(renamed.get(part, part))}")
    return pack(name, etree.tostring(root, encoding="UTF-8", standalone=True))


# Run a program with a time limit, and leave no process behind.

_GLANCE = 0.25
"""Interval of checks for progress, seconds."""


_running: set[subprocess.Popen[bytes]] = set()


def stop_all() -> None:
    """Kill the processes of all threads at the end of the program."""
    for process in tuple(_running):
        _kill_group(process)


def run(
    command: Sequence[str],
    seconds: float,
    progress: Callable[[], int] = lambda: 0,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Phrase | str:
    """Run a program in a session of its own; return "" on success, else the reason of the failure.

    The time limit ``seconds`` restarts whenever the value of ``progress`` changes; ``is_stopped`` ends the program
    early. At the end its whole process group is killed: LibreOffice is a shell script that starts a program that starts
    others. Its output is discarded.
    """
    import subprocess

    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as problem:
        return term("it could not be started ({why})", why=problem.strerror or str(problem))
    _running.add(process)
    try:
        code = _wait(process, seconds, progress, is_stopped)
    except subprocess.TimeoutExpired:
        return term("it took longer than {seconds} s", seconds=f"{seconds:g}")
    finally:
        _running.discard(process)
        _kill_group(process)
    return term("it ended with code {number}", number=code) if code else ""


def _wait(
    process: subprocess.Popen[bytes], seconds: float, progress: Callable[[], int], is_stopped: Callable[[], bool]
) -> int:
    """Return the exit code; TimeoutExpired after ``seconds`` without progress, or when stopped."""
    import subprocess
    import time

    end, seen = time.monotonic() + seconds, progress()
    while True:
        try:
            return process.wait(min(_GLANCE, max(0.0, end - time.monotonic())))
        except subprocess.TimeoutExpired:
            if (now := progress()) != seen:
                end, seen = time.monotonic() + seconds, now
            if is_stopped() or time.monotonic() >= end:
                raise


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the rest of a process's group, and wait for the process."""
    if sys.platform == "win32":
        import subprocess

        if process.poll() is None:
            kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(kill, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        import os
        import signal

        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # the group is empty; macOS raises the latter
            pass
    process.wait()


# The profile of a LibreOffice process: without macros of a deck and without network.

_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INET = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_INET, "ooInetProxyType", "2"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", "9"),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", "9"),
    (_INET, "ooInetNoProxy", ""),
)
"""Linked pictures are blocked, and other web requests go to a proxy at local port 9 (discard, RFC 863).

Measured with LibreOffice 7.4: without these settings one linked picture was requested three times.
"""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
)


def write_profile(folder: str) -> None:
    """Create the profile's folder, which must not exist, with these settings."""
    user = os.path.join(folder, "user")
    os.makedirs(user)
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    ]
    with open(os.path.join(user, "registrymodifications.xcu"), "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_HEAD}{''.join(items)}</oor:items>\n")


_PAGE = re.compile(rb"/Type\s*/Page[^s\w]")
_FILTER = (
    'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"%s"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
}
_INSTALL = {
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
_DEBIAN = "apt-get install libreoffice-impress fonts-crosextra-carlito"


def find_office() -> str:
    """Return the path of LibreOffice's ``soffice``, "" where there is none."""
    from shutil import which

    found = which("soffice") or which("libreoffice")
    return found or next((place for place in _PLACES.get(sys.platform, ()) if os.path.exists(place)), "")


def no_office() -> Finding:
    """Return the finding with the command that installs LibreOffice."""
    return finding("no-libreoffice", command=_INSTALL.get(sys.platform, _DEBIAN))


def to_pdfs(
    decks: Sequence[Source], folder: str, seconds: float, jobs: int = 0, office: str = "", hidden: bool = True
) -> tuple[str | Finding, ...]:
    """Write each deck as PDF into an existing folder; return paths, or findings for failures.

    ``seconds`` is the limit for one deck, including the start of LibreOffice. A deck that hangs does not affect the
    others. ``hidden``: hidden slides are drawn too.
    """
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    if not decks:
        return ()
    program = office or find_office()
    if not program:
        return (no_office(),) * len(decks)
    workers = max(1, min(jobs or os.cpu_count() or 1, len(decks)))
    numbered = list(enumerate(decks))
    batches = [numbered[start::workers] for start in range(workers)]
    ended = Event()
    with ThreadPoolExecutor(workers) as pool:
        try:
            running = [pool.submit(_batch, program, batch, folder, seconds, ended, hidden) for batch in batches]
            found = [done for future in running for done in future.result()]
        except KeyboardInterrupt:  # does not reach LibreOffice, which has a session of its own
            ended.set()
            raise
    return tuple([result for _, result in sorted(found, key=lambda pair: pair[0])])


def _batch(
    program: str, batch: list[tuple[int, Source]], folder: str, seconds: float, ended: Event, hidden: bool
) -> list[tuple[int, str | Finding]]:
    """Draw decks one after another; if LibreOffice hangs or crashes, restart it with the next deck."""
    found: list[tuple[int, str | Finding]] = []
    while batch and not ended.is_set():
        trouble = _convert(program, batch, folder, seconds, ended, hidden)
        results = [(number, deck, _checked(deck, _target(folder, number), trouble)) for number, deck in batch]
        failed = [(number, deck) for number, deck, result in results if isinstance(result, Finding)]
        batch = failed[1:] if trouble else []
        found += [(number, result) for number, deck, result in results if (number, deck) not in batch]
    return found


def _convert(
    program: str, batch: list[tuple[int, Source]], folder: str, seconds: float, ended: Event, hidden: bool
) -> Phrase | str:
    """Run one LibreOffice process over copies of the decks; return the reason of a failure, "" for none.

    Copies, because two decks may have the same name, and LibreOffice writes lock files beside them.
    """
    import tempfile

    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        copies = []
        for number, deck in batch:
            copy = os.path.join(scratch, f"{number:06d}{os.path.splitext(deck.path)[1].lower()}")
            try:
                with open(deck.path, "rb") as found, open(copy, "wb") as file:
                    file.write(numbered_slides(found.read()) if deck.slides else found.read())
            except OSError:
                continue
            copies.append(copy)
        targets = [_target(folder, number) for number, _ in batch]
        return run(
            [*_command(program, scratch), "--convert-to", _FILTER % str(hidden).lower(), "--outdir", folder, *copies],
            seconds,
            lambda: sum(map(os.path.exists, targets)),
            ended.is_set,
        )


def _command(program: str, scratch: str) -> list[str]:
    """Return LibreOffice's command line, and write its profile into the folder."""
    from pathlib import Path

    write_profile(os.path.join(scratch, "profile"))
    profile = Path(scratch, "profile").as_uri()
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    return [program, f"-env:UserInstallation={profile}", *options]


MAX_SECONDS_OF_ANOTHER_FORMAT = 300.0


def as_pptx(path: str, data: bytes) -> bytes:
    """Return a deck of another format converted to .pptx by LibreOffice; InvalidInput where that fails."""
    import tempfile

    program = find_office()
    if not program:
        raise InvalidInput([no_office().replace(at=Location(path))])
    with tempfile.TemporaryDirectory(prefix="convert-", ignore_cleanup_errors=True) as scratch:
        copy, made = [os.path.join(scratch, name) for name in (f"deck{os.path.splitext(path)[1].lower()}", "deck.pptx")]
        with open(copy, "wb") as file:
            file.write(data)
        command = [
            *_command(program, scratch),
            "--convert-to",
            "pptx:Impress MS PowerPoint 2007 XML",
            "--outdir",
            scratch,
        ]
        trouble = run([*command, copy], MAX_SECONDS_OF_ANOTHER_FORMAT)
        if not os.path.isfile(made):
            raise InvalidInput([_failed(Source(path, 0), trouble or term("it wrote no file and gave no reason"))])
        return read_bytes(made, MAX_FILE)


def _target(folder: str, number: int) -> str:
    return os.path.join(folder, f"{number:06d}.pdf")


_PASSING = re.compile(
    rb"/(?:CreationDate|ModDate) ?\(D:\d{14}[^)]*\)|/DocChecksum /[0-9A-F]{32}"
    rb"|/ID \[ <[0-9A-F]{32}>\s*<[0-9A-F]{32}> \]"
    rb"|/A<</Type/Action/S/URI/URI\(file:///(?:[^()\\]|\\.)*/\d{6}\.\w+(?:[^()\\]|\\.)*\)>>"
)
"""Values that differ with each run: dates, ids, checksums, and the path of the copy in links to slides.

They are overwritten with spaces: the same deck gives the same bytes, and offsets in the file stay valid.
"""


def _checked(deck: Source, pdf: str, trouble: Phrase | str) -> str | Finding:
    """Return the PDF's path if it is complete and has a page per slide; blank values that differ with each run."""
    try:
        with open(pdf, "rb") as file:
            data = file.read()
    except OSError:
        return _failed(deck, trouble or term("it wrote no file and gave no reason"))
    pages = len(_PAGE.findall(data))
    if not data.startswith(b"%PDF") or b"%%EOF" not in data[-1024:] or not pages:
        return _failed(deck, trouble or term("the PDF it wrote is cut short"))
    if deck.slides and pages not in (deck.slides, deck.slides - deck.hidden):
        return _failed(
            deck, term("the deck has {slides} slides, the PDF {pages} pages", slides=deck.slides, pages=pages)
        )
    write(pdf, _PASSING.sub(lambda found: b" " * len(found[0]), data))
    return pdf


def _failed(deck: Source, why: Phrase | str) -> Finding:
    return finding("not-drawn", Location(deck.path), why=why)
