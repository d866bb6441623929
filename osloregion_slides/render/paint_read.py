"""Fills and lines of a template's shapes, read from DrawingML: theme colours, own colours, gradients, pictures."""

from __future__ import annotations

from osloregion_slides.base.units import EMU_PER_PT, Pt
from osloregion_slides.ooxml.colour import fill_of, resolve
from osloregion_slides.ooxml.names import REL_IMAGE, A, P, R, local
from osloregion_slides.ooxml.transforms import to_hex
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.render.canvas import number
from osloregion_slides.render.picture import encoded
from osloregion_slides.scene import Colour, Stroke

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.opc import Package
    from osloregion_slides.ooxml.colour import Scheme
    from osloregion_slides.render.canvas import Ink

_DRAWABLE = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
_SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_ANGLE = 60_000


class Painter:
    """Reads the paint of one part (a layout or a master); gradients are kept in ``definitions``."""

    def __init__(self, package: Package, part: str, scheme: Scheme, ink: Ink, prefix: Xml) -> None:
        self.package, self.scheme, self.ink, self.prefix = package, scheme, ink, prefix
        self.part = part
        self._known = scheme.known
        self.definitions: list[Xml] = []
        relations = package.part(part).relations
        self.images = {relation.id: relation.target for relation in relations if relation.type == REL_IMAGE}

    def fill(self, properties: Element | None, style: Element | None = None) -> Xml | None:
        """Return the attributes of a shape's fill, None where it has none or one whose colour is not read.

        Pictures are ``picture``'s.
        """
        found = fill_of(properties)
        if found is None:
            reference = style.find(f"{{{A}}}fillRef") if style is not None else None
            colour = self.reference(reference)
            return self.ink.fill(colour) if colour else None
        name = local(found)
        if name == "solidFill":
            colour = self.colour(found)
            return self.ink.fill(colour) if colour else None
        if name == "gradFill":
            return self.gradient(found)
        if name == "pattFill":
            colour = self.colour(found.find(f"{{{A}}}fgClr"))
            return self.ink.fill(colour) if colour else None
        return None

    def colour(self, holder: Element | None) -> Colour | None:
        """Return the colour in an element as it is shown, as the slot ``#RRGGBB`` with its opacity."""
        shown = resolve(holder, self._known)
        if shown is None:
            return None
        slot = f"#{to_hex(shown.rgb)}"
        return Colour(slot, alpha=round(100 * shown.alpha))  # type: ignore[arg-type]  # Ink knows such slots

    def reference(self, reference: Element | None) -> Colour | None:
        """Return the colour of a fillRef or lnRef (ECMA-376 Part 1, 20.1.4.2.10); index 0 is none."""
        if reference is None or reference.get("idx", "0") in ("0", "1000"):
            return None
        return self.colour(reference)

    def gradient(self, fill: Element) -> Xml:
        """Return the attribute of a gradient, its definition kept; a round one runs from the middle."""
        stops: list[Xml] = []
        for stop in fill.iterfind(f"{{{A}}}gsLst/{{{A}}}gs"):
            shown, opacity = self.ink.colour(self.colour(stop) or Colour("bg1"))
            faint = f' stop-opacity="{opacity}"' if opacity else ""
            stops.append(f'<stop offset="{number(_whole(stop.get("pos")) / 100_000)}" stop-color="{shown}"{faint}/>')
        name = f"{self.prefix}{len(self.definitions) + 1}"
        line = fill.find(f"{{{A}}}lin")
        if line is None and fill.find(f"{{{A}}}path") is not None:
            self.definitions.append(f'<radialGradient id="{name}" r="0.71">{"".join(stops)}</radialGradient>')
        else:
            turn = _whole(line.get("ang")) / _ANGLE if line is not None else 0
            turned = f' gradientTransform="rotate({number(turn)} 0.5 0.5)"' if turn else ""
            self.definitions.append(f'<linearGradient id="{name}"{turned}>{"".join(stops)}</linearGradient>')
        return f' fill="url(#{name})"'

    def stroke(self, properties: Element | None, style: Element | None = None) -> Stroke | None:
        """Return a shape's line; one without a width is 0.75 pt (20.1.2.2.24: the default is 9525 EMU)."""
        line = properties.find(f"{{{A}}}ln") if properties is not None else None
        found = fill_of(line)
        if found is not None and local(found) == "noFill":
            return None
        reference = self.reference(style.find(f"{{{A}}}lnRef") if style is not None else None)
        colour = self.colour(found) or reference
        if colour is None:
            return None
        width = _whole(line.get("w", "9525")) if line is not None else 9525
        dash = line.find(f"{{{A}}}prstDash") if line is not None else None
        kind = dash.get("val", "solid") if dash is not None else "solid"
        known = "solid" if kind == "solid" else "sysDot" if "ot" in kind else "dash"
        return Stroke(colour, Pt(width / EMU_PER_PT), known)  # type: ignore[arg-type]  # one of three words

    def picture(self, blip: Element | None) -> Xml:
        """Return the data: address of an a:blip, its vector original first; "" for what no browser draws."""
        if blip is None:
            return ""
        vector = next(blip.iter(_SVG_BLIP), None)
        for holder in (vector, blip):
            target = self.images.get(holder.get(f"{{{R}}}embed", ""), "") if holder is not None else ""
            kind = _DRAWABLE.get(target.rpartition(".")[2].lower())
            if kind:
                return encoded(self.package.part(target).data, kind)
        return ""


def own_style(shape: Element) -> Element | None:
    """Return the p:style of a shape."""
    return shape.find(f"{{{P}}}style")


def _whole(value: str | None, usual: int = 0) -> int:
    try:
        return int(value or usual)
    except ValueError:
        return usual
