"""Measuring: pairs in turn, medians of their ratios, growth exponents, peak memory."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import NamedTuple


class Cost(NamedTuple):
    """What a process cost: seconds of wall and processor."""

    wall: float
    cpu: float


def environment() -> dict[str, str]:
    """Return the environment for a measured process: without .pyc files imports cost 3.6 times as much."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(command: Sequence[str], cwd: str, variables: Mapping[str, str] | None = None) -> Cost:
    """Return the cost of a command that says little; RuntimeError when it fails."""
    env = {**environment(), **(variables or {})}
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.stderr
    with child.stderr as errors:
        if child.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}: {errors.read().decode()}")
    return Cost(wall, used.ru_utime + used.ru_stime)


_PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(command: Sequence[str], cwd: str) -> float:
    """Return the peak memory of a command in MiB; CalledProcessError when it fails.

    It is started by a small process of its own: a child's maximum begins with what its parent held when it forked.
    """
    around = [sys.executable, "-S", "-c", _PEAK, *command]
    done = subprocess.run(around, cwd=cwd, env=environment(), capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def paired(ours: Callable[[], float], theirs: Callable[[], float], pairs: int) -> float:
    """Return the median ratio of pairs measured in turn (A B A B), after one round that does not count."""
    ours(), theirs()
    return median(ours() / theirs() for _ in range(pairs))


def cpu(work: Callable[[], object]) -> float:
    """Return the processor seconds that a call takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Return the slope of cost over size on logarithmic axes: 1.0 is linear growth."""
    xs, ys = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)
