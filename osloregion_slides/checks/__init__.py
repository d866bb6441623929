"""Checks: one file a family of rules, a Scene, an outline or a package in, findings out.

``deck.check_deck`` (a Scene, in every build), ``facts.check_facts`` (an outline), ``package.check_package``
(the file format of any .pptx), ``presentation.check_presentation`` (everything, of any .pptx).
"""
