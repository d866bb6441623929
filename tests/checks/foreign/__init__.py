"""Decks that other programs make, for the checks to say something true about."""
