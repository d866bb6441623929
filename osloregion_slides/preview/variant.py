"""Which deck of an outline a page shows: all of it stands in the page's address, so two pages do not meet."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

MOST_SETTINGS = 50
LONGEST = 2_000
"""Characters of one setting: a subtitle has about a hundred."""


class Variant(Value):
    """An audience, a language, an ISO date, each "" where the outline chooses, and settings (dotted path, text)."""

    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> dict[str, Any]:
        """The variant as keywords of ``drafting.load``."""
        return {
            "audience": self.audience,
            "language": self.language,
            "as_of": self.as_of,
            "settings": self.settings,
        }


def read_variant(query: Iterable[tuple[str, str]], start: Variant) -> Variant:
    """Return the variant that an address asks for; what it does not name is as the preview was started.

    InvalidInput (``usage``) for a setting without ``=``, for too many of them, for one that is too long.
    """
    pairs = list(query)
    named = dict(pairs)
    settings = dict(start.settings)
    given = [value for key, value in pairs if key == "set"]
    if len(given) > MOST_SETTINGS or any(len(value) > LONGEST for _, value in pairs):
        raise InvalidInput([error("usage", Span("set"), f"that is more than {MOST_SETTINGS} settings or a long one")])
    for setting in given:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            message = f"`set={setting[:60]}` is not of the form path=text"
            raise InvalidInput([error("usage", Span("set"), message, "set=meeting.title=Styremøte")])
        settings[path.strip()] = text
    return Variant(
        named.get("audience", start.audience).strip(),
        named.get("language", start.language).strip(),
        named.get("as_of", start.as_of).strip(),
        tuple(settings.items()),
    )
