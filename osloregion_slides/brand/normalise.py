"""Normalise a foreign template for the deck's writer: a plain presentation without slides.

Removed: sample slides with all parts that only they use, sections, custom shows, macros, comments, the
thumbnail, signatures, a write password, the lists of the old slides in the properties. Added where missing: a
notes master, view properties, presentation properties, table styles. Layouts get a text in their footer and
their master's colour map. All other parts are copied unchanged.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.brand.master import notes_master
from osloregion_slides.brand.opc import Package, Part, parse, reachable, serialise, target
from osloregion_slides.brand.read import checked_size, main_part
from osloregion_slides.brand.template import (
    EXTENDED_PROPERTIES,
    PRESENTATION,
    PRESENTATION_PROPERTIES,
    TYPE_LAYOUT,
    TYPE_MASTER,
    TYPE_PROPERTIES,
    TYPE_TABLES,
    TYPE_VIEW,
    VIEW_PROPERTIES,
)
from osloregion_slides.brand.values import TITLES
from osloregion_slides.ooxml.colour import fill_of, master_map, override, read_map
from osloregion_slides.ooxml.inheritance import LEVELS, LIST_STYLE, kind, of_master, placeholders, text_style
from osloregion_slides.ooxml.names import (
    REL_APP,
    REL_LAYOUT,
    REL_MASTER,
    REL_NOTES_MASTER,
    REL_PROPERTIES,
    REL_SLIDE,
    REL_TABLE_STYLES,
    REL_THEME,
    REL_VIEW,
    SINGLE,
    TYPE_APP,
    TYPE_NOTES_MASTER,
    TYPE_PRESENTATION,
    TYPE_SLIDE,
    TYPE_THEME,
    A,
    P,
    R,
    local,
)
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import Relation
from osloregion_slides.ooxml.repair import repair
from osloregion_slides.pptx.xml import DECLARATION

if TYPE_CHECKING:
    from typing import Any as Element

    Words = dict[str, str]


# Layouts with a colour map of their own, rewritten to the same colours under the master's map.
#
# Programs disagree on the map that applies to a slide on such a layout, and a deck has one palette. So the
# layout's colour names are translated, and fills that its placeholders and its background inherit from the
# master are copied into the layout where the names would mean other colours.


def normalise_colour_map(layout: Element, master: Element) -> bool:
    """Rewrite a layout in place to use its master's colour map; False where it already uses it."""
    own = override(layout)
    if own is None:
        return False
    usual = read_map(master_map(master))
    back = {theme_slot: word for word, theme_slot in reversed(usual)}
    words = {word: back.get(theme_slot, word) for word, theme_slot in read_map(own, usual)}
    _translate(layout, words)
    _copy_background(layout, master, words)
    for shape in placeholders(layout):
        _copy_fills(shape, master, words)
    own.getparent().replace(own, etree.Element(f"{{{A}}}masterClrMapping"))
    return True


def _translate(element: Element, words: Words) -> bool:
    """Replace each colour name of the layout by the master's; return whether one changed."""
    changed = False
    for colour in element.iter(f"{{{A}}}schemeClr"):
        word = colour.get("val", "")
        changed = changed or words.get(word, word) != word
        colour.set("val", words.get(word, word))
    return changed


def _copy_background(layout: Element, master: Element, words: Words) -> None:
    common = layout.find(f"{{{P}}}cSld")
    below = master.find(f"{{{P}}}cSld/{{{P}}}bg")
    if common is None or below is None or common.find(f"{{{P}}}bg") is not None:
        return
    copied = deepcopy(below)
    if copied.find(f".//{{{A}}}blip") is None:  # a picture needs the master's relations, and has no colour names
        _translate(copied, words)
        put(common, copied)


