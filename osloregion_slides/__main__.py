"""``python -m osloregion_slides``: the command, where no script is installed."""

from __future__ import annotations

import sys

from osloregion_slides.cli import command

if __name__ == "__main__":
    sys.exit(command())
