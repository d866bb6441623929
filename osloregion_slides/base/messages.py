r"""The registry of findings: each code's family and severity, and its sentences per language.

A call site gives a code, a place and values; this module supplies the rest. ``_CODES`` has the severity of a code,
the same everywhere. The sentences are in ``locale/LANGUAGE/FAMILY.md``, so another language is another folder::

    ## bad-date
    > Invalid date `{text}`.
    > Fix: Write 2008-01-01 or 01.01.2008.

    The explanation that ``explain bad-date`` prints: two to four sentences.

    ### bad-date.calendar
    > Invalid date `{text}`: there is no month {month}.

The first quote of a code is its message, with the fix after ``Fix:``. A heading ``### code.form`` is another wording
of the same code; without a fix of its own it uses the code's. In a sentence:

- ``{name}`` is a value; a list is joined with commas.
- ``{name:code}`` puts each value between backticks, ``{name:or}`` with the language's "or" before the last one.
- ``{count:slide|slides}`` is a number with its noun.
- ``[[ … ]]`` is left out if a value in it is empty or missing.

Other output (a line of an update's plan, a summary of a verb) is a ``Phrase``: a heading of
``locale/LANGUAGE/update.md`` with its values, which may be phrases too. There ``{name:cm}`` is a length in EMU,
``{name:decimal}`` a number with the language's decimal sign, and ``{name:quoted}`` a text of the deck in quotes.

A value in the tool's own words ("a list", "the control character U+0007") is a phrase too, created by
``findings.term``. Its code is ``TERM`` plus its English. ``locale/LANGUAGE/terms.md`` has the translations, with the
English as the heading, its first letter in lower case. Whole texts of the values in ``REASONS`` are looked up there as
well.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Literal

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_CM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Severity = Literal["error", "warning", "note"]

FAMILIES = (
    "package",
    "accessibility",
    "fit",
    "brand",
    "language",
    "facts",
    "maps",
    "outline",
    "files",
    "plugins",
    "pull",
    "outside",
)
LANGUAGE = "en"
TERM = "= "
"""The prefix of a term's code, which is its English instead of a heading."""
REASONS = ("why", "reason", "fault")
"""Values in the words of this tool or of the operating system: "permission denied"."""
LOCALES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")
"""The folder of the catalogues by language."""
_OPTIONAL = late(r"\[\[(.*?)\]\]", re.DOTALL)
_FIELD = late(r"\{(\w+)(?::([^{}]*))?\}")
_OR = {"en": "or", "nb": "eller", "nn": "eller"}
_QUOTES = {"en": ('"', '"'), "nb": ("«", "»"), "nn": ("«", "»")}
_COMMAND = late(r"`osloregion-slides [^`]*`")
COMMAND = ["osloregion-slides"]
"""The command that invoked the tool, as it can be typed; set by the command line."""
_NUMBERS: dict[str, Callable[[Any], str]] = {
    "cm": lambda emu: f"{abs(emu) / EMU_PER_CM:.{1 if abs(emu) >= EMU_PER_CM // 10 else 2}f}",
    "decimal": lambda number: f"{number:g}" if isinstance(number, (int, float)) else str(number),
}
"""Formats of numbers, before the decimal sign of the language is applied."""

