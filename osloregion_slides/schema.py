"""The JSON Schema of the outline language: the outline's blocks joined with the fields of every kind.

``python -m osloregion_slides.schema`` writes assets/schema/outline.schema.json, which a build reads
instead of importing every kind. A test shows that the file is what this makes.
"""

from __future__ import annotations

import json
import os

from osloregion_slides import resources
from osloregion_slides.kinds import kind, kind_names
from osloregion_slides.outline.schema import outline_schema

PLACE = ("assets", "schema", "outline.schema.json")


def schema_text() -> str:
    """Return the schema as the file has it, with a final line end."""
    kinds = {name: kind(name).SCHEMA for name in kind_names()}
    return json.dumps(outline_schema(kinds), ensure_ascii=False, separators=(",", ":")) + "\n"


def write() -> str:
    """Write the schema to its place in the assets and return its path."""
    path = resources.path(*PLACE)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(schema_text())
    return path


if __name__ == "__main__":
    print(write())
