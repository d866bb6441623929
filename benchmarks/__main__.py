"""``python -m benchmarks [--pairs N] [--short]``: print the table and write benchmarks/RESULTS.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from importlib.metadata import version

from benchmarks import content, goals, members, updates, yardsticks

RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "RESULTS.md")
MEASURED = (
    goals.cold,
    goals.warm,
    goals.growth,
    updates.update,
    updates.batch,
    members.for_each,
    goals.memory,
    goals.same_bytes,
)


def table(rows: list[goals.Goal]) -> list[str]:
    """Return the results as a Markdown table."""
    lines = ["| | what | measured | goal | stretch | met | |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        name, what, value, goal, stretch, note = row
        lines.append(f"| {name} | {what} | {value:.2f} | ≤ {goal:g} | {stretch:g} | {row.verdict} | {note} |")
    return lines


def surroundings(pairs: int) -> str:
    """Return what was measured with what."""
    with_what = [f"CPython {platform.python_version()}", f"python-pptx {version('python-pptx')}"]
    return (
        f"{', '.join(with_what)}, {platform.system()}, {os.cpu_count()} processors; medians of {pairs} pairs in turn."
    )


def main() -> int:
    """Measure everything; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pairs", type=int, default=15, help="pairs a ratio (default 15)")
    parser.add_argument(
        "--short", action="store_true", help="leave out the memory of 5000 slides, a minute of python-pptx"
    )
    arguments = parser.parse_args()
    if not os.path.exists(yardsticks.CONTENT):
        print(f"the yardsticks are not there: {yardsticks.SCRIPTS}", file=sys.stderr)
        return 1
    rows: list[goals.Goal] = []
    with tempfile.TemporaryDirectory() as folder:
        outline = content.write(content.from_yardstick(yardsticks.CONTENT), folder)
        flagship = os.path.join(yardsticks.REPOSITORY, "decks", "osloregionen.yaml")
        bench = goals.Bench(folder, outline, flagship, arguments.pairs, not arguments.short)
        for measured in MEASURED:
            found = measured(bench)
            print("\n".join(table(found)[2:]), flush=True)
            rows += found
    head = [
        "# Measured against other tools",
        "",
        surroundings(arguments.pairs),
        "`make bench` writes this file; [MISSED.md](MISSED.md) says why a goal is missed,",
        "[PEERS.md](PEERS.md) what decks of other tools have and lack.",
        "",
    ]
    with open(RESULTS, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join([*head, *table(rows), ""]))
    return int(any(row.verdict == "no" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
