"""A batch as one page that needs nothing else: every deck with its findings and a link to it, and what changed.

A change that many decks share, before and after alike, is shown once with the names of the decks.
"""

from __future__ import annotations

import os

from osloregion_slides.base import resources
from osloregion_slides.base.report import as_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.batch.batch import Batch
    from osloregion_slides.batch.pictures import Shown
    from osloregion_slides.batch.values import Outcome, State
    from osloregion_slides.scene import Box

_ORDER: tuple[State, ...] = ("failed", "built", "same", "unchanged")


MOST = 60
"""So many changes are shown with their pictures: a page of more nobody reads, and browsers grow slow over it."""
_DECKS = 6


def page(batch: Batch, folder: str, out_dir: str = "") -> str:
    """Return the page as HTML; ``folder`` is where it will lie, so that its links lead from there to the decks.

    ``out_dir`` is where the decks' pictures are.
    """
    from jinja2 import Environment, StrictUndefined

    with open(resources.path("templates", "pages", "builds.html.jinja"), encoding="utf-8") as file:
        text = file.read()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).render(
        decks=[_deck(outcome, folder) for outcome in batch.outcomes],
        findings=[_finding(as_dict(finding)) for finding in batch.findings],
        counts=counts(batch),
        **_changes(batch, out_dir),
    )


def counts(batch: Batch) -> dict[str, int]:
    """Return how many decks there are of each state, those that failed first; states without decks are left out."""
    states = [outcome.state for outcome in batch.outcomes]
    return {state: states.count(state) for state in _ORDER if state in states}


def _changes(batch: Batch, out_dir: str) -> dict[str, Any]:
    """What the page says of slides that are others than before: the changes to show, and how many are left out."""
    found: dict[tuple[object, ...], tuple[Shown, list[str]]] = {}
    for outcome in batch.outcomes:
        for shown in outcome.shown:
            place = (shown.before, shown.after, shown.title, shown.said)
            found.setdefault(place, (shown, []))[1].append(outcome.job.output.removesuffix(".pptx"))
    several = list(found.values())
    changes = [_change(shown, decks, out_dir) for shown, decks in several[:MOST]]
    return {"changes": changes, "more": len(several) - len(changes)}


def _change(shown: Shown, decks: list[str], out_dir: str) -> dict[str, Any]:
    more = f" and {len(decks) - _DECKS} more" if len(decks) > _DECKS else ""
    return {
        "title": shown.title,
        "said": shown.said,
        "decks": ", ".join(decks[:_DECKS]) + more,
        "before": _drawing(shown.before, shown.boxes_before, out_dir),
        "after": _drawing(shown.after, shown.boxes_after, out_dir),
        "is_new": shown.said.startswith("A new "),
        "is_gone": not shown.after,
    }


def _drawing(name: str, boxes: tuple[Box, ...], out_dir: str) -> str:
    """A slide's picture as an address that holds it, with frames around what changed; "" where there is none."""
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
        "findings": [_finding(as_dict(finding)) for finding in outcome.findings],
    }


def _finding(row: dict[str, object]) -> dict[str, object]:
    place = ":".join([str(row[key]) for key in ("file", "line", "column") if key in row])
    return {"hint": "", **row, "place": place}


def _link(target: str, folder: str) -> str:
    """The address of a deck from the page: signs that mean something in addresses are escaped (RFC 3986, 2.1)."""
    from urllib.parse import quote

    try:
        relative = os.path.relpath(target, folder or ".")
    except ValueError:  # another drive of Windows
        return ""
    return quote(relative.replace(os.sep, "/"))
