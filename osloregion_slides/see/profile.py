"""The profile that a LibreOffice starts with: it runs nothing that a deck brings, and goes nowhere a deck leads."""

from __future__ import annotations

import os

_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INET = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_INET, "ooInetProxyType", "2"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", "9"),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", "9"),
    (_INET, "ooInetNoProxy", ""),
)
"""Linked pictures are refused, and what asks the web all the same is led to port 9 (discard, RFC 863) of this machine.

Measured with LibreOffice 7.4: without them one linked picture was asked for three times.
"""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
)


def write_profile(folder: str) -> None:
    """Make the profile's folder, which must not be there, with these settings in it."""
    user = os.path.join(folder, "user")
    os.makedirs(user)
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    ]
    with open(os.path.join(user, "registrymodifications.xcu"), "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_HEAD}{''.join(items)}</oor:items>\n")
