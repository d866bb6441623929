"""The arguments of ``build`` that only a batch takes; apart, because every command line sets them up."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

REPORTS = (".html", ".xml", ".sarif")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only a batch takes to the arguments of ``build``."""
    parser.add_argument("-j", "--jobs", type=int, default=0, metavar="N", help="worker processes (default: every core)")
    parser.add_argument("--pdf", action="store_true", help="make a PDF beside each deck, through LibreOffice")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="work on a Dask cluster: tcp://host:8786")
    parser.add_argument("--shard", default="", metavar="N/M", help="make every Mth deck, beginning with the Nth")
    parser.add_argument("--verify", action="store_true", help="write nothing; fail where a deck is another one")
    parser.add_argument("--watch", action="store_true", help="build again whenever something is saved")
    parser.add_argument("--fresh", action="store_true", help="make every deck again, whatever has changed")
    parser.add_argument(
        "--report", action="append", default=[], metavar="FILE", help="write a report: .html, .xml (JUnit), .sarif"
    )
