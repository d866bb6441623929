"""Colour elements for tests, and every name of the standard's lists."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from lxml import etree

from osloregion_slides.ooxml.names import A


def filled(colour: str) -> Any:
    """Return an ``a:solidFill`` around the XML of a colour."""
    return etree.fromstring(f'<a:solidFill xmlns:a="{A}">{colour}</a:solidFill>')


def listed(name: str) -> list[str]:
    """Return the values of an enumeration of DrawingML, out of the schema that the package validator carries."""
    schemas = resources.files("openxml_audit") / "data" / "openxml" / "schemas"
    found = json.loads((schemas / "schemas_openxmlformats_org_drawingml_2006_main.json").read_text("utf-8"))
    return [facet["Value"] for one in found["Enums"] if one["Type"] == f"a:{name}" for facet in one["Facets"]]


def transform(name: str, amount: int | None) -> str:
    """Return the XML of a transform; the amount is in percent, for ``hue`` and ``hueOff`` in degrees."""
    if amount is None:
        return f"<a:{name}/>"
    return f'<a:{name} val="{amount * (60_000 if name in ("hue", "hueOff") else 1_000)}"/>'
