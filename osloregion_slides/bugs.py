"""Internal errors: details go to a log file, and users get a finding that names it, never a traceback."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, Location, error, without_secrets


class Bug(Exception):
    """An internal error noticed before it did harm, with a message for users and details for the log."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message, details)
        self.message = message


def bug_finding(bug: BaseException, doing: str) -> Finding:
    """Write the details to a new file in the temporary folder; return the finding that names it.

    Users send it to others, so passwords and tokens of the command line are omitted.
    """
    import platform
    import re
    import sys
    import tempfile
    import traceback

    from osloregion_slides import __version__

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="osloregion-slides-", suffix=".log", delete=False
    ) as log:
        doing = re.sub(r"('--token(?:=|', '))[^']*", r"\1…", doing)
        log.write(f"osloregion-slides {__version__}, Python {sys.version}, {platform.platform()}\n")
        log.write(without_secrets(f"{doing}\n\n{''.join(traceback.format_exception(bug))}"))
    message = f"This is a bug in osloregion-slides ({type(bug).__name__}). Details are in {log.name}"
    if isinstance(bug, Bug):
        message = f"{bug.message}. {message}"
    return error("bug", Location(log.name), message, "Please report it with that file.")  # needs no catalogue
