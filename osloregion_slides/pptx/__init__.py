"""The file format: the only package besides brand/ that reads and writes OOXML parts.

Writing: ``write.write_deck`` returns the bytes, ``save.save`` writes them to disk.
"""
