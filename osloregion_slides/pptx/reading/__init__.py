"""Reading an existing presentation: from its bytes to the state that an update compares (``deck.read_deck``)."""