def _copy_fills(shape: Element, master: Element, words: Words) -> None:
    """Copy the inherited fills of a placeholder's levels into its own list style where their colour names change."""
    styles = shape.find(LIST_STYLE)
    if styles is None:
        return
    parent = of_master(kind(shape), placeholders(master))
    above = [parent.find(LIST_STYLE)] if parent is not None else []
    above.append(master.find(f"{{{P}}}txStyles/{{{P}}}{text_style(kind(shape))}"))
    for level in range(1, LEVELS + 1):
        run = f"{{{A}}}lvl{level}pPr/{{{A}}}defRPr"
        fills = [fill_of(style.find(run)) for style in above if style is not None]
        found = next((fill for fill in fills if fill is not None), None)
        if found is not None and fill_of(styles.find(run)) is None:
            copied = deepcopy(found)
            if _translate(copied, words):
                put(_child(_child(styles, f"lvl{level}pPr"), "defRPr"), copied)


def _child(holder: Element, name: str) -> Element:
    """Return a DrawingML child of an element, created where it is absent."""
    found = holder.find(f"{{{A}}}{name}")
    if found is None:
        found = etree.Element(f"{{{A}}}{name}")
        put(holder, found)
    return found


# Repairs to a foreign layout, so that all programs draw its slides alike.


def _repair_layout(part: Part, parts: dict[str, Part], file: str) -> Part:
    """Return a layout with its master's colour map, a text in its footer and no placeholder of size 0.

    LibreOffice draws a slide's footer in another font and place where the layout's footer is empty; an invisible
    no-break space prevents that. Some programs write an extent of 0 into a moved placeholder that should inherit it;
    it gets the master's.
    """
    root = parse(part, file)
    master = parts.get(target(part.relations, REL_MASTER))
    above = parse(master, file) if master else root
    changed = repair(root) | normalise_colour_map(root, above) | _renumber(root)
    for shape in placeholders(root):
        changed = _extend(shape, of_master(kind(shape), placeholders(above))) or changed
        if kind(shape) == "ftr" and not "".join(shape.itertext()).strip(" \t\r\n"):
            changed = _fill_footer(shape) or changed
    return part.replace(data=serialise(root)) if changed else part


def _renumber(root: Element) -> bool:
    """Give shapes with a duplicate or missing id a free one; return whether one changed.

    An mc:Fallback keeps the id of its mc:Choice, as in files from PowerPoint.
    """
    for holder in root.iter(*[f"{{{P}}}nv{name}Pr" for name in ("Sp", "GrpSp", "Pic", "CxnSp", "GraphicFrame")]):
        if holder.find(f"{{{P}}}cNvPr") is None:
            holder.insert(0, etree.Element(f"{{{P}}}cNvPr", name=""))
    shapes = [
        one for one in root.iter(f"{{{P}}}cNvPr") if not any(local(up) == "Fallback" for up in one.iterancestors())
    ]
    taken = {one.get("id", "") for one in shapes}
    free = (str(number) for number in count(2) if str(number) not in taken)
    seen: set[str] = set()
    changed = False
    for shape in shapes:
        if shape.get("id") in seen or shape.get("id") is None:
            shape.set("id", next(free))
            changed = True
        seen.add(shape.get("id"))
    return changed


def _state_styles(master: Element) -> bool:
    """Give a master without text styles, as from LibreOffice, the sizes of its sample texts and the theme's typefaces;
    return whether it changed.

    LibreOffice draws slides in these sizes, PowerPoint in 18 pt; without a typeface LibreOffice draws its default font.
    """
    if local(master) != "sldMaster" or master.find(f"{{{P}}}txStyles") is not None:
        return False
    changed = False
    for shape in placeholders(master):
        body = shape.find(f"{{{P}}}txBody")
        if body is None or len(body.findall(f"{{{A}}}lstStyle/*")):
            continue
        styles = body.find(f"{{{A}}}lstStyle")
        if styles is None:
            styles = etree.Element(f"{{{A}}}lstStyle")
            body.insert(1, styles)
        face = "+mj-lt" if kind(shape) in TITLES else "+mn-lt"
        samples = body.findall(f"{{{A}}}p")[:LEVELS] if kind(shape) in ("title", "body") else ()
        for level in range(1, LEVELS + 1):
            texts = [one for paragraph in samples[level - 1 : level] for one in paragraph.iter(*_SAMPLES)]
            size = next((one.get("sz") for one in texts if one.get("sz")), "")
            run = etree.SubElement(etree.SubElement(styles, f"{{{A}}}lvl{level}pPr"), f"{{{A}}}defRPr")
            run.attrib.update({"sz": size} if size.isdecimal() else {})
            etree.SubElement(run, f"{{{A}}}latin", typeface=face)
            changed = True
    return changed


