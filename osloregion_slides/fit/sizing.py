"""Finds the largest step of a type scale at which a text fits."""

from __future__ import annotations

from osloregion_slides.fit.setting import Setting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.fit.frame import Draft, Frame
    from osloregion_slides.fit.metrics import Metrics
    from osloregion_slides.scene import Text
    from osloregion_slides.units import Pt


def fit(drafts: Sequence[Draft], frame: Frame, steps: Sequence[Pt], metrics: Metrics) -> Text | None:
    """Return the text at the largest of the steps (pt, any order) at which it fits, or None.

    It fits when it is no higher than the frame and no unbreakable word is wider than a line. The
    smallest step is the caller's floor: 14 pt for body text, 12 pt for tables and labels.
    """
    found = fit_alike(((drafts, frame),), steps, metrics)
    return found[0] if found else None


def fit_alike(
    pieces: Sequence[tuple[Sequence[Draft], Frame]], steps: Sequence[Pt], metrics: Metrics
) -> tuple[Text, ...] | None:
    """Return several texts at the largest step at which all of them fit, or None. Siblings take one size."""
    settings = [Setting(drafts, frame, metrics) for drafts, frame in pieces]
    for size in sorted(steps, reverse=True):
        texts = []
        for setting in settings:
            set_lines = setting.at(size, setting.room)
            if set_lines is None:
                break
            texts.append((setting, set_lines))
        else:
            return tuple([setting.text(set_lines) for setting, set_lines in texts])
    return None
