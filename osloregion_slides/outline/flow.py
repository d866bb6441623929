"""Texts that a flow mapping tears apart: ``{nb: a, b og c, en: d}`` has a key ``b og c`` without a value."""

from __future__ import annotations

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Entry

LONG = 200
"""A torn text is put together again for the hint up to about so many characters."""


class Torn(Value):
    """What was torn: the key that is none, the key and the whole text it belongs to (None: to nothing)."""

    part: Scalar
    key: str
    whole: Scalar | None
    mark: str = ","

    def finding(self) -> Finding:
        """Return the finding that explains it."""
        if self.whole is None:
            return self._lonely()
        names = {",": "comma", "?": "question mark"}
        return error(
            "torn-text",
            self.part.at,
            f"inside {{ }} the {names[self.mark]} ends the text: `{self.part.text}` is read as a key without a value",
            f"put the text in quotes: {self.key}: {quoted(self.whole.text)}",
        )

    def _lonely(self) -> Finding:
        name, colon, rest = self.part.text.partition(":")
        if colon and rest:
            message, hint = f"a space is missing after the colon of `{self.part.text}`", f"write `{name}: {rest}`"
        else:
            message, hint = f"the key `{self.part.text}` has no value", f"write `{self.part.text}: …`"
        return error("torn-text", self.part.at, message, hint)


def tear(key: Scalar, last: Entry | None, before: Torn | None, mark: str) -> Torn:
    """Return what a flow mapping tore apart, seen from a key that has no colon behind it.

    ``last`` is the entry before the key, ``before`` what is known to be torn off that entry already,
    ``mark`` the character that tore.
    """
    if last is None or not isinstance(last.value, Scalar) or not last.value.plain or ":" in key.text:
        return Torn(key, key.text, None)
    if before and before.whole and len(before.whole.text) > LONG:
        return before
    glue = "? " if mark == "?" else ", "
    whole = Scalar(last.value.text + glue + key.text, True, last.value.at)
    return Torn(before.part if before else key, last.key.text, whole, mark)


def quoted(text: str) -> str:
    """Return a text in YAML's double quotes (YAML 1.2, 7.3.1)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
