"""Fitting: measure a text, break it into lines, and set it at the largest size that fits its frame."""