_CODES: dict[str, dict[Severity, str]] = {
    "package": {
        "error": """
            bad-part-name content-type-without-part damaged-part deck-damaged deck-empty deck-encrypted
            deck-old-format deck-too-large document-type duplicate-entry duplicate-relation duplicate-shape-id
            duplicate-slide-id element-order element-repeated embedded-font-lost empty-colour-map-override
            foreign-namespace jump-to-missing-slide layout-without-master malformed-xml master-without-theme
            missing-attribute missing-content-type missing-element missing-part not-a-presentation
            orphan-part part-too-large section-without-slide slide-without-layout slide-without-section
            table-row-length unknown-attribute unknown-element unknown-relation value-out-of-range
            wrong-relation-type
        """,
        "warning": """
            external-file no-view-properties notes-master-not-listed notes-unbound part-not-drawn slide-size-type
            unlisted-slide
        """,
    },
    "accessibility": {
        "error": """
            alt-is-file-name missing-alt-text no-title table-without-header
        """,
        "warning": """
            document-without-language document-without-title empty-placeholder link-text low-contrast
            merged-cells same-title title-not-first
        """,
    },
    "fit": {
        "error": """
            text-does-not-fit text-overflows text-without-place
        """,
        "warning": """
            footer-without-place
            long-title over-the-edge row-grows small-text text-may-overflow unknown-script unproven-fit word-too-wide
        """,
    },
    "brand": {
        "error": """
            bad-brand-json bad-colour bad-font-table bad-language bad-length bad-logo bad-scale bad-size bad-tracking
            brand-empty font-not-found illegible-brand-colours
            logo-without-png missing-template outside-folder template-damaged
            template-encrypted template-name template-without-layouts template-without-titles
            unknown-brand
            unknown-colour unknown-layout
        """,
        "warning": """
            beside-slide font-without-faces foreign-colour foreign-layout foreign-typeface layout-without-title off-grid
            stale-template template-looks
        """,
        "note": """
            template-role
        """,
    },
    "language": {
        "error": """
            missing-words other-language unknown-language
        """,
        "warning": """
            missing-translation stale-translation straight-quotes untagged-language
        """,
    },
    "facts": {
        "error": """
            bad-cell bad-csv bad-figure bad-json bad-number bad-range bad-workbook bad-yaml duplicate-column
            duplicate-member empty-table extra-cell formula-without-value from-after-to merged-data-cells
            missing-column missing-heading missing-value no-members not-a-table not-a-workbook not-text unknown-sheet
            unknown-comparison unknown-series unknown-word
        """,
        "warning": """
            crowded-chart cut-axis empty-chart far-meeting hidden-cells incomplete-row lost-zero member-gone merged-down
            mixed-units
            no-date not-known number-contradicts-registry stale-data struck-cell
            undated-fact uneven-dates unknown-column unknown-member unknown-number-format
            unread-figure
        """,
        "note": """
            cell-comment last-known made-id not-a-row not-utf-8 open-period past-projects row-gone
        """,
    },
    "maps": {
        "error": """
            ambiguous-area bad-geojson bad-geometry empty-map missing-area
        """,
        "warning": """
            crs-mismatch distant-area short-outline swapped-axes undrawn-member
        """,
    },
    "outline": {
        "error": """
            alias-cycle bad-date bad-expression bad-key bad-merge bad-order bad-period bad-value broken-yaml
            colon-in-text control-character duplicate-id duplicate-key empty-agenda empty-outline encoding extends-cycle
            fact-cycle missing-dash missing-key no-library-slide output-limit second-document statement tab tag
            too-deep too-few too-large too-many too-many-aliases too-many-faults torn-text unknown-alias
            unknown-audience unknown-fact unknown-filter unknown-icon unknown-id unknown-key unknown-kind unknown-path
            unknown-reference unknown-slide unknown-text unquoted-expression unsafe-link wrong-number-of-cells
            wrong-number-of-things wrong-number-of-values wrong-type
        """,
        "warning": """
            dead-key cut-text hidden-on-agenda kept-other-shape kept-without-title left-out-slide
            no-text-on-date superior-not-there unused-suppression off-without-reason single-braces turned-text
            unfilled-blank not-markup unread-link
        """,
    },
    "files": {
        "error": """
            another-deck bad-base copies-of-two-builds copies-of-two-decks
            bad-name bad-path bad-picture bug cannot-write deck-differs deck-edited
            deck-missing deck-open deck-without-layouts duplicate-name file-in-the-way folder-in-use has-base job-lost
            missing-file no-answer no-facts
            newer-base no-address no-base no-chromium no-cluster no-fonttools no-libreoffice no-outline no-preview
            no-pyodide no-rasteriser no-slide not-drawn not-in-browser not-writable other-slide-size out-of-memory
            outside-workspace plan-not-empty same-name
            server-busy slow-upload too-many-decks too-much-work unknown-conflict unknown-place unreadable-file
            upload-too-large usage worker-differs worker-killed
        """,
        "warning": """
            base-from-store base-guessed cache-not-written looks-unknown other-author variant-guessed
            no-base-store notes-not-added other-base pictures-not-kept stale-deck
            workbook-made-anew workbook-written-over worker-left-out worker-lost
        """,
        "note": """
            not-checked
        """,
    },
    "pull": {
        "error": """
            edit-changed edit-nothing edit-unwritable import-empty pull-changed
        """,
        "warning": """
            import-converted import-edited import-lost import-outline-changed import-without-outline pull-also-changes
            pull-conflict pull-does-not-build pull-left pull-no-place
            pull-unwritable pull-worked-out
        """,
        "note": """
            import-date import-expression import-footer import-kept import-own pull-look pull-slide-composed
            pull-translations
        """,
    },
    "outside": {
        "error": """
            inside-blank inside-comment inside-hidden inside-notes inside-path
        """,
        "warning": """
            inside-author inside-base inside-unconfirmed
        """,
    },
    "plugins": {
        "error": """
            finish-changed-slides plugin-failed plugin-kind plugin-twice unknown-check
        """,
        "warning": """
            drawn-shape finish-changed-shape plugin-shadowed
        """,
        "note": """
            drawn-on-build
        """,
    },
}

