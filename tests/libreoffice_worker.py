"""The UNO side of the judge: one LibreOffice, asked over stdin, answering over stdout.

Runs under the Python that has python3-uno (Debian's), so the tests may run under another. Each line
in is a JSON request ``{"do": "measure"|"looks"|"pdf"|"edit", "path": …, "to": …, "edit": …}``; each line out is
``{"ok": result}`` or ``{"error": text}``. It ends, and LibreOffice with it, when stdin ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

DIST_PACKAGES = "/usr/lib/python3/dist-packages"
HUNDREDTHS_MM = 360  # EMU in LibreOffice's unit of length
START_SECONDS = 90


def start(profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    """Start LibreOffice in its own profile; return the process and its Desktop."""
    import uno

    pipe = f"osr{os.getpid()}"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
    profile_option = "-env:UserInstallation=" + uno.systemPathToFileUrl(profile)
    accept = f"--accept=pipe,name={pipe};urp"
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    office = subprocess.Popen(
        ["soffice", *options, profile_option, accept],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    return office, connect(office, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


def connect(office: subprocess.Popen[bytes], address: str) -> Any:
    """Return the Desktop as soon as LibreOffice answers; TimeoutError when it does not."""
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and office.poll() in (None, 81):  # 81: first start, restarts itself
        try:
            context = resolver.resolve(address)
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # com.sun.star.connection.NoConnectException: not there yet
            time.sleep(0.05)
    raise TimeoutError("LibreOffice did not start")


def properties(**values: Any) -> tuple[Any, ...]:
    """Return PropertyValues."""
    import uno

    made = []
    for name, value in values.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def leaves(shapes: Any) -> Iterator[Any]:
    """Yield the shapes that are no groups, in order."""
    for index in range(shapes.getCount()):
        shape = shapes.getByIndex(index)
        if shape.supportsService("com.sun.star.drawing.GroupShape"):
            yield from leaves(shape)
        else:
            yield shape


def measure(document: Any) -> list[list[Any]]:
    """Return [slide from 1, shape, box height, needed height (EMU), grew at loading, text] for each text.

    Tables are left out: LibreOffice sets their cells by another rule.
    """
    import uno

    none = uno.Enum("com.sun.star.drawing.TextFitToSizeType", "NONE")
    found = []
    pages = document.getDrawPages()
    for number in range(pages.getCount()):
        for shape in leaves(pages.getByIndex(number)):
            if not hasattr(shape, "getString") or not hasattr(shape, "TextAutoGrowHeight"):
                continue
            text = shape.getString()
            if not text.strip():
                continue
            grew = bool(shape.TextAutoGrowHeight)
            height = shape.getSize().Height
            shape.TextFitToSize = none
            shape.TextMinimumFrameHeight = 0
            shape.TextAutoGrowHeight = True
            needed = shape.getSize().Height
            found.append([number + 1, shape.Name, height * HUNDREDTHS_MM, needed * HUNDREDTHS_MM, grew, text])
    return found


def looks(document: Any) -> list[list[Any]]:
    """Return [slide from 1, shape, paragraph from 0, size in points, bold, italic] for each paragraph's first run."""
    found = []
    pages = document.getDrawPages()
    for number in range(pages.getCount()):
        for shape in leaves(pages.getByIndex(number)):
            paragraphs = shape.createEnumeration() if hasattr(shape, "createEnumeration") else None
            index = 0
            while paragraphs is not None and paragraphs.hasMoreElements():
                run = paragraphs.nextElement().createEnumeration().nextElement()
                look = [run.CharHeight, run.CharWeight > 100, run.CharPosture.value == "ITALIC"]
                found.append([number + 1, shape.Name, index, *look])
                index += 1
    return found


def answer(desktop: Any, request: dict[str, Any]) -> Any:
    """Do one request."""
    import uno

    url = uno.systemPathToFileUrl(os.path.abspath(request["path"]))
    only_read = request["do"] != "edit"
    document = desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True, ReadOnly=only_read))
    if document is None:
        raise ValueError(f"LibreOffice cannot read {request['path']}")
    try:
        if request["do"] == "measure":
            return measure(document)
        if request["do"] == "looks":
            return looks(document)
        target = uno.systemPathToFileUrl(os.path.abspath(request["to"]))
        if request["do"] == "edit":
            from libreoffice_edits import edit  # type: ignore[import-not-found]  # it lies beside this file

            edit(document, request["edit"])
            document.storeToURL(target, properties(FilterName="Impress MS PowerPoint 2007 XML"))
            return request["to"]
        pdf = uno.Any("[]com.sun.star.beans.PropertyValue", properties(ExportHiddenSlides=True))
        document.storeToURL(target, properties(FilterName="impress_pdf_Export", FilterData=pdf))
        return request["to"]
    finally:
        document.close(True)


def serve() -> None:
    """Answer requests until stdin ends."""
    with tempfile.TemporaryDirectory(prefix="libreoffice-") as profile:
        office, desktop = start(profile)
        try:
            for line in sys.stdin:
                try:
                    reply: dict[str, Any] = {"ok": answer(desktop, json.loads(line))}
                except Exception as problem:
                    reply = {"error": f"{type(problem).__name__}: {problem}"}
                print(json.dumps(reply), flush=True)
        finally:
            try:
                desktop.terminate()
                office.wait(10)
            except Exception:  # it answers by closing the bridge, or not at all
                office.kill()
                office.wait()


if __name__ == "__main__":
    sys.path.append(DIST_PACKAGES)
    serve()
