"""Diagnostics of mistakes in an outline's YAML, with the corrected line."""
