"""The file format (ECMA-376): parts, relations, colours and inheritance, shared by readers and writers."""
