"""The verb ``translations``: what of an outline is still to be translated, and what to translate anew."""

from __future__ import annotations

import os

from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.base.report import FORMATS
from osloregion_slides.cli.output import print_findings

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.translations import Outdated


def translations_command(options: argparse.Namespace) -> int:
    """List the texts of an outline that lack a language, or whose translation is older than the original."""
    from osloregion_slides.checks.translations import check_translations
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.translations import left_behind, strictly

    outline = load(options.outline)
    stayed = _stayed(options.outline, options.since, outline) if options.since else ()
    if options.mark and stayed:
        _mark(options.outline, stayed)
        outline, stayed = load(options.outline), ()
    findings = (*check_translations(outline), *[left_behind(one) for one in stayed])
    findings = tuple(sorted(dict.fromkeys(findings), key=_place))
    print_findings(strictly(findings) if options.strict else findings, options.format)
    if options.format == "text":
        print(_counted(outline, findings))
    return int(options.strict and bool(findings))


def _place(finding: Finding) -> tuple[str, int, int]:
    at = finding.at or Location("")
    return at.file, at.line, at.column


def _counted(outline: Outline, findings: tuple[Finding, ...]) -> str:
    """A line a language: ``en: 80 texts, 2 missing, 1 stale``."""
    from osloregion_slides.outline.translations import has, texts

    said = [(finding.code, dict(finding.values)["language"]) for finding in findings]
    found = list(texts(outline.document, frozenset(outline.languages)))
    lines = []
    for language in outline.languages:
        written = len([text for text in found if has(text, language)])
        missing, stale = said.count(("missing-translation", language)), said.count(("stale-translation", language))
        lines.append(f"{language}: {written} texts, {missing} missing, {stale} stale")
    return "\n".join(lines)


def _stayed(path: str, since: str, outline: Outline) -> tuple[Outdated, ...]:
    """The translations of the file at ``path`` that did not follow their originals since an older version."""
    from osloregion_slides.outline.nodes import Mapping, text_of
    from osloregion_slides.outline.read import read_outline
    from osloregion_slides.outline.translations import outdated

    with open(path, "rb") as file:
        now, _ = read_outline(file.read(), path)
    before, findings = read_outline(_older(path, since), f"{path} ({since})")
    if not isinstance(now, Mapping) or not isinstance(before, Mapping):
        raise InvalidInput(findings or [error("empty-outline", Location(since), "the older outline is empty")])
    original = text_of(now.get("language")) or outline.resolver.choices.fallback
    return tuple(outdated(before, now, original, frozenset(outline.languages)))


def _older(path: str, since: str) -> bytes:
    """The bytes of the outline as it was: another file, or a revision that git knows."""
    if os.path.isfile(since):
        with open(since, "rb") as file:
            return file.read()
    import subprocess

    folder, name = os.path.split(os.path.abspath(path))
    hint = "name an older copy of the file, or a revision such as HEAD~1 or origin/main"
    if since.startswith("-"):
        raise InvalidInput([error("usage", Location("--since"), f"`{since}` is no revision", hint)])
    try:
        done = subprocess.run(["git", "show", f"{since}:./{name}"], cwd=folder, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        raise InvalidInput([error("usage", Location("--since"), "git is not there to ask", hint)]) from None
    if done.returncode:
        message = f"git knows no `{since}` of {name}"
        raise InvalidInput([error("usage", Location("--since"), message, hint)])
    return done.stdout


def _mark(path: str, stayed: tuple[Outdated, ...]) -> None:
    """Write the marks into the file, if what it says stays the same but for them."""
    from osloregion_slides.outline.read import read_outline
    from osloregion_slides.outline.translations import unmarked, with_marks
    from osloregion_slides.pptx.save import save

    with open(path, "rb") as file:
        data = file.read()
    try:
        marked = with_marks(data.decode("utf-8"), stayed).encode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(
            [error("encoding", Location(path), "the file is not UTF-8, so no marks were written")]
        ) from None
    before, after = read_outline(data, path), read_outline(marked, path)
    if before[1] != after[1] or unmarked(before[0]) != unmarked(after[0]):
        raise InvalidInput(
            [error("bug", Location(path), "the marks would change more than they should; nothing was written")]
        )
    save(path, marked)


def add_verb(verb: Callable[[str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = verb("translations", translations_command)
    parser.add_argument("outline")
    parser.add_argument("--since", default="", metavar="OLD", help="an older copy of the outline, or a revision of git")
    parser.add_argument("--mark", action="store_true", help="write `stale: …` where --since found a translation stale")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where there is something to translate")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how findings are printed")
