"""What a batch reports: a line or bar for each deck, each finding once, a summary, and files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TextIO

from osloregion_slides.base import resources
from osloregion_slides.base.files import inside, write
from osloregion_slides.base.findings import Finding, InvalidInput, Location, as_dict, finding, texts
from osloregion_slides.base.messages import in_words, phrase

if TYPE_CHECKING:
    from osloregion_slides.batch.batch import Batch
    from osloregion_slides.batch.pictures import Shown
    from osloregion_slides.batch.values import Outcome, State
    from osloregion_slides.reporting import Checked
    from osloregion_slides.scene import Box

REPORTS = (".html", ".xml", ".sarif", ".md")
BAR = 24  # characters
MAX_CHANGES = 60  # shown with their pictures: nobody reads more, and browsers grow slow over it
MAX_NAMES = 6  # decks named with a change
MAX_NEWS = 100  # facts: a comment of GitHub holds 65 536 characters
_STATES: tuple[State, ...] = ("failed", "built", "same", "unchanged")


class Progress:
    """Shows on ``stream`` how far a batch is: a moving bar on a terminal, a line for each deck elsewhere."""

    def __init__(self, stream: TextIO, columns: int = 0, language: str = "en") -> None:
        self._stream = stream
        self._language = language
        self._columns = columns
        self._done = 0
        self._bar = stream.isatty()
        self._terminal: TextIO = getattr(stream, "stream", stream)  # ``Terminal`` lets no text go back in its line

    def show(self, outcome: Outcome, total: int) -> None:
        """Count one outcome of ``total`` and show it."""
        self._done += 1
        if self._bar:
            self._terminal.write("\r")
            self._stream.write(bar(self._done, total, outcome.target, self._width()))
        else:
            said = phrase(f"outcome-{outcome.state}", deck=outcome.target, count=outcome.slides or "")
            self._stream.write(f"{in_words(said, self._language)}\n")
        self._stream.flush()

    def end(self) -> None:
        """Remove the bar: the summary follows."""
        if self._bar and self._done:
            self._terminal.write("\r" + " " * (self._width() - 1) + "\r")
            self._stream.flush()

    def _width(self) -> int:
        if not self._columns:
            import shutil

            self._columns = shutil.get_terminal_size().columns
        return self._columns


def bar(done: int, total: int, name: str, columns: int) -> str:
    """Return the bar: ``[########----------------] 38/114 out/osloregionen-nb.pptx``, one column short of the line."""
    filled = BAR * done // max(total, 1)
    text = f"[{'#' * filled}{'-' * (BAR - filled)}] {done}/{total} {name}"
    return text[: columns - 1].ljust(columns - 1)


def findings_of(batch: Batch, unchanged: bool = True) -> dict[Finding, int]:
    """Return each finding with the number of decks it is about, in order of file and line.

    Without ``unchanged`` the decks that needed no look are left out: their findings were reported before.
    """
    numbers: dict[Finding, int] = dict.fromkeys(batch.findings, 0)
    for outcome in batch.outcomes:
        if unchanged or outcome.state != "unchanged":
            for one in dict.fromkeys(outcome.findings):
                numbers[one] = numbers.get(one, 0) + 1

    def place(found: Finding) -> tuple[str, int, int]:
        at = found.at or Location("")
        return at.file, at.line, at.column

    return {one: numbers[one] for one in sorted(numbers, key=place)}


def listed(numbers: dict[Finding, int], language: str = "en") -> str:
    """Return the findings as text in a language, each with the number of decks where it is more than one."""
    several = {n: "\n    " + in_words(phrase("in-decks", count=n), language) for n in {*numbers.values()} if n > 1}
    said = texts(tuple(numbers), language)
    return "\n".join([text + several.get(n, "") for text, n in zip(said, numbers.values())])


def summary(batch: Batch, out_dir: str, verified: bool = False, language: str = "en") -> str:
    """Return the last line in a language: ``114 decks in out: 3 built, 111 unchanged``."""
    states = [outcome.state for outcome in batch.outcomes]
    counts: dict[str, int] = {f"batch-{state}": states.count(state) for state in _STATES}
    if verified:
        counts = {"batch-verified": len(states) - states.count("failed"), "batch-failed": states.count("failed")}
    parts = tuple([phrase(name, count=count) for name, count in counts.items() if count or name == "batch-verified"])
    if not verified and set(states) <= {"unchanged"}:
        parts = (phrase("batch-nothing"),)
    refused = [one for one in batch.findings if one.severity == "error"]
    if refused:  # the list itself: what it names was not made
        parts = (*(parts if states else ()), phrase("batch-refused", count=len(refused)))
    return in_words(phrase("batch", count=len(states), folder=out_dir, parts=parts), language)


def checked(batch: Batch) -> tuple[Checked, ...]:
    """Return the batch for JUnit and SARIF: the list's own findings first, then each deck with its findings."""
    from osloregion_slides.reporting import Checked

    decks = tuple([Checked(outcome.target, outcome.findings) for outcome in batch.outcomes])
    return (Checked("builds", batch.findings), *decks) if batch.findings else decks


def write_report(path: str, batch: Batch, out_dir: str) -> None:
    """Write the report in the format of its suffix. A link at ``path`` is replaced; links to outside are not followed.

    InvalidInput (``not-writable``) where it cannot be written.
    """
    folder = os.path.dirname(path)
    text = _report(path, batch, folder, out_dir)
    try:
        if not (os.path.isabs(path) or os.path.normpath(path).startswith(os.pardir)):
            inside("", path)
        os.makedirs(folder or ".", exist_ok=True)
        write(path, text.encode("utf-8", "replace"))
    except OSError as failed:
        why = failed.strerror or str(failed)
        raise InvalidInput([finding("not-writable.report", Location(path), why=why)]) from None


def _report(path: str, batch: Batch, folder: str, out_dir: str) -> str:
    if path.endswith(".html"):
        return page(batch, folder, out_dir)
    if path.endswith(".md"):
        return comment(batch, out_dir)
    from osloregion_slides import __version__
    from osloregion_slides.reporting import junit, sarif

    return junit(checked(batch)) if path.endswith(".xml") else sarif(checked(batch), __version__)


def page(batch: Batch, folder: str, out_dir: str = "") -> str:
    """Return the batch as one self-contained HTML page: each deck with its findings, a link and its changes.

    ``folder`` is the folder of the page, which its links to the decks are relative to; ``out_dir`` has the pictures
    of the slides. A change common to many decks is shown once with the names of the decks.
    """
    from jinja2 import Environment, StrictUndefined

    with open(resources.path("templates", "pages", "builds.html.jinja"), encoding="utf-8") as file:
        text = file.read()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    states = [outcome.state for outcome in batch.outcomes]
    return environment.from_string(text).render(
        decks=[_deck(outcome, folder) for outcome in batch.outcomes],
        findings=[_listed(one) for one in batch.findings],
        counts={state: states.count(state) for state in _STATES if state in states},
        news=_news(batch)[:MAX_NEWS],
        more_news=max(0, len(_news(batch)) - MAX_NEWS),
        **_changes(batch, out_dir),
    )


def comment(batch: Batch, out_dir: str) -> str:
    """Return a comment for a pull request in GitHub's Markdown: the changed facts and their decks."""
    from osloregion_slides.reporting import markdown

    news = _news(batch)
    lines = [f"- {markdown(line)} ({markdown(decks)})" for line, decks in news[:MAX_NEWS]]
    if len(news) > MAX_NEWS:
        lines.append(f"- … and {len(news) - MAX_NEWS} more")
    found = "\n".join(lines) or "No facts changed in the decks that were built."
    return f"### Facts that changed\n\n{found}\n\n{markdown(summary(batch, out_dir))}\n"


def _news(batch: Batch) -> list[tuple[str, str]]:
    """Return each line about a fact with the names of its decks."""
    found: dict[str, list[str]] = {}
    for outcome in batch.outcomes:
        for line in outcome.news:
            found.setdefault(line, []).append(outcome.job.output.removesuffix(".pptx"))
    return [(line, _named(decks)) for line, decks in found.items()]


def _named(decks: list[str]) -> str:
    more = f" and {len(decks) - MAX_NAMES} more" if len(decks) > MAX_NAMES else ""
    return ", ".join(decks[:MAX_NAMES]) + more


def _changes(batch: Batch, out_dir: str) -> dict[str, Any]:
    """Return the changed slides for the page, and the number of omitted ones."""
    found: dict[tuple[object, ...], tuple[Shown, list[str]]] = {}
    for outcome in batch.outcomes:
        for shown in outcome.shown:
            place = (shown.before, shown.after, shown.title, shown.said)
            found.setdefault(place, (shown, []))[1].append(outcome.job.output.removesuffix(".pptx"))
    changes = [_change(shown, decks, out_dir) for shown, decks in list(found.values())[:MAX_CHANGES]]
    return {"changes": changes, "more": len(found) - len(changes)}


def _change(shown: Shown, decks: list[str], out_dir: str) -> dict[str, Any]:
    return {
        "title": shown.title,
        "said": shown.said,
        "decks": _named(decks),
        "before": _drawing(shown.before, shown.boxes_before, out_dir),
        "after": _drawing(shown.after, shown.boxes_after, out_dir),
        "is_new": shown.said.startswith("A new "),
        "is_gone": not shown.after,
    }


def _drawing(name: str, boxes: tuple[Box, ...], out_dir: str) -> str:
    """Return a slide's picture as a data URL, with frames around the changes; "" without a picture."""
    from base64 import b64encode

    from osloregion_slides.batch.pictures import picture
    from osloregion_slides.render.svg import with_frames

    svg = picture(out_dir, name) if name else ""
    return "data:image/svg+xml;base64," + b64encode(with_frames(svg, boxes).encode()).decode() if svg else ""


def _deck(outcome: Outcome, folder: str) -> dict[str, Any]:
    job = outcome.job
    return {
        "name": job.output,
        "state": outcome.state,
        "link": "" if outcome.state == "failed" else _link(outcome.target, folder),
        "slides": outcome.slides,
        "variant": " · ".join([part for part in (job.audience, job.language, job.as_of) if part]),
        "findings": [_listed(one) for one in outcome.findings],
    }


def _listed(one: Finding) -> dict[str, object]:
    return {"hint": "", **as_dict(one), "place": str(one.at) if one.at else ""}


def _link(target: str, folder: str) -> str:
    """Return the relative URL of a deck from the page, percent-encoded (RFC 3986, 2.1)."""
    from urllib.parse import quote

    try:
        relative = os.path.relpath(target, folder or ".")
    except ValueError:  # another drive of Windows
        return ""
    return quote(relative.replace(os.sep, "/"))
