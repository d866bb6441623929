"""The JSON Schema of the outline language: the outline's blocks combined with the fields of each kind.

``python -m osloregion_slides.schema`` writes assets/schema/outline.schema.json, which a build reads instead of
importing each kind; a test compares the file with the output. In a checkout it also adds new kinds to the
documentation: their ``EXAMPLE`` to decks/gallery.yaml and docs/gallery.md, their name to docs/outline.md.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from textwrap import fill, indent
from typing import Any

from osloregion_slides.base import resources
from osloregion_slides.base.findings import InvalidInput, error
from osloregion_slides.base.messages import catalogue
from osloregion_slides.kinds import OUT_OF_FILES, kind, kind_names
from osloregion_slides.outline.schema import outline_schema

_LAST = "  - id: closing\n"
"""The slide of the gallery before which new kinds are inserted."""
_KINDS = re.compile(r"^(- Kinds: )([a-z, \n]+)\.((?:[^\n]|\n  )*)\n", re.MULTILINE)
PLACE = ("assets", "schema", "outline.schema.json")


def schema_text() -> str:
    """Return the content of the schema file, with a final newline."""
    kinds = {name: kind(name).SCHEMA for name in kind_names()}
    return json.dumps(outline_schema(kinds), ensure_ascii=False, separators=(",", ":")) + "\n"


def write() -> str:
    """Write the schema file and return its path."""
    path = resources.path(*PLACE)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(schema_text())
    return path


def show_new_kinds(root: str) -> list[str]:
    """Add missing kinds to decks/gallery.yaml and the documentation, and return the paths written.

    InvalidInput where such a kind has no ``EXAMPLE`` or its slide has errors; the gallery is then restored.
    """
    gallery, page = [os.path.join(root, *parts) for parts in (("decks", "gallery.yaml"), ("docs", "outline.md"))]
    text = _read(gallery)
    shown = {line.split()[1] for line in text.splitlines() if line.strip().startswith("kind: ")}
    new = [name for name in kind_names() if name not in shown and name not in OUT_OF_FILES]
    if not new:
        return []
    lacking = [name for name in new if not getattr(kind(name), "EXAMPLE", "")]
    if lacking:
        raise InvalidInput([error("missing-key", None, f"kind {name} has no EXAMPLE", "write one") for name in lacking])
    from osloregion_slides.render.gallery import write

    slides = "".join([indent(kind(name).EXAMPLE.strip("\n"), "  ") + "\n\n" for name in new])  # type: ignore[attr-defined]
    head, end, tail = text.rpartition(_LAST)
    _write(gallery, f"{head}{slides}{end}{tail}")
    try:
        changed = [gallery, *[os.path.join(root, path) for path in write(root, sheet=False)]]
    except InvalidInput as wrong:
        _write(gallery, text)
        context = f"with the EXAMPLE of {', '.join(new)} in the gallery: "
        raise InvalidInput([one.replace(message=context + one.message) for one in wrong.findings]) from None
    language = _read(page)
    listed = _KINDS.search(language)
    if listed:
        names = [*listed[2].replace("\n", " ").replace(" ", "").split(","), *new]
        lines = fill(f"- Kinds: {', '.join(names)}.{listed[3]}", 118, subsequent_indent="  ", break_on_hyphens=False)
        _write(page, language.replace(listed[0], lines + "\n"))
        changed.append(page)
    return changed


def lowered(text: str) -> str:
    """Return a sentence with a lower-case first letter, the form of the keys in ``locale/nb/terms.md``."""
    return f"{text[:1].lower()}{text[1:]}"


def texts_of_schema(schema: Any) -> Iterator[str]:
    """Yield the texts that findings on the schema contain: titles, descriptions of patterns and of required keys."""
    if isinstance(schema, list):
        for one in schema:
            yield from texts_of_schema(one)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("title"), str):
        yield schema["title"]
    if "pattern" in schema and isinstance(schema.get("description"), str):
        yield schema["description"]
    properties = schema.get("properties", {})
    for key in schema.get("required", []) if isinstance(schema.get("required"), list) else []:
        if properties.get(key, {}).get("description"):
            yield properties[key]["description"]
    for one in schema.values():
        yield from texts_of_schema(one)


def untranslated(schema: Any) -> list[str]:
    """Return the texts of findings on this schema without a Norwegian translation in ``locale/nb/terms.md``."""
    norwegian = catalogue("terms", "nb")
    said = {lowered(text) for text in texts_of_schema(schema) if not re.fullmatch(r"`[^`]*`", text)}
    return sorted(said - norwegian.keys())


def main() -> int:
    """Write the files that depend on the kinds; return 1 where a new kind cannot be added."""
    print(write())
    for text in untranslated(json.loads(schema_text())):
        print(f"osloregion_slides/locale/nb/terms.md needs the Norwegian of:\n## {text}\n> …", file=sys.stderr)
    root = os.path.dirname(resources.path("docs"))
    try:
        for path in show_new_kinds(root):
            print(path)
    except InvalidInput as problem:
        print(*problem.findings, sep="\n", file=sys.stderr)
        return 1
    return 0


def _read(path: str) -> str:
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
