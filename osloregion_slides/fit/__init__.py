"""Fitting: a text is measured, broken into lines and given the largest size that fits its frame."""
