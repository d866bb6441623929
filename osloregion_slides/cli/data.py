"""The verb ``data``: datasets as snapshots. Parsing and printing only."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import InvalidInput, Location, cannot_write, finding

if TYPE_CHECKING:
    import argparse

    from osloregion_slides.cli.output import Verb

MOST_QUERY = 1_000_000


def data_command(options: argparse.Namespace) -> int:
    """Fetch a dataset (JSON-stat 2.0) as a snapshot beside the outline."""
    from osloregion_slides.fetching import fetch

    try:
        query = read_bytes(options.query, MOST_QUERY) if options.query else b""
    except OSError as problem:
        reason = problem.strerror or "unreadable"
        raise InvalidInput([finding("missing-file.table", Location(options.query), reason=reason)]) from None
    data = fetch(options.url, query, options.licence)
    try:
        write(options.output, data)
    except OSError as problem:
        raise InvalidInput([cannot_write(options.output, problem)]) from None
    print(os.path.relpath(options.output))
    return 0


def add_verbs(verb: Verb) -> None:
    """Add the verb."""
    data = verb("data", data_command)
    data.add_argument("action", choices=("fetch",), help="fetch writes the answer of URL with its date and address")
    data.add_argument("url", metavar="URL", help="the address of the dataset")
    data.add_argument("-o", "--output", required=True, metavar="FILE", help="the snapshot, such as data/07459.json")
    data.add_argument("--query", default="", metavar="FILE", help="a query in JSON that is posted (PxWeb)")
    data.add_argument("--licence", default="", metavar="WORDS", help="the licence of the data, such as NLOD 2.0")
