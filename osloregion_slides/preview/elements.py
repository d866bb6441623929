"""The part of ``lxml.etree`` that this package uses, in Python on expat, for browsers without lxml's C library.

Trees are serialised as by lxml, including prefixes and positions of namespace declarations, so that the formatting and
digests that an update compares are the same (tests/preview/test_elements.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree import ElementPath
from xml.parsers import expat

_Names = dict[str | None, str]
"""Namespaces by prefix; None is the default one's."""
LXML_VERSION = (0,)  # openpyxl reads it, and then uses the standard library's parser
_PATHS: Any = ElementPath
_XML = "http://www.w3.org/XML/1998/namespace"
_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_VALUE = {**_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_CANONICAL = {**{key: text for key, text in _TEXT.items() if key != ord("\r")}, ord("\r"): "&#xD;"}
_CANONICAL_VALUE = {ord("&"): "&amp;", ord("<"): "&lt;", ord('"'): "&quot;"} | {
    ord(sign): f"&#x{ord(sign):X};" for sign in "\t\n\r"
}


class XMLSyntaxError(SyntaxError):
    """The text is not well-formed."""


class XMLParser:
    """Parser settings: those of lxml's that omit nodes."""

    def __init__(self, remove_comments: bool = False, remove_pis: bool = False, **_: object) -> None:
        self.remove_comments, self.remove_pis = remove_comments, remove_pis


class _Document:
    """The nodes before and after a root."""

    def __init__(self, doctype: str = "") -> None:
        self.docinfo, self.doctype = self, doctype
        self.before: list[_Element] = []
        self.after: list[_Element] = []


class _Element:
    """An element, or with a function as its tag a comment or processing instruction."""

    __slots__ = ("attrib", "children", "declared", "document", "hint", "parent", "tag", "tail", "text")

    def __init__(self, tag: Any, attrib: dict[str, str], declared: _Names) -> None:
        self.tag, self.attrib, self.declared = tag, attrib, declared
        self.children: list[_Element] = []
        self.parent: _Element | None = None
        self.text: str | None = None
        self.tail: str | None = None
        self.hint: str | None = None
        self.document: _Document | None = None

    def __getattr__(self, name: str) -> Any:
        return _unknown(name)

    def __len__(self) -> int:
        return len(self.children)

    def __bool__(self) -> bool:
        return bool(self.children)

    def __iter__(self) -> Iterator[_Element]:
        return iter(self.children)

    def __contains__(self, one: object) -> bool:
        return any(one is child for child in self.children)

    def __getitem__(self, place: Any) -> Any:
        return self.children[place]

    def __setitem__(self, place: Any, value: Any) -> None:
        old = self.children[place] if isinstance(place, slice) else [self.children[place]]
        fresh = list(value) if isinstance(place, slice) else [value]
        at = self.children.index(old[0]) if old else place.start or 0
        for one in old:
            self.remove(one)
        for number, one in enumerate(fresh):
            self.insert(at + number, one)

    def __delitem__(self, place: Any) -> None:
        for one in self.children[place] if isinstance(place, slice) else [self.children[place]]:
            self.remove(one)

    def __copy__(self) -> _Element:
        return self.__deepcopy__({})

    def __deepcopy__(self, memo: object) -> _Element:
        made = self._copied()
        made.tail = self.tail
        _declare(made, _scope(self))
        return made

    def _copied(self) -> _Element:
        made = _Element(self.tag, dict(self.attrib), dict(self.declared))
        made.text, made.tail, made.hint = self.text, self.tail, self.hint
        made.children = [one._copied() for one in self.children]
        for one in made.children:
            one.parent = made
        return made

    @property
    def nsmap(self) -> _Names:
        """The namespaces in force, by prefix."""
        return _scope(self)

    @property
    def prefix(self) -> str | None:
        """The prefix under which the element was written."""
        return self.hint

    def get(self, name: str, otherwise: Any = None) -> Any:
        """Return an attribute."""
        return self.attrib.get(name, otherwise)

    def set(self, name: str, value: str) -> None:
        """Give an attribute a value."""
        self.attrib[name] = value

    def keys(self) -> list[str]:
        """Return the names of the attributes."""
        return list(self.attrib)

    def items(self) -> list[tuple[str, str]]:
        """Return the attributes."""
        return list(self.attrib.items())

    def values(self) -> list[str]:
        """Return the values of the attributes."""
        return list(self.attrib.values())

    def getparent(self) -> _Element | None:
        """Return the parent element."""
        return self.parent

    def getroottree(self) -> _Document:
        """Return the document of the tree."""
        root = [self, *self.iterancestors()][-1]
        return root.document or _Document()

    def iterancestors(self, *tags: Any) -> Iterator[_Element]:
        """Yield the ancestors, the nearest first."""
        above = self.parent
        while above is not None:
            if _is(above, tags):
                yield above
            above = above.parent

    def itersiblings(self, *tags: Any, preceding: bool = False) -> Iterator[_Element]:
        """Yield the following siblings, or with ``preceding`` the preceding ones, the nearest first."""
        if self.parent is None:
            around = self.document or _Document()
            found = around.before[::-1] if preceding else around.after
        else:
            place = self.parent.index(self)
            found = self.parent.children[:place][::-1] if preceding else self.parent.children[place + 1 :]
        return iter([one for one in found if _is(one, tags)])

    def iterchildren(self, *tags: Any) -> Iterator[_Element]:
        """Yield the children."""
        return iter([one for one in self.children if _is(one, tags)])

    def iter(self, *tags: Any) -> Iterator[_Element]:
        """Yield the element and its descendants that have one of the tags."""
        tags = () if tags in ((None,), ("*",)) else tags
        waiting = [self]
        while waiting:
            one = waiting.pop()
            waiting += one.children[::-1]
            if _is(one, tags):
                yield one

    def itertext(self) -> Iterator[str]:
        """Yield the texts of the element and its descendants."""
        if isinstance(self.tag, str):
            yield self.text or ""
            for one in self.children:
                yield from one.itertext()
                yield one.tail or ""

    def find(self, path: str, namespaces: Any = None) -> Any:
        """Return the first element at a path."""
        return _PATHS.find(self, path, namespaces)

    def findall(self, path: str, namespaces: Any = None) -> Any:
        """Return all elements at a path."""
        return _PATHS.findall(self, path, namespaces)

    def iterfind(self, path: str, namespaces: Any = None) -> Any:
        """Yield the elements at a path."""
        return _PATHS.iterfind(self, path, namespaces)

    def findtext(self, path: str, default: Any = None, namespaces: Any = None) -> Any:
        """Return the text of the first element at a path."""
        return _PATHS.findtext(self, path, default, namespaces)

    def index(self, one: _Element) -> int:
        """Return the index of a child."""
        for place, child in enumerate(self.children):
            if child is one:
                return place
        raise ValueError("not a child")

    def append(self, one: _Element) -> None:
        """Add a child at the end, removing it from its old parent."""
        self._take(one, lambda: len(self.children))

    def extend(self, more: Any) -> None:
        """Add children at the end."""
        for one in list(more):
            self.append(one)

    def insert(self, place: int, one: _Element) -> None:
        """Add a child at an index."""
        self._take(one, lambda: place)

    def addnext(self, one: _Element) -> None:
        """Add an element after this one."""
        assert self.parent is not None
        self.parent._take(one, lambda: self.parent.index(self) + 1)  # type: ignore[union-attr]
        one.tail, self.tail = (None, self.tail) if one.tail is None else (one.tail, self.tail)

    def addprevious(self, one: _Element) -> None:
        """Add an element before this one."""
        assert self.parent is not None
        self.parent._take(one, lambda: self.parent.index(self))  # type: ignore[union-attr]

    def remove(self, one: _Element) -> None:
        """Remove a child."""
        scope = _scope(one)
        del self.children[self.index(one)]
        one.parent = None
        _declare(one, scope)

    def replace(self, old: _Element, new: _Element) -> None:
        """Replace an old child by a new one."""
        if new is not old:
            old.addprevious(new)
            self.remove(old)

    def clear(self) -> None:
        """Empty the element."""
        for one in list(self.children):
            self.remove(one)
        self.attrib.clear()
        self.text = self.tail = None

    def _take(self, one: _Element, place: Callable[[], int]) -> None:
        if one.parent is not None:
            one.parent.remove(one)
        at = place()
        one.parent, one.document = self, None
        self.children.insert(at, one)
        for each in one.iter():
            if each.declared:
                above = _scope(each.parent)
                each.declared = {key: uri for key, uri in each.declared.items() if uri not in above.values()}


def _unknown(name: str) -> Any:
    """Raise ModuleNotFoundError, which the page answers with a finding, for features of lxml that are missing here."""
    raise AttributeError(name) if name.startswith("__") else ModuleNotFoundError(f"lxml for {name}", name="lxml")


__getattr__ = _unknown


def _is(one: _Element, tags: tuple[Any, ...]) -> bool:
    return not tags or one.tag in tags or isinstance(one.tag, str) and (Element in tags or "*" in tags)


def _scope(one: _Element | None) -> _Names:
    chain = []
    while one is not None:
        if one.declared:
            chain.append(one.declared)
        one = one.parent
    found: _Names = {}
    for each in chain:
        found = {**found, **{key: uri for key, uri in each.items() if key not in found}}
    return found


def _declare(top: _Element, before: _Names) -> None:
    """Declare the namespaces inherited from ``before`` at the top of a subtree that left its tree."""
    waiting = [(top, frozenset[str]())]
    while waiting:
        one, known = waiting.pop()
        known |= set(one.declared.values())
        if isinstance(one.tag, str):
            for number, name in enumerate((one.tag, *one.attrib)):
                uri = name[1:].partition("}")[0] if name[:1] == "{" else ""
                if uri and uri != _XML and uri not in known and uri not in top.declared.values():
                    usable = [key for key, value in before.items() if value == uri and (key or not number)]
                    key = (
                        one.hint if not number and one.hint in usable else next(iter(usable), f"ns{len(top.declared)}")
                    )
                    top.declared[key] = uri
        waiting += [(child, known) for child in one.children[::-1]]


def Element(tag: str, attrib: Any = None, nsmap: Any = None, **more: str) -> _Element:
    """Return a new element."""
    made = _Element(tag, {**(attrib or {}), **more}, dict(nsmap or {}))
    made.hint = next((key for key, uri in made.declared.items() if tag.startswith(f"{{{uri}}}")), None)
    return made


def SubElement(above: _Element, tag: str, attrib: Any = None, nsmap: Any = None, **more: str) -> _Element:
    """Return a new element, added as the last child of another."""
    made = Element(tag, attrib, nsmap, **more)
    above.append(made)
    return made


def Comment(text: str | None = None) -> _Element:
    """Return a new comment."""
    made = _Element(Comment, {}, {})
    made.text = text
    return made


def ProcessingInstruction(target: str, text: str | None = None) -> _Element:
    """Return a new processing instruction."""
    made = _Element(ProcessingInstruction, {}, {})
    made.hint, made.text = target, text
    return made


class _Reader:
    """A builder of a tree from expat's events."""

    def __init__(self, parser: XMLParser) -> None:
        self.document = _Document()
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._declared: _Names = {}
        self._last: _Element | None = None
        self.expat = made = expat.ParserCreate(namespace_separator="}")
        made.namespace_prefixes = made.ordered_attributes = made.buffer_text = True
        made.StartElementHandler, made.EndElementHandler = self._start, self._end
        made.CharacterDataHandler = self._text
        made.StartNamespaceDeclHandler = lambda prefix, uri: self._declared.__setitem__(prefix, uri or "")
        made.StartDoctypeDeclHandler = lambda name, *about: setattr(self.document, "doctype", name)
        if not parser.remove_comments:
            made.CommentHandler = lambda text: self._beside(Comment(text))
        if not parser.remove_pis:
            made.ProcessingInstructionHandler = lambda *about: self._beside(ProcessingInstruction(*about))

    def _put(self, one: _Element) -> None:
        if self._open:
            one.parent = self._open[-1]
            self._open[-1].children.append(one)

    def _start(self, name: str, about: list[str]) -> None:
        pairs = {_name(key)[0]: value for key, value in zip(about[::2], about[1::2])}
        tag, hint = _name(name)
        one = _Element(tag, pairs, self._declared)
        one.hint, self._declared, self._last = hint, {}, None
        self._put(one)
        if self.root is None:
            self.root, one.document = one, self.document
        self._open.append(one)

    def _end(self, name: str) -> None:
        self._last = self._open.pop()

    def _text(self, text: str) -> None:
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def _beside(self, one: _Element) -> None:
        if self._open:
            self._put(one)
            self._last = one
        else:
            (self.document.before if self.root is None else self.document.after).append(one)


def _name(written: str) -> tuple[str, str | None]:
    parts = written.split("}")
    return (written, None) if len(parts) == 1 else ("{" + "}".join(parts[:2]), parts[2] if len(parts) > 2 else None)


def fromstring(data: bytes | str, parser: XMLParser | None = None) -> _Element:
    """Return the root of an XML text. XMLSyntaxError where it is not well-formed."""
    reader = _Reader(parser or XMLParser())
    try:
        reader.expat.Parse(data, True)
    except (expat.ExpatError, LookupError) as problem:
        raise XMLSyntaxError(str(problem)) from None
    assert reader.root is not None
    return reader.root


def tostring(
    top: _Element, encoding: Any = None, method: str = "xml", with_tail: bool = True, standalone: bool | None = None
) -> Any:
    """Return an element serialised as by lxml: text for ``encoding="unicode"``, else bytes; also with ``c14n``."""
    out: list[str] = []
    if method == "c14n":
        _canonical(top, _scope(top), {}, out)
        return "".join(out).encode()
    scope = _scope(top)
    own = [top.hint] if isinstance(top.tag, str) and top.hint in scope else []
    for name in top.attrib if isinstance(top.tag, str) else ():
        own += [key for key, uri in scope.items() if key and name.startswith(f"{{{uri}}}")][:1]
    _write(top, top.declared | {key: scope[key] for key in own} | scope, {}, out)  # in lxml's order
    text = "".join(out) + ((top.tail or "").translate(_TEXT) if with_tail else "")
    if encoding in (str, "unicode"):
        return text
    if encoding is None:
        return text.encode("ascii", "xmlcharrefreplace")
    alone = "" if standalone is None else f" standalone='{'yes' if standalone else 'no'}'"
    return f"<?xml version='1.0' encoding='{encoding}'{alone}?>\n{text}".encode(encoding)


def _called(name: str, scope: _Names, fresh: _Names, hint: str | None, is_tag: bool) -> str:
    """Return a name with the prefix of its namespace; one without a prefix gets a new one in ``fresh``."""
    if name[:1] != "{":
        return name
    uri, _, local = name[1:].partition("}")
    if uri == _XML:
        return f"xml:{local}"
    if scope.get(hint) == uri and (hint or is_tag):
        return f"{hint}:{local}" if hint else local
    for key in reversed(scope):
        if scope[key] == uri and (key or is_tag):
            return f"{key}:{local}" if key else local
    number = next(number for number in range(len(scope) + 1) if f"ns{number}" not in scope)
    fresh[f"ns{number}"] = scope[f"ns{number}"] = uri
    return f"ns{number}:{local}"


def _spaces(declared: Iterable[tuple[str | None, str]]) -> list[tuple[str, str]]:
    return [(f"xmlns:{key}" if key else "xmlns", uri) for key, uri in declared]


def _node(one: _Element) -> str:
    return f"<!--{one.text or ''}-->" if one.tag is Comment else f"<?{one.hint} {one.text or ''}?>"


def _write(one: _Element, declared: _Names, above: _Names, out: list[str]) -> None:
    if not isinstance(one.tag, str):
        out.append(_node(one))
        return
    scope, fresh = ({**above, **declared} if declared else above.copy()), dict(declared)
    name = _called(one.tag, scope, fresh, one.hint, True)
    named = [(_called(key, scope, fresh, None, False), value) for key, value in one.attrib.items()]
    pairs = [*_spaces(fresh.items()), *named]
    out.append("".join([f"<{name}", *[f' {key}="{value.translate(_VALUE)}"' for key, value in pairs]]))
    if not one.children and not one.text:
        out.append("/>")
        return
    out.append(f">{(one.text or '').translate(_TEXT)}")
    for child in one.children:
        _write(child, child.declared, scope, out)
        if child.tail:
            out.append(child.tail.translate(_TEXT))
    out.append(f"</{name}>")


def _canonical(one: _Element, declared: _Names, above: _Names, out: list[str]) -> None:
    if not isinstance(one.tag, str):
        return
    scope, fresh = {**above, **declared}, dict(declared)
    name = _called(one.tag, scope, fresh, one.hint, True)
    rows = sorted([(*_split(key), _called(key, scope, fresh, None, False), value) for key, value in one.attrib.items()])
    new = sorted([(key or "", uri) for key, uri in fresh.items() if above.get(key, "" if not key else None) != uri])
    pairs = [*_spaces(new), *[(key, value) for _, _, key, value in rows]]
    out.append("".join([f"<{name}", *[f' {key}="{value.translate(_CANONICAL_VALUE)}"' for key, value in pairs], ">"]))
    out.append((one.text or "").translate(_CANONICAL))
    for child in one.children:
        _canonical(child, child.declared, scope, out)
        out.append((child.tail or "").translate(_CANONICAL))
    out.append(f"</{name}>")


def _split(name: str) -> tuple[str, str]:
    uri, _, local = name[1:].partition("}") if name[:1] == "{" else ("", "", name)
    return uri, local
