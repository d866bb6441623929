"""The file format: the only room, beside brand/, that knows OOXML and OPC packages.

Writing: ``write.write_deck`` makes the bytes, ``save.save`` puts them on the disk.
"""
