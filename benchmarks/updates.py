"""P6 and P7: a batch of which little has changed, and an update of one slide."""

from __future__ import annotations

import io
import itertools
import json
import os
from collections.abc import Iterator
from typing import Any

from benchmarks import content, measure, yardsticks
from benchmarks.goals import Bench, Goal

DECKS = 100
CHANGED = 2
"""The number of the slide that changes, from 0: the first with a list."""


def update(bench: Bench) -> list[Goal]:
    """P7: one paragraph of one slide changed, the new deck's bytes made; python-pptx opens, sets it and saves.

    Each round has an outline of its own, because an outline that changed is always new to the process.
    """
    folder = os.path.join(bench.folder, "update")
    os.makedirs(folder, exist_ok=True)
    outline = content.from_yardstick(yardsticks.CONTENT)
    deck, saved = os.path.join(folder, "deck.pptx"), os.path.join(folder, "saved.pptx")
    _build(outline, folder, deck)
    with open(saved, "wb") as file:
        file.write(_python_pptx(deck, "Et annet punkt"))
    rounds = _changed(outline, folder)

    def theirs() -> float:
        return measure.cpu(lambda: _python_pptx(deck, next(texts)))

    texts = (f"Punkt {number}" for number in itertools.count())
    whole = measure.paired(lambda: _whole(deck, next(rounds)), theirs, 3 * bench.pairs)
    alone = measure.paired(lambda: _alone(deck, next(rounds)), theirs, 3 * bench.pairs)
    edited = measure.paired(lambda: _whole(saved, next(rounds)), theirs, 3 * bench.pairs)
    return [
        Goal("P7", "update of one slide, outline read and composed / open-edit-save", whole, 0.5, 0.15),
        Goal("P7", "of which the update: outline composed before", alone, 0.5, 0.15),
        Goal("P7", "a deck that another program saved, which is read in full", edited, 0.5, 0.15),
    ]


def _build(outline: dict[str, Any], folder: str, path: str) -> None:
    import osloregion_slides

    with open(path, "wb") as file:
        file.write(osloregion_slides.build(content.write(outline, folder)).data)


def _changed(outline: dict[str, Any], folder: str) -> Iterator[str]:
    """Write outlines that say something else on one slide each time; yield their path."""
    for number in itertools.count():
        changed = json.loads(json.dumps(outline))
        changed["slides"][CHANGED]["items"][0] = f"Frivillig sammenslutning av {number} kommuner i hovedstadsområdet."
        yield content.write(changed, folder)


def _whole(deck: str, outline: str) -> float:
    from osloregion_slides.service_update import Asked, apply, plan_update

    return measure.cpu(lambda: apply(plan_update(deck, Asked(outline)), deck))


def _alone(deck: str, outline: str) -> float:
    from osloregion_slides import drafting
    from osloregion_slides.service_update import Asked, apply, find, plan_found

    loaded = drafting.load(outline)
    made, brand, _ = drafting.composed(loaded)
    ours = drafting.owned(loaded, made, brand)
    return measure.cpu(lambda: apply(plan_found(find(deck, Asked(outline)), ours), deck))


def _python_pptx(deck: str, text: str) -> bytes:
    from pptx import Presentation

    presentation: Any = Presentation(deck)
    presentation.slides[CHANGED].placeholders[1].text_frame.paragraphs[0].runs[0].text = text
    data = io.BytesIO()
    presentation.save(data)
    return data.getvalue()


def batch(bench: Bench) -> list[Goal]:
    """P6: a batch of 100 decks asked for again, nothing to do, or one deck more; cold, against one cold script."""
    folder = os.path.join(bench.folder, "batch")
    os.makedirs(os.path.join(folder, "decks"), exist_ok=True)
    content.write(content.from_yardstick(yardsticks.CONTENT), os.path.join(folder, "decks"))
    script = yardsticks.commands(bench.out("theirs.pptx"))["python-pptx"]
    more = itertools.count(DECKS)

    def build() -> float:
        return measure.process([*yardsticks.program(), "build", "--out-dir", "out"], folder).wall

    def grown() -> float:
        _list_builds(folder, next(more) + 1)
        return build()

    def theirs() -> float:
        return measure.process(script, yardsticks.SCRIPTS).wall

    _list_builds(folder, DECKS)
    build()
    before = _written(folder)
    nothing = measure.paired(build, theirs, bench.pairs)
    assert _written(folder) == before, "a build with nothing to do has written something"
    return [
        Goal("P6", f"{DECKS} decks asked for again / one cold script", nothing, 0.25, 0.18, "nothing is written"),
        Goal("P6", f"one deck more than {DECKS} / one cold script", measure.paired(grown, theirs, bench.pairs), 1, 0.5),
    ]


def _list_builds(folder: str, count: int) -> None:
    meetings = "".join(
        [f'  - {{outline: bench.yaml, name: "m-{n}", set: {{title: "Møte {n}"}}}}\n' for n in range(count)]
    )
    with open(os.path.join(folder, "decks", "builds.yaml"), "w", encoding="utf-8") as file:
        file.write(f"builds:\n{meetings}")


def _written(folder: str) -> dict[str, tuple[int, int]]:
    """Return when each file was written, and its size."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            about = os.stat(os.path.join(place, name))
            found[os.path.join(place, name)] = about.st_mtime_ns, about.st_size
    return found
