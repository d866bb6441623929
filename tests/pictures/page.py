"""One page that shows what differs: before, after, and where."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from tests.pictures.measure import DIFFERS, difference

_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Slides that look different</title>
<style>body{font:16px/1.5 sans-serif;margin:2rem;color:#1b1b1b;background:#fff}img{width:100%;border:1px solid #bbb}
.row{display:grid;grid-template-columns:repeat(3,1fr);gap:1rem;margin:0 0 2rem}figure{margin:0}</style>
"""


class Changed(NamedTuple):
    """A slide that does not look as accepted; ``before`` is None for one that is new, ``after`` for one that is gone."""

    deck: str
    number: int
    score: int
    before: Image.Image | None
    after: Image.Image | None

    def __str__(self) -> str:
        what = "is new" if self.before is None else "is gone" if self.after is None else f"differs by {self.score}"
        return f"{self.deck}, slide {self.number} {what}"


def write_page(changes: list[Changed], path: Path) -> Path:
    """Write the page, pictures in it; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    about = f"<h1>{len(changes)} slides look different</h1><p>Differences count from {DIFFERS}. If they are meant: "
    rows = "".join([_row(change) for change in changes])
    path.write_text(f"{_HEAD}{about}<code>make accept</code>.</p>{rows}</html>\n", encoding="utf-8")
    return path


def _row(change: Changed) -> str:
    pictures = [("before", change.before), ("after", change.after)]
    if change.before is not None and change.after is not None and change.before.size == change.after.size:
        pictures.append(("difference", _marked(change.before, change.after)))
    figures = "".join([_figure(name, picture) for name, picture in pictures if picture is not None])
    return f'<h2>{html.escape(str(change))}</h2><div class="row">{figures}</div>'


def _figure(name: str, picture: Image.Image) -> str:
    file = io.BytesIO()
    picture.save(file, "PNG")
    data = base64.b64encode(file.getvalue()).decode()
    return f'<figure><img alt="{name}" src="data:image/png;base64,{data}"><figcaption>{name}</figcaption></figure>'


def _marked(before: Image.Image, after: Image.Image) -> Image.Image:
    """Return the slide in pale grey with what differs in red."""
    pale = Image.blend(after.convert("L").convert("RGB"), Image.new("RGB", after.size, "white"), 0.6)
    mask = difference(before, after).point([min(255, 4 * value) for value in range(256)])
    pale.paste((200, 0, 0), (0, 0), mask)
    return pale