_read: dict[tuple[str, str], dict[str, str]] = {}
_families: dict[str, tuple[str, Severity]] = {}


class Phrase(Record):
    """A sentence independent of language: ``code`` is a heading of the catalogue ``update``, ``values`` fill it.

    A value is a text, a number, a phrase, or several phrases. Equal phrases have the same meaning.
    """

    code: str
    values: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return in_words(self)


def phrase(code: str, **values: Any) -> Phrase:
    """Return a phrase with its values sorted by name, so that order does not affect equality."""
    return Phrase(code, tuple(sorted(values.items())))


def in_words(said: Phrase | str, language: str = LANGUAGE) -> str:
    """Return a phrase in a language, in English if that lacks it; a text of the deck unchanged."""
    if isinstance(said, str):
        return said
    if said.code.startswith(TERM):
        text = _term(said.code[len(TERM) :], language)
        return _filled(text, dict(said.values), language) if said.values else text
    template = _parts("update", language).get(said.code)
    if template is None:
        language, template = LANGUAGE, _parts("update", LANGUAGE)[said.code]
    return _filled(_entry(template).message, dict(said.values), language)


def _term(english: str, language: str) -> str:
    """Return a term in a language, in English if that lacks it, with the English capitalisation."""
    found = _parts("terms", language).get(f"{english[:1].lower()}{english[1:]}")
    if found is None:
        return english
    words = _entry(found).message
    return f"{words[:1].upper()}{words[1:]}" if english[:1].isupper() else words


def fixed(text: str, language: str) -> str:
    """Return a stage's text before a message or in place of a fix in a language; other texts unchanged."""
    return text.replace(text.strip(), _term(text.strip(), language)) if text else text


class _Entry(Record):
    """One heading of a catalogue: the message, the fix, the explanation."""

    message: str
    fix: str
    text: str


def family(code: str) -> str:
    """Return the family of a code, "" for an unregistered one."""
    return _registered().get(code, ("", "error"))[0]


def severity(code: str) -> Severity:
    """Return the severity of a code; KeyError for an unregistered one."""
    return _registered()[code][1]


def codes() -> frozenset[str]:
    """Return all registered codes."""
    return frozenset(_registered())


def explanation(code: str, language: str = LANGUAGE) -> str:
    """Return the explanation of a code, in English if the language lacks it; KeyError for an unknown code."""
    of_family = family(code)
    entries = _parts(of_family, language)
    return _entry(entries[code] if code in entries else _parts(of_family, LANGUAGE)[code]).text


def sentences(key: str, values: Mapping[str, object], language: str = LANGUAGE) -> tuple[str, str]:
    """Return the message and the fix of ``code`` or ``code.form``, filled with values.

    A language without the sentence falls back to English. KeyError where the English catalogue lacks it
    too, or where the sentence names a value that was not given: both are bugs, which a test detects.
    """
    code = key.partition(".")[0]
    parts = _parts(family(code), language)
    entry = _entry(parts[key]) if key in parts else None
    if entry is None or not entry.message:
        language, parts = LANGUAGE, _parts(family(code), LANGUAGE)
        entry = _entry(parts[key])
    fix = entry.fix or _entry(parts[code]).fix
    return _filled(entry.message, values, language), _filled(fix, values, language)


