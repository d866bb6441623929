"""A batch as one page that needs nothing else: every deck with its findings and a link to it."""

from __future__ import annotations

import os

from osloregion_slides import resources
from osloregion_slides.report import as_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.batch.batch import Batch
    from osloregion_slides.batch.values import Outcome, State

_ORDER: tuple[State, ...] = ("failed", "built", "same", "unchanged")


def page(batch: Batch, folder: str) -> str:
    """Return the page as HTML; ``folder`` is where it will lie, so that its links lead from there to the decks."""
    from jinja2 import Environment, StrictUndefined

    with open(resources.path("templates", "pages", "builds.html.jinja"), encoding="utf-8") as file:
        text = file.read()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).render(
        decks=[_deck(outcome, folder) for outcome in batch.outcomes],
        findings=[_finding(as_dict(finding)) for finding in batch.findings],
        counts=counts(batch),
    )


def counts(batch: Batch) -> dict[str, int]:
    """Return how many decks there are of each state, those that failed first; states without decks are left out."""
    states = [outcome.state for outcome in batch.outcomes]
    return {state: states.count(state) for state in _ORDER if state in states}


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
