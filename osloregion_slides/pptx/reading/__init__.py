"""A found presentation, read: its bytes to what an update compares (``deck.read_deck``)."""
