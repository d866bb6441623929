"""Tabs in the indentation, replaced by as many spaces as were probably meant, so that reading can go on."""

from __future__ import annotations


def without_tabs(lines: list[str]) -> list[str]:
    """Return lines indented with spaces alone.

    A line with a tab stands where its like stood before, else one level under a line that opens one
    (``key:``, ``- key: text``), else beside the line above it.
    """
    mended: list[str] = []
    seen: dict[str, int] = {}
    above = ""
    for line in lines:
        body = line.lstrip(" \t")
        lead = line[: len(line) - len(body)]
        if body and "\t" in lead:
            indent = seen.setdefault(lead, _under(above, body))
            line = " " * indent + body
        elif body:
            seen.clear()
        if body and not body.startswith("#"):
            above = line
        mended.append(line)
    return mended


def _under(above: str, body: str) -> int:
    indent = len(above) - len(above.lstrip(" "))
    opens = above.rstrip().endswith(":") or (above.lstrip().startswith("- ") and not body.startswith("- "))
    return indent + 2 if opens else indent