_SAMPLES = f"{{{A}}}rPr", f"{{{A}}}endParaRPr"


def _extend(shape: Element, parent: Element | None) -> bool:
    """Give a placeholder the master's width or height where its own is 0; return whether one was."""
    extent, other = (s.find(f"{{{P}}}spPr/{{{A}}}xfrm/{{{A}}}ext") if s is not None else None for s in (shape, parent))
    if extent is None or other is None:
        return False
    empty = [side for side in ("cx", "cy") if extent.get(side) == "0"]
    for side in empty:
        extent.set(side, other.get(side, "0"))
    return bool(empty)


def _fill_footer(footer: Element) -> bool:
    """Insert a no-break space into a footer; False where it has no paragraph."""
    paragraph = footer.find(f"{{{P}}}txBody/{{{A}}}p")
    if paragraph is None:
        return False
    end = paragraph.find(f"{{{A}}}endParaRPr")
    run = etree.Element(f"{{{A}}}r")
    etree.SubElement(run, f"{{{A}}}rPr").set("lang", end.get("lang", "nb-NO") if end is not None else "nb-NO")
    etree.SubElement(run, f"{{{A}}}t").text = "\u00a0"
    paragraph.insert(1 if paragraph.find(f"{{{A}}}pPr") is not None else 0, run)
    return True


# The small parts beside the masters of a presentation, and their references to the removed slides.

_OF_SLIDES = ("htmlPubPr", "webPr", "sldLst", "sldRg", "custShow")
_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"  # PowerPoint's "Medium Style 2 - Accent 1"
_NO_TABLE_STYLES = f'{DECLARATION}<a:tblStyleLst xmlns:a="{A}" def="{_STYLE}"/>'.encode()


def _with_notes_master(
    relations: tuple[Relation, ...], parts: dict[str, Part], size: tuple[int, int], language: str
) -> tuple[Relation, ...]:
    """Return the presentation's relations with a notes master, added to the parts where missing.

    Its theme is a copy of the first slide master's. ``size`` is the slide's, EMU.
    """
    if target(relations, REL_NOTES_MASTER):
        return relations
    master = parts.get(target(relations, REL_MASTER))
    theme = target(master.relations, REL_THEME) if master else ""
    if not theme:
        return relations
    copy, name = _free_name("ppt/theme/theme", parts), _free_name("ppt/notesMasters/notesMaster", parts)
    parts[copy] = parts[theme].replace(name=copy, content_type=TYPE_THEME)
    to_theme = (Relation("rId1", REL_THEME, copy),)
    parts[name] = Part(name, TYPE_NOTES_MASTER, notes_master(language, size), to_theme)
    return (*relations, Relation(_free_id(relations), REL_NOTES_MASTER, name))


def _complete(parts: dict[str, Part], file: str) -> None:
    """Add the missing small parts of a presentation, and remove references to slides from those it has."""
    main = parts[PRESENTATION]
    companions = (
        (REL_PROPERTIES, "ppt/presProps", TYPE_PROPERTIES, PRESENTATION_PROPERTIES),
        (REL_VIEW, "ppt/viewProps", TYPE_VIEW, VIEW_PROPERTIES),
        (REL_TABLE_STYLES, "ppt/tableStyles", TYPE_TABLES, _NO_TABLE_STYLES),
    )
    for relation, stem, content_type, data in companions:
        found = target(main.relations, relation)
        if found:
            parts[found] = _without_lists(parts[found], file)
            continue
        name = f"{stem}.xml" if f"{stem}.xml" not in parts else _free_name(stem, parts)
        parts[name] = Part(name, content_type, data)
        main = main.replace(relations=(*main.relations, Relation(_free_id(main.relations), relation, name)))
    parts[PRESENTATION] = main


