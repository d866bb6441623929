"""The documents as a site: the pages of docs/, and pages made of the schema, the findings and the docstrings.

``python docs/make_site.py`` (``make docs``) writes the sources to out/site-docs-source and the site to out/site-docs.
"""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import osloregion_slides
from osloregion_slides import explain, read_schema
from osloregion_slides.base import messages

ROOT = Path(__file__).resolve().parent.parent
SOURCE, SITE = ROOT / "out" / "site-docs-source", ROOT / "out" / "site-docs"
BESIDE = (
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"benchmarks/{name}.md" for name in ("RESULTS", "PEERS", "MISSED", "TRUTH")),
)
NAV = {
    "Learn": "kom-i-gang siden malgrupper oversettelser updates",
    "Do": "brand preview import ci cluster python extending signs",
    "Look up": "outline gallery kinds overlays commands findings api",
    "Understand": "ARCHITECTURE decisions SECURITY CHANGELOG CONTRIBUTING RESULTS PEERS MISSED TRUTH",
}
OUTSIDE = re.compile(r"\[([^\]]*)\]\(\.\./[^)#\s]+(?<!\.md)\)")
LINK = re.compile(r"(\]\()([^)#\s:]+)((?:#[^)\s]*)?\))")


def pages() -> dict[str, str]:
    """Return every page of the site as Markdown by the name of its file."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
    found |= {Path(name).name: (ROOT / name).read_text(encoding="utf-8") for name in BESIDE}
    found["index.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = {name: LINK.sub(_within, OUTSIDE.sub(r"\1", text)) for name, text in found.items()}
    return shown | {"kinds.md": kinds_page(), "findings.md": findings_page(), "api.md": api_page()}


def _within(link: re.Match[str]) -> str:
    """Return a link as it is in the site, where all pages lie side by side."""
    name = Path(link[2]).name
    if name == "README.md":
        return f"{link[1]}index.md{link[3]}"
    return f"{link[1]}{link[2].removeprefix('docs/') if not name.endswith('.md') else name}{link[3]}"


def kinds_page() -> str:
    """Return every kind of slide with its fields, from the schema."""
    definitions = read_schema()["$defs"]
    lines = ["# Kinds and their fields", "", "Generated from the schema. `*` marks a field that must be given."]
    common = set.intersection(*[set(body["properties"]) for name, body in definitions.items() if name[:6] == "slide_"])
    for name, body in {"slide": {}, **definitions}.items():
        if name.startswith("slide_"):
            fields = {key: value for key, value in body["properties"].items() if key not in common}
            lines += ["", f"## {name.removeprefix('slide_')}", "", body.get("description", ""), ""]
            lines += _table(fields, body.get("required", ()))
    first = next(body for name, body in definitions.items() if name.startswith("slide_"))
    every = {key: first["properties"][key] for key in sorted(common)}
    return "\n".join([*lines, "", "## Every slide", "", *_table(every, first.get("required", ()))]) + "\n"


def _table(fields: dict[str, Any], required: tuple[str, ...]) -> list[str]:
    rows = ["| field | takes | what it is |", "|---|---|---|"]
    for key, value in fields.items():
        said = str(value.get("description", "")) if isinstance(value, dict) else ""
        rows.append(f"| `{key}`{'*' if key in required else ''} | {_type(value)} | {said.replace('|', '&#124;')} |")
    return rows if fields else ["No fields of its own."]


def _type(value: Any) -> str:
    """Return in a few words what a field takes."""
    if not isinstance(value, dict):
        return ""
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "enum" in value or "const" in value:
        words = value.get("enum", [value.get("const")])
        return ", ".join([f"`{json.dumps(word, ensure_ascii=False)}`" for word in words])
    for several in ("anyOf", "oneOf"):
        if several in value:
            return " or ".join(dict.fromkeys([word for one in value[several] if (word := _type(one))]))
    found = value.get("type", "")
    found = " or ".join(found) if isinstance(found, list) else found
    return f"list of {_type(value['items'])}".removesuffix(" of ") if found == "array" and "items" in value else found


def findings_page() -> str:
    """Return every finding with its explanation and its sentences, a heading a code."""
    lines = [
        "# Findings",
        "",
        "What each code means, and what to do. `osloregion-slides explain CODE` prints the same.",
    ]
    for code in sorted(messages.codes()):
        lines += ["", f"## {code}", "", f"*{messages.severity(code)}*", "", _plain(explain(code))]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Return a text in which nothing outside of backticks is a mark of Markdown or HTML."""
    parts = re.split(r"(`[^`\n]*`)", text)
    return "".join([part if part[:1] == "`" else re.sub(r"([<\[\]*_])", r"\\\1", part) for part in parts])


def api_page() -> str:
    """Return the library's functions and values with their signatures and docstrings."""
    lines = ["# The library", "", inspect.cleandoc(osloregion_slides.__doc__ or "").partition("\n")[0]]
    for name in sorted(osloregion_slides.__all__, key=str.lower):
        found = getattr(osloregion_slides, name)
        if not callable(found):
            continue
        lines += ["", f"## {name}", ""]
        if inspect.isfunction(found):
            lines += ["```python", f"{name}{inspect.signature(found)}", "```", ""]
        lines += ["```text", inspect.getdoc(found) or "", "```"]
    return "\n".join(lines) + "\n"


def configuration() -> str:
    """Return mkdocs.yml; JSON is YAML too."""
    nav: list[dict[str, Any]] = [{"Start": "index.md"}]
    nav += [{title: [f"{name}.md" for name in names.split()]} for title, names in NAV.items()]
    return json.dumps(
        {
            "site_name": "osloregion-slides",
            "docs_dir": "docs",
            "site_dir": str(SITE),
            "theme": {"name": "material", "font": False, "features": ["navigation.sections", "content.code.copy"]},
            "plugins": ["search"],
            "markdown_extensions": ["tables", "fenced_code", {"toc": {"permalink": True}}],
            "validation": {"anchors": "warn", "omitted_files": "warn", "unrecognized_links": "warn"},
            "nav": nav,
        }
    )


def write_sources() -> None:
    """Write mkdocs.yml, the pages and their pictures."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE / "docs", ignore=shutil.ignore_patterns("*.md", "*.py", "__pycache__"))
    for name, text in pages().items():
        (SOURCE / "docs" / name).write_text(text, encoding="utf-8")
    (SOURCE / "mkdocs.yml").write_text(configuration(), encoding="utf-8")


if __name__ == "__main__":
    write_sources()
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--config-file",
        str(SOURCE / "mkdocs.yml"),
    ]
    sys.exit(subprocess.run(command, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"}).returncode)  # noqa: TID251
