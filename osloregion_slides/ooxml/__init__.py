"""The file format: what parts, relations, colours and inheritance mean, whoever reads or writes them (ECMA-376)."""