def _without_lists(part: Part, file: str) -> Part:
    """Return presentation or view properties without references to slides: shows of a range, outlines."""
    root = parse(part, file)
    named = [element for element in root.iter() if local(element) in _OF_SLIDES]
    if not named:
        return part
    for element in named:
        if local(element) in ("sldRg", "custShow"):
            element.getparent().replace(element, etree.Element(f"{{{P}}}sldAll"))
        else:
            element.getparent().remove(element)
    return part.replace(data=serialise(root))


def _fresh_properties(roots: tuple[Relation, ...], parts: dict[str, Part]) -> tuple[Relation, ...]:
    """Return the package's relations with new extended properties: the old ones list the old slides."""
    kept = tuple(relation for relation in roots if relation.type != REL_APP)
    name = "docProps/app.xml"
    parts[name] = Part(name, TYPE_APP, EXTENDED_PROPERTIES)
    return (*kept, Relation(_free_id(kept), REL_APP, name))


def _free_name(stem: str, parts: dict[str, Part]) -> str:
    """Return the first unused numbered part name."""
    return next(name for number in count(1) if (name := f"{stem}{number}.xml") not in parts)


def _free_id(relations: tuple[Relation, ...]) -> str:
    """Return the first unused relation id."""
    taken = {relation.id for relation in relations}
    return next(name for number in count(1) if (name := f"rId{number}") not in taken)


_DROPPED = (
    "/slide",
    "/notesSlide",
    "/comments",
    "/commentAuthors",
    "/authors",
    "/vbaProject",
    "/revisionInfo",
    "/changesInfo",
    "/printerSettings",
    "/extensibility",
    "/thumbnail",
    "/digital-signature/origin",
)
"""Suffixes of the types of relations that are removed from a template."""

_OLD = ("sldIdLst", "custShowLst", "modifyVerifier", "custDataLst")
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"


def normalise(package: Package, file: str) -> Package:
    """Return the package without slides and with all parts that a deck needs; ``file`` is named in findings.

    The presentation becomes ppt/presentation.xml with an empty ``<p:sldIdLst/>`` and the prefixes a, p
    and r; the other parts keep their names. InvalidInput where it is damaged or not a presentation.
    """
    main = main_part(package, file)
    package = _without_slides(_most_used_first(package, main, file))
    parts = {part.name: _kept(part, main) for part in package.parts if part.name != main}
    parts[PRESENTATION] = _kept(package.part(main), main).replace(name=PRESENTATION, content_type=TYPE_PRESENTATION)
    roots = tuple(_renamed(relation, main) for relation in _single(package.relations) if _stays(relation))
    dropped = {part.name: {r.id for r in part.relations if not _stays(r)} for part in package.parts}
    parts = {part.name: _without_links(part, dropped.get(part.name, set()), file) for part in _reachable(roots, parts)}
    parts[PRESENTATION] = _presentation(parts[PRESENTATION], parts, file)
    for name, part in list(parts.items()):
        if part.content_type == TYPE_LAYOUT:
            parts[name] = _repair_layout(part, parts, file)
        elif part.content_type in (TYPE_MASTER, TYPE_NOTES_MASTER):
            root = parse(part, file)
            if repair(root) | _renumber(root) | _state_styles(root):
                parts[name] = part.replace(data=serialise(root))
    _complete(parts, file)
    roots = _fresh_properties(roots, parts)
    return Package(roots, _reachable(roots, parts))


