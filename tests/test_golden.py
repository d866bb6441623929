"""The flagship deck as a page of text: the position of each object. A change is reviewed in the diff, then accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.judges.read import A, Item, P, Page, pages

EMU_PER_MM = 36_000


def lines(page: Page) -> Iterator[str]:
    """Yield a slide's shapes in z-order: kind, place in millimetres, name, text or alt text."""
    yield f"slide {page.number} on {page.slide.slide_layout.name}"
    for item in page.items:
        place = " ".join(str(round(edge / EMU_PER_MM)) for edge in item.box) if item.box else "-"
        said = item.text.replace("\n", " | ") or item.properties.get("descr", "")
        yield f"{'  ' * (len(item.groups) + 1)}{kind(item)} [{place}] {item.name}: {said}".rstrip(": ")


def kind(item: Item) -> str:
    """Return the placeholder's type, the preset, or the element."""
    if item.placeholder is not None:
        return f"placeholder {item.placeholder.get('type', 'obj')}"
    preset = item.element.find(f"{P}spPr/{A}prstGeom")
    if item.element.find(f"{P}spPr/{A}custGeom") is not None:
        return "freeform"
    return str(preset.get("prst")) if preset is not None else item.kind


def test_the_flagship_equals_the_accepted_reference(flagship_path: str, golden: Callable[[str, str], None]) -> None:
    golden("flagship.txt", "\n".join(line for page in pages(flagship_path) for line in lines(page)) + "\n")
