"""Fitting: text is measured, broken into lines and given the largest size that fits its frame.

Drafts and a frame go in, a ``scene.Text`` with its size, line starts and height comes out.
"""

from __future__ import annotations

from osloregion_slides.fit.metrics import Metrics, load_metrics
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import Frame, UnfittedText, fit, fit_alike, fits, split, typeset

__all__ = [
    "UnfittedText",
    "Frame",
    "Metrics",
    "fit",
    "fit_alike",
    "fits",
    "load_metrics",
    "split",
    "text_box",
    "typeset",
]