def _most_used_first(package: Package, main: str, file: str) -> Package:
    """Return the package with its most used master first: the original first one may serve only the cover.

    Masters with a layout that has a title are preferred. Readers of a template take colours, fonts and layouts from
    its first master.
    """
    holder = package.part(main)
    root = parse(holder, file)
    listed = {
        entry.get(f"{{{R}}}id", ""): entry for entry in root.iterfind(f"{{{P}}}sldMasterIdLst/{{{P}}}sldMasterId")
    }
    masters = [r for r in holder.relations if r.type == REL_MASTER and r.id in listed]
    parts = {part.name: part for part in package.parts}
    if len(masters) < 2 or not all(r.target in parts for r in masters):
        return package
    shown = [parts[r.target] for r in holder.relations if r.type == REL_SLIDE and r.target in parts]
    used = [target(slide.relations, REL_LAYOUT) for slide in shown]
    usable = [one for one in masters if _has_title(parts[one.target], parts, file)]
    order = [*listed]

    def rank(one: Relation) -> tuple[int, int]:
        own = {r.target for r in parts[one.target].relations if r.type == REL_LAYOUT}
        return len([layout for layout in used if layout in own]), -order.index(one.id)

    first = max(usable or masters, key=rank)
    entry = listed[first.id]
    entry.getparent().insert(0, entry)
    theme = target(parts[first.target].relations, REL_THEME)
    others = tuple([r.replace(target=theme or r.target) if r.type == REL_THEME else r for r in holder.relations])
    changed = holder.replace(data=serialise(root), relations=(first, *[r for r in others if r.id != first.id]))
    return Package(package.relations, tuple([changed if part is holder else part for part in package.parts]))


def _has_title(master: Part, parts: dict[str, Part], file: str) -> bool:
    """Return whether a layout of a master has a title placeholder."""
    own = [parts[r.target] for r in master.relations if r.type == REL_LAYOUT and r.target in parts]
    return any(kind(shape) in TITLES for part in own for shape in placeholders(parse(part, file)))


