"""The goals, each a ratio measured in one run; P-numbers are those of the project's performance goals."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from benchmarks import content, measure, yardsticks

SIZES = (1000, 2000, 4000)
CONTENTS = ("text", "pictures", "tables", "notes", "connectors")
VARIANTS = 100


class Goal(NamedTuple):
    """What was measured: ``value`` is to be at most ``goal``, and better at most ``stretch``."""

    name: str
    what: str
    value: float
    goal: float
    stretch: float
    note: str = ""

    @property
    def verdict(self) -> str:
        """``stretch``, ``yes`` or ``no``."""
        return "stretch" if self.value <= self.stretch else "yes" if self.value <= self.goal else "no"


class Bench(NamedTuple):
    """Where it is measured: a scratch folder, the outline of the yardsticks' slides, the flagship, pairs a goal."""

    folder: str
    outline: str
    flagship: str
    pairs: int
    long: bool

    def out(self, name: str) -> str:
        """Return a path in the scratch folder."""
        return os.path.join(self.folder, name)


def build(path: str, settings: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return the deck of an outline, made in this process."""
    import osloregion_slides

    return osloregion_slides.build(path, settings=settings, updatable=False).data  # the base counts apart


def cold(bench: Bench) -> list[Goal]:
    """P1, P1b, P8 and P9: a whole process from start to file, against the scripts."""
    ours = yardsticks.command(bench.outline, bench.out("ours.pptx"))
    flagship = yardsticks.command(bench.flagship, bench.out("flagship.pptx"))
    theirs = yardsticks.commands(bench.out("theirs.pptx"))

    def wall(command: list[str]) -> Callable[[], float]:
        return lambda: measure.process(command, yardsticks.SCRIPTS).wall

    script = theirs.pop("python-pptx")
    others = {
        tool: measure.paired(wall(command), wall(script), max(3, bench.pairs // 3)) for tool, command in theirs.items()
    }
    note = ", ".join(f"{tool} {ratio:.2f}" for tool, ratio in others.items())
    plain = measure.paired(wall(ours), wall(script), bench.pairs)
    rendered = measure.paired(wall(flagship), wall(script), bench.pairs)
    peak = measure.peak(ours, bench.folder) / measure.peak(script, yardsticks.SCRIPTS)
    size = _size(bench.out("ours.pptx")) / _size(bench.out("theirs.pptx"))
    return [
        Goal("P1", "cold build of 13 slides / python-pptx script", plain, 0.45, 0.30, note),
        Goal("P1b", "the flagship deck, with expressions", rendered, 0.75, 0.55),
        Goal("P8", "peak memory, 13 slides / script", peak, 1.0, 0.6),
        Goal("P9", "size of the file without the base / python-pptx's", size, 1.10, 1.0),
    ]


def _size(path: str) -> int:
    """Return the bytes of a deck, without the base of later updates that it may hold."""
    with zipfile.ZipFile(path) as package:
        base = sum(part.compress_size for part in package.infolist() if part.filename.startswith("customXml/"))
    return os.path.getsize(path) - base


def warm(bench: Bench) -> list[Goal]:
    """P2 and P5: builds in one process; the variants of P5 share the slides that do not differ."""
    from osloregion_slides.compose.deck import forget

    slides = yardsticks.slides()

    def anew() -> float:
        forget()
        return measure.cpu(lambda: build(bench.outline))

    def theirs() -> float:
        return measure.cpu(lambda: yardsticks.python_pptx(slides))

    once = measure.paired(anew, theirs, bench.pairs)
    again = measure.paired(lambda: measure.cpu(lambda: build(bench.outline)), theirs, bench.pairs)

    def variants() -> None:
        for number in range(VARIANTS):
            build(bench.outline, settings=(("title", f"Møte {number}"),))

    def loop() -> None:
        for _ in range(VARIANTS):
            yardsticks.python_pptx(slides)

    many = measure.paired(lambda: measure.cpu(variants), lambda: measure.cpu(loop), 3)
    return [
        Goal("P2", "warm build / python-pptx, every slide composed anew", once, 0.15, 0.06),
        Goal("P2", "the same deck once more, its slides remembered", again, 0.15, 0.06),
        Goal("P5", f"{VARIANTS} variants in one process / python-pptx loop", many, 0.15, 0.08),
    ]


def growth(bench: Bench) -> list[Goal]:
    """P3 and P4: long decks, and python-pptx at the shortest of them."""
    goals, thousand = [], {}
    for kind in CONTENTS:
        costs = []
        for size in SIZES:
            path = content.write(content.long_deck(kind, size, bench.folder), bench.folder, f"{kind}-{size}.yaml")
            costs.append(min(_cpu_of(path) for _ in range(4)))
        thousand[kind] = costs[0]
        note = ", ".join(f"{cost / size * 1e6:.0f}" for size, cost in zip(SIZES, costs)) + " µs a slide"
        goals.append(
            Goal("P3", f"growth to {SIZES[-1]} slides: {kind}", measure.exponent(SIZES, costs), 1.10, 1.05, note)
        )
    text = measure.cpu(lambda: yardsticks.python_pptx_text(SIZES[0]))
    paths = [bench.out(content.picture(number)) for number in range(SIZES[0])]
    pictures = measure.cpu(lambda: yardsticks.python_pptx_pictures(paths))
    goals.append(Goal("P4", "1000 slides / python-pptx, processor: text", thousand["text"] / text, 0.15, 0.06))
    goals.append(Goal("P4", "1000 slides: pictures", thousand["pictures"] / pictures, 0.03, 0.01))
    return goals


def _cpu_of(path: str) -> float:
    """Return the processor seconds of a build in a process of its own, start-up taken off.

    In one long process the caches and the heap of the builds before it weigh on the later, larger ones.
    """
    code = (
        "import gc, sys, time; gc.disable(); from osloregion_slides import build, read_schema; read_schema();"
        "start = time.process_time(); build(sys.argv[1], updatable=False); print(time.process_time() - start)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], env=measure.environment(), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def memory(bench: Bench) -> list[Goal]:
    """P8 at 5000 slides; python-pptx needs most of a minute for them."""
    if not bench.long:
        return []
    path = content.write(content.long_deck("text", 5000, bench.folder), bench.folder, "text-5000.yaml")
    ours = measure.peak(yardsticks.command(path, bench.out("long.pptx")), bench.folder)
    code = "from benchmarks import yardsticks; yardsticks.python_pptx_text(5000)"
    theirs = measure.peak([sys.executable, "-c", code], yardsticks.REPOSITORY)
    return [Goal("P8", "peak memory, 5000 slides / python-pptx", ours / theirs, 0.5, 0.25)]


def same_bytes(bench: Bench) -> list[Goal]:
    """P11: how many of the decks differ that are made under other hash seeds, time zones and locales."""
    found = set()
    for number, variables in enumerate(({}, {"PYTHONHASHSEED": "7"}, {"TZ": "Asia/Tokyo"}, {"LC_ALL": "C"})):
        out = bench.out(f"same-{number}.pptx")
        measure.process(yardsticks.command(bench.flagship, out), bench.folder, variables)
        with open(out, "rb") as file:
            found.add(file.read())
    return [Goal("P11", "decks that differ over hash seed, time zone, locale", len(found) - 1, 0, 0)]
