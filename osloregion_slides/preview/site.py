"""Build the page with its engine as static files: ``osloregion-slides site DIR``.

Python is Pyodide from its npm package; packages are the pure Python parts of those of this environment.
"""

from __future__ import annotations

import io
import os
import zipfile
from importlib.util import find_spec

from osloregion_slides.base import resources
from osloregion_slides.base.files import inside, write
from osloregion_slides.base.findings import InvalidInput, finding
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.preview.worker import FURNITURE, dump_furniture

PACKAGES = ("babel", "docopt", "et_xmlfile", "jinja2", "markupsafe", "num2words", "openpyxl", "yaml")
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
LANGUAGES = ("root", "nb", "nn", "no", "en", "sv", "da", "de", "fr", "fi", "se")
"""The included languages of Babel's 1 100 locale files; a deck in another language reports that its own is missing."""
_LEFT_OUT = (".so", ".pyd", ".pyi", ".pyc", ".pyx", ".c", ".md", ".po")


def make_site(folder: str, pyodide: str) -> list[str]:
    """Write the site into ``folder`` and return the paths; ``pyodide`` is the folder of the npm package.

    InvalidInput (``no-pyodide``) where it is missing.
    """
    if not all([os.path.isfile(os.path.join(pyodide, name)) for name in PYODIDE]):
        raise InvalidInput([finding("no-pyodide", pyodide=pyodide or "--pyodide")])
    from osloregion_slides.preview.app import Page

    page = Page()
    files = dict(page.files)
    for name in ("transport.js", "worker.js"):
        with open(resources.path("templates", "pages", "site", name), "rb") as file:
            files[f"preview/{name}" if name == "transport.js" else name] = file.read()
    files["index.html"], files["en.html"] = [page.html(ui, "site").encode() for ui in ("nb", "en")]
    files["engine.zip"] = engine()
    for name in PYODIDE:
        with open(os.path.join(pyodide, name), "rb") as file:
            files[f"pyodide/{name}"] = file.read()
    made = []
    for name, data in files.items():
        os.makedirs(os.path.join(folder, os.path.dirname(name)), exist_ok=True)
        write(inside(folder, name), data)
        made.append(os.path.join(folder, name))
    return made


def engine() -> bytes:
    """Return a zip with this package, its data, and the pure Python parts of its dependencies."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*PACKAGES, "osloregion_slides"):
            spec = find_spec(name)
            assert spec is not None and spec.origin is not None, "installed with this package"
            if spec.submodule_search_locations:
                _add(archive, next(iter(spec.submodule_search_locations)), name)
            else:
                archive.write(spec.origin, os.path.basename(spec.origin))
        for name in ("assets", "templates", "decks"):
            _add(archive, resources.path(name), f"osloregion_slides/_data/{name}")
        archive.writestr(f"osloregion_slides/_data/templates/{FURNITURE}", dump_furniture(_brands()))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, folder: str, name: str) -> None:
    for base, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if one not in ("__pycache__", "_data", ".bases")]
        for one in names:
            path = os.path.join(base, one)
            inner = f"{name}/{os.path.relpath(path, folder)}".replace(os.sep, "/")
            is_unused_locale = base.endswith("locale-data") and one.partition("_")[0].partition(".")[0] not in LANGUAGES
            if not one.endswith(_LEFT_OUT) and not is_unused_locale or inner.startswith("osloregion_slides"):
                archive.write(path, inner)


def _brands() -> list[Brand]:
    """Return the built-in brands."""
    top = resources.path("templates")
    names = [name for name in sorted(os.listdir(top)) if os.path.isfile(os.path.join(top, name, "brand.json"))]
    return [load_brand(name, resources.path("decks")) for name in names]
