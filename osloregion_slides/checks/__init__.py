"""Checks: one module per family of rules, each from a Scene, an outline or a package to findings.

``deck.check_deck`` (a Scene, in every build), ``facts.check_facts`` (an outline), ``package.check_package``
(the file format, for any .pptx), ``presentation.check_presentation`` (all families, for any .pptx).
"""
