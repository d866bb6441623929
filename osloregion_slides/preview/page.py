"""The page and what it brings, its style and its script in modules: read when the server starts.

Modules belong together, so a package that is replaced under a server changes none of them; and a request
names one of these files or nothing, its path never meets the disk.
"""

from __future__ import annotations

import json
import os

from osloregion_slides.base import resources

STYLE = "text/css; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"


class Page:
    """The page in each language, and its files by name: ``preview.css``, ``preview.js``, ``preview/dom.js``, …"""

    def __init__(self) -> None:
        self.modules = _modules()
        self.files = {name: _read(name) for name in ("preview.css", "preview.js", *self.modules)}
        self._pages: dict[str, str] = {}

    def html(self, ui: str) -> str:
        """Return the page in a language, "nb" or "en"; made when it is first asked for."""
        from osloregion_slides.render.page import rendered

        if ui not in self._pages:
            words = json.loads(_read("preview.words.json"))[ui]
            self._pages[ui] = rendered("preview.html.jinja", ui=ui, words=words, modules=self.modules)
        return self._pages[ui]


def kind_of(name: str) -> str:
    """Return the media type of one of the page's files."""
    return STYLE if name.endswith(".css") else SCRIPT


def _modules() -> list[str]:
    names = os.listdir(resources.path("templates", "pages", "preview"))
    return sorted(f"preview/{name}" for name in names if name.endswith(".js") and not name.startswith("."))


def _read(name: str) -> bytes:
    with open(resources.path("templates", "pages", *name.split("/")), "rb") as file:
        return file.read()
