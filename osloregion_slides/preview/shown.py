"""One variant as it is shown: the outline read, composed and drawn, or what is wrong with it.

Made in the one thread that builds. Drawings of slides that are as they were are taken over.
"""

from __future__ import annotations

import os

from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.base.record import Record
from osloregion_slides.batch import trace
from osloregion_slides.bugs import bug_finding
from osloregion_slides.drafting import drafted, load
from osloregion_slides.outline.nodes import Mapping
from osloregion_slides.render.layout_svg import furniture
from osloregion_slides.render.svg import drawer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as DeckState
    from typing import Any

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck, Slide

    Reads = DeckState[str, object]


# Which deck of an outline a page shows: all of it stands in the page's address, so two pages do not meet.

MOST_SETTINGS = 50
LONGEST = 2_000
"""Characters of one setting: a subtitle has about a hundred."""


class Variant(Record):
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
        raise InvalidInput(
            [error("usage", Location("set"), f"that is more than {MOST_SETTINGS} settings or a long one")]
        )
    for setting in given:
        path, equals, text = setting.partition("=")
        if not equals or not path.strip():
            message = f"`set={setting[:60]}` is not of the form path=text"
            raise InvalidInput([error("usage", Location("set"), message, "set=meeting.title=Styremøte")])
        settings[path.strip()] = text
    return Variant(
        named.get("audience", start.audience).strip(),
        named.get("language", start.language).strip(),
        named.get("as_of", start.as_of).strip(),
        tuple(settings.items()),
    )


_NOWHERE = Location("")
MEETING = ("title", "place", "date", "speaker")


class Drawing(Record):
    """The drawing of a slide: ``hash`` is another one as soon as anything in it is."""

    key: str
    hash: str
    svg: str


class Facts(Record):
    """What a page shows beside the slides: what there is to choose from, and the meeting as it stands."""

    key: str
    language: str
    languages: tuple[str, ...]
    as_of: str
    audiences: tuple[tuple[str, str], ...]
    meeting: tuple[tuple[str, str], ...]


class Picture(Record):
    """A deck with its drawings; ``kept`` finds those by what they were made of."""

    facts: Facts
    deck: Deck
    brand: Brand
    drawings: tuple[Drawing, ...]
    ground: object
    kept: DeckState[tuple[int, Slide], tuple[Slide, Drawing]]


class Shown(Record):
    """A variant at a version of its files.

    ``picture`` is the newest that could be composed, None where there never was one; ``at`` is the version that
    it is of. ``findings`` are of this version; ``read`` are the files that it, or the picture, was made from, each
    with how it looked then (size and time, None: it was not there).
    """

    variant: Variant
    version: int
    picture: Picture | None
    at: int
    findings: tuple[Finding, ...]
    read: Reads

    @property
    def is_broken(self) -> bool:
        """Whether there are errors: no deck can be made of this version."""
        return any(finding.severity == "error" for finding in self.findings)


def show(outline: str, variant: Variant, version: int, before: Shown | None) -> Shown:
    """Return how a variant looks now. Whatever goes wrong is a finding; then the picture before stays."""
    last = before.picture if before else None
    picture, at = last, before.at if before else 0
    findings: tuple[Finding, ...]
    trace.begin()
    try:
        picture, findings = _picture(outline, variant, last)
        at = version
    except InvalidInput as problem:
        findings = problem.findings
    except Exception as bug:
        findings = (bug_finding(bug, f"showing {outline} as {variant}"),)
    finally:
        trace.end()
    read: dict[str, object] = {os.path.abspath(outline): None}
    if at != version and before:
        read.update(before.read)
    read.update({source.path: (source.size, source.mtime) for source in trace.read()})
    return Shown(variant, version, picture, at, findings, read)


def _picture(path: str, variant: Variant, last: Picture | None) -> tuple[Picture, tuple[Finding, ...]]:
    outline = load(path, **variant.words)
    deck, brand, findings = drafted(outline)
    keys = frozenset([slide.key for slide in deck.slides])  # links between slides are drawn where they lead somewhere
    ground = (brand, furniture(brand), deck.width, deck.height, keys)
    known = last.kept if last and last.ground == ground else {}
    draw = drawer(deck, brand, inline=True)
    kept: dict[tuple[int, Slide], tuple[Slide, Drawing]] = {}
    slides: list[Slide] = []
    for number, slide in enumerate(deck.slides, 1):
        bare = slide.replace(at=_NOWHERE)
        same, drawing = known.get((number, bare)) or (bare, _drawing(slide.key, draw(number)))
        kept[number, same] = same, drawing
        slides.append(same.replace(at=slide.at))  # pictures of a day share what is in slides that stayed as they were
    drawings = tuple([drawing for _, drawing in kept.values()])
    return Picture(_facts(outline), deck.replace(slides=tuple(slides)), brand, drawings, ground, kept), findings


def _drawing(key: str, svg: str) -> Drawing:
    from hashlib import blake2b

    return Drawing(key, blake2b(svg.encode(), digest_size=9).hexdigest(), svg)


def _facts(outline: Outline) -> Facts:
    meeting = outline.fields.mapping("meeting")
    names = [name for name in MEETING if name != "speaker" or meeting.has(name)]
    return Facts(
        outline.key,
        outline.language,
        outline.languages,
        outline.as_of,
        tuple([(entry.key.text, _title(outline, entry.value) or entry.key.text) for entry in outline.audiences]),
        tuple([(name, meeting.plain(name)) for name in names]),
    )


def _title(outline: Outline, overlay: object) -> str:
    """Return what an audience's overlay calls the meeting, or the deck; "" where it calls neither anything."""
    if not isinstance(overlay, Mapping):
        return ""
    meeting = overlay.get("meeting")
    node = meeting.get("title") if isinstance(meeting, Mapping) else None
    return outline.resolver.say(node) or outline.resolver.say(overlay.get("title"))
