"""A folder for an outline that is only tried: it is the workspace of what lies in it, whatever `--workspace` names."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from osloregion_slides.outline.workspace import TRIALS

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def trial_folder() -> Iterator[str]:
    """Yield a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        token = TRIALS.set(folder)
        try:
            yield folder
        finally:
            TRIALS.reset(token)