def _without_slides(package: Package) -> Package:
    """Return the package without its slides; relations to slides get the type that is removed later."""
    slides = {part.name for part in package.parts if part.content_type == TYPE_SLIDE}
    slides |= {part.name for part in package.parts if part.name.startswith("ppt/slides/")}

    def retyped(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
        return tuple([r.replace(type=REL_SLIDE) if r.target in slides and not r.external else r for r in relations])

    kept = [part.replace(relations=retyped(part.relations)) for part in package.parts if part.name not in slides]
    return Package(retyped(package.relations), tuple(kept))


def _single(relations: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Return the relations without duplicates of types that a part may have only once; the first is kept."""
    seen: set[str] = set()
    kept = []
    for relation in relations:
        if relation.type not in SINGLE or relation.type not in seen:
            kept.append(relation)
        seen.add(relation.type)
    return tuple(kept)


def _stays(relation: Relation) -> bool:
    return not relation.type.endswith(_DROPPED)


def _kept(part: Part, main: str) -> Part:
    """Return a part with its remaining relations; only a slide master has several layouts."""
    relations = part.relations if part.content_type == TYPE_MASTER else _single(part.relations)
    return part.replace(relations=tuple(_renamed(relation, main) for relation in relations if _stays(relation)))


def _renamed(relation: Relation, main: str) -> Relation:
    return relation.replace(target=PRESENTATION) if relation.target == main and not relation.external else relation


def _without_links(part: Part, gone: set[str], file: str) -> Part:
    """Return a part without the elements that use removed relations, such as links to a sample slide."""
    if not gone or part.name == PRESENTATION:
        return part
    root = parse(part, file)
    for element in list(root.iter(etree.Element)):
        if any(name.startswith(f"{{{R}}}") and value in gone for name, value in element.attrib.items()):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    return part.replace(data=serialise(root))


def _presentation(part: Part, parts: dict[str, Part], file: str) -> Part:
    """Return the presentation part without elements about its slides, and with a notes master."""
    root = _with_prefixes(parse(part, file))
    repair(root)
    for element in [child for child in root if child.tag in [f"{{{P}}}{name}" for name in _OLD]]:
        root.remove(element)
    for extensions in root.findall(f"{{{P}}}extLst"):
        for extension in extensions.findall(f"{{{P}}}ext"):
            if extension.get("uri", "").upper() == _SECTIONS:
                extensions.remove(extension)
        if not len(extensions):
            root.remove(extensions)
    put(root, etree.Element(f"{{{P}}}sldIdLst"))
    _plain_defaults(root)
    width, height = checked_size(root, file)
    if width * 3 != height * 4:
        root.find(f"{{{P}}}sldSz").attrib.pop("type", None)
    relations = _with_notes_master(part.relations, parts, (width, height), _language(root))
    _list_notes_master(root, relations)
    return part.replace(data=serialise(root), relations=relations)


_PLAIN = f"{{{A}}}latin", f"{{{A}}}ea", f"{{{A}}}cs", f"{{{A}}}sym"
_SHAPED = ("b", "i", "u", "strike", "cap", "spc", "baseline")


def _plain_defaults(root: Element, face: str = "+mn-lt") -> None:
    """Make text boxes look as they are measured: in this typeface, upright, without caps, bullets or spacing.

    They inherit from ``p:defaultTextStyle``, whose formatting no layout shows.
    """
    styles = root.find(f"{{{P}}}defaultTextStyle")
    if styles is None:
        styles = etree.Element(f"{{{P}}}defaultTextStyle")
        put(root, styles)
    for name in [f"{{{A}}}lvl{number}pPr" for number in range(1, LEVELS + 1)]:
        if styles.find(name) is None:
            put(styles, etree.Element(name))
    for level in [one for one in styles if local(one) != "extLst"]:
        if level.find(f"{{{A}}}defRPr") is None and local(level) != "defPPr":
            put(level, etree.Element(f"{{{A}}}defRPr", sz="1800"))
        for child in [one for one in level if local(one) != "defRPr"]:
            level.remove(child)  # spacing, bullets, tab stops
        if local(level) != "defPPr":
            level.attrib.update({"marL": "0", "indent": "0", "algn": "l"})
        for run in level.iterfind(f"{{{A}}}defRPr"):
            for name in _SHAPED:
                run.attrib.pop(name, None)
            for font in [one for one in run if one.tag in _PLAIN]:
                run.remove(font)
            if local(level) != "defPPr":
                put(run, etree.Element(f"{{{A}}}latin", typeface=face))


def with_text_font(package: Package, face: str, file: str) -> Package:
    """Return a normalised package whose text boxes have the typeface of body placeholders instead of the theme's."""
    part = package.part(PRESENTATION)
    root = parse(part, file)
    _plain_defaults(root, face)
    changed = part.replace(data=serialise(root))
    return Package(package.relations, tuple([changed if one is part else one for one in package.parts]))


def _list_notes_master(root: Element, relations: tuple[Relation, ...]) -> None:
    """Write p:notesMasterIdLst for the notes master among the relations."""
    for old in root.findall(f"{{{P}}}notesMasterIdLst"):
        root.remove(old)
    found = next((relation.id for relation in relations if relation.type == REL_NOTES_MASTER), "")
    if found:
        listed = etree.Element(f"{{{P}}}notesMasterIdLst")
        etree.SubElement(listed, f"{{{P}}}notesMasterId").set(f"{{{R}}}id", found)
        put(root, listed)


def _reachable(roots: tuple[Relation, ...], parts: dict[str, Part]) -> tuple[Part, ...]:
    """Return the parts reachable by relations, in the order of discovery."""
    names = reachable(roots, lambda name: parts[name].relations if name in parts else None)
    return tuple([parts[name] for name in names])


def _with_prefixes(root: Element) -> Element:
    """Return the presentation's root with the namespace prefixes a, p and r."""
    if root.nsmap.get("p") == P and root.nsmap.get("a") == A and root.nsmap.get("r") == R:
        return root
    others = {prefix: uri for prefix, uri in root.nsmap.items() if prefix not in (None, "a", "p", "r")}
    fresh = etree.Element(root.tag, root.attrib, nsmap={**others, "a": A, "p": P, "r": R})
    fresh.extend(list(root))
    return fresh


def _language(root: Element) -> str:
    found = root.find(f"{{{P}}}defaultTextStyle//{{{A}}}defRPr[@lang]")
    return str(found.get("lang")) if found is not None else "nb-NO"
