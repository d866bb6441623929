"""Composition, from outline to Scene: the code shared by all slide kinds. The kinds themselves are in kinds/."""