def catalogue(of_family: str, language: str = LANGUAGE) -> dict[str, _Entry]:
    """Return the entries of a family in a language by code and ``code.form``; empty without such a file."""
    return {key: _entry(part) for key, part in _parts(of_family, language).items()}


def _parts(of_family: str, language: str) -> dict[str, str]:
    """Return the text under each heading of a catalogue; entries are parsed only when they are reported."""
    if (of_family, language) not in _read:
        path = os.path.join(LOCALES, language, f"{of_family}.md")
        text = ""
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                text = file.read()
        parts = [part.partition("\n") for part in re.split(r"^###? ", text, flags=re.MULTILINE)[1:]]
        _read[of_family, language] = {key.strip(): part for key, _, part in parts}
    return _read[of_family, language]


def _registered() -> dict[str, tuple[str, Severity]]:
    if not _families:
        for name, grades in _CODES.items():
            for grade, words in grades.items():
                _families.update(dict.fromkeys(words.split(), (name, grade)))
    return _families


def _entry(part: str) -> _Entry:
    lines = part.splitlines()
    quote = [line[1:].strip() for line in lines if line.startswith(">")]
    rest = "\n".join([line for line in lines if not line.startswith(">")])
    message, _, fix = "\n".join(quote).partition("\nFix: ")
    return _Entry(message.replace("\n", " "), fix.replace("\n", " "), rest.strip())


def in_shell(path: str) -> str:
    """Return a path as one word of a shell: quoted if it has spaces or other special characters."""
    return f'"{path}"' if re.search(r"[\s&()<>|;^'*?$#]", path) else path


def _filled(template: str, values: Mapping[str, object], language: str) -> str:
    """Return a filled sentence. Commands in it start with ``COMMAND``, with paths quoted."""
    said = _named(template, values, language)
    return _COMMAND.sub(lambda found: _spelled(found[0], values), said) if "`osloregion-slides " in said else said


def _spelled(command: str, values: Mapping[str, object]) -> str:
    for given in [str(one) for value in values.values() for one in _several(value)]:
        if given and in_shell(given) != given:
            command = command.replace(f" {given}", f" {in_shell(given)}")
    return command.replace("`osloregion-slides", f"`{COMMAND[0]}", 1)


def _named(template: str, values: Mapping[str, object], language: str) -> str:
    def value(found: re.Match[str]) -> str:
        given = values[found[1]]
        if found[1] in REASONS and isinstance(given, str):
            translated = _term(given, language)
            is_foreign = translated == given and language != LANGUAGE and given[:1].isalpha()
            given = f"«{given}»" if is_foreign else translated  # the message of another program
        return _shown(given, found[2] or "", language)

    def optional(found: re.Match[str]) -> str:
        names = [name for name, _ in _FIELD.findall(found[1])]
        return found[1] if all(values.get(name) not in (None, "", ()) for name in names) else ""

    return _FIELD.sub(value, _OPTIONAL.sub(optional, template) if "[[" in template else template).strip()


def _shown(value: object, form: str, language: str) -> str:
    if "|" in form:
        return f"{value} {form.split('|')[value != 1]}"
    if form in _NUMBERS:
        number = _NUMBERS[form](value)
        return number if language == LANGUAGE else number.replace(".", ",")
    words = [in_words(one, language) if isinstance(one, Phrase) else str(one) for one in _several(value)]
    if form == "quoted":
        left, right = _QUOTES.get(language, _QUOTES[LANGUAGE])
        return f"{left}{' '.join(words[0].split())}{right}"
    if form in ("code", "or"):
        words = [f"`{word}`" for word in words]
    if form == "or" and len(words) > 1:
        return f"{', '.join(words[:-1])} {_OR.get(language, _OR[LANGUAGE])} {words[-1]}"
    return ", ".join(words)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) and not isinstance(value, Phrase) else (value,)
