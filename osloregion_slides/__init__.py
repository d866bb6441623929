"""Branded, native, editable PowerPoint slides from a YAML outline."""

__version__ = "0.1.0"
