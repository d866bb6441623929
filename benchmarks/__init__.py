"""Measures builds against other tools that make the same slides: ``python -m benchmarks``."""
