"""The other tools: the scripts beside the repository, and python-pptx used as they use it."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import sys
from typing import Any

REPOSITORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPTS = os.path.join(os.path.dirname(REPOSITORY), "shared", "bench")
CONTENT = os.path.join(SCRIPTS, "content.json")


def commands(out: str) -> dict[str, list[str]]:
    """Return the commands of the yardsticks that can run here, by tool; they write to ``out`` and run in SCRIPTS."""
    found = {"python-pptx": [sys.executable, os.path.join(SCRIPTS, "deck_python_pptx.py"), out]}
    if program := shutil.which("pandoc"):
        found["pandoc"] = [program, os.path.join(SCRIPTS, "deck_pandoc.md"), "-o", out]
    modules = os.environ.get("NODE_PATH", "")
    if (program := shutil.which("node")) and os.path.isdir(os.path.join(modules, "pptxgenjs")):
        found["PptxGenJS"] = [program, os.path.join(SCRIPTS, "deck_pptxgenjs.js"), out]
    return found


def command(outline: str, out: str) -> list[str]:
    """Return our own command that builds one deck."""
    return [*program(), "build", outline, "-o", out, "--no-base"]  # the base counts apart


def program() -> list[str]:
    """Return how our command is called: the installed script, or the module."""
    script = os.path.join(os.path.dirname(sys.executable), "osloregion-slides")
    return [script] if os.path.exists(script) else [sys.executable, "-m", "osloregion_slides"]


def slides() -> list[dict[str, Any]]:
    """Return the content of the yardsticks."""
    with open(CONTENT, encoding="utf-8") as file:
        return list(json.load(file))


def python_pptx(content: list[dict[str, Any]]) -> bytes:
    """Return the deck that the yardstick's script makes of this content."""
    from pptx import Presentation

    spec = importlib.util.spec_from_file_location("deck_python_pptx", os.path.join(SCRIPTS, "deck_python_pptx.py"))
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    deck = Presentation()
    script.build(content, deck)
    data = io.BytesIO()
    deck.save(data)
    return data.getvalue()


def python_pptx_text(count: int) -> bytes:
    """Return a deck of so many slides of text, each title and list its own."""
    texts = ["Et punkt på et lysbilde om samarbeidet i regionen"] * 5
    content = [
        {"kind": "bullets", "title": f"Lysbilde nummer {number}", "items": [(0, text) for text in texts]}
        for number in range(count)
    ]
    return python_pptx(content)


def python_pptx_pictures(paths: list[str]) -> bytes:
    """Return a deck with one picture a slide."""
    from pptx import Presentation
    from pptx.util import Inches

    deck: Any = Presentation()
    for path in paths:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = path
        slide.shapes.add_picture(path, Inches(1), Inches(2), Inches(6))
    data = io.BytesIO()
    deck.save(data)
    return data.getvalue()
