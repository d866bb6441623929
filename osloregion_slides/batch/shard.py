"""``--shard 2/5``: every fifth job, beginning with the second, so that runners share the work evenly."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    T = TypeVar("T")


def shard_of(text: str) -> tuple[int, int]:
    """Return ``2/5`` as (2, 5), "" as (1, 1); InvalidInput for what is no such thing."""
    number, slash, of = text.partition("/")
    if not text:
        return 1, 1
    digits = slash and (number + of).isascii() and number.isdigit() and of.isdigit()
    if digits and 1 <= int(number) <= int(of):
        return int(number), int(of)
    message = f"`{text[:40]}` is no shard"
    raise InvalidInput([error("usage", Span("--shard"), message, "2/5 is the second of five")])


def shard(jobs: Sequence[T], number: int, of: int) -> tuple[T, ...]:
    """Return the part of the jobs that shard ``number`` of ``of`` does; all shards together do each job once."""
    return tuple(jobs[number - 1 :: of])
