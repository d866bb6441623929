"""Mistakes in how an outline is written: what each means to its author, with the corrected line."""
