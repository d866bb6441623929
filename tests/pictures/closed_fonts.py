"""LibreOffice with the metric twins of Office's fonts and no other: a machine's own fonts change no picture."""

from __future__ import annotations

from pathlib import Path

FONTS = Path("/usr/share/fonts")
FACES = ("Carlito", "Caladea", "LiberationSans", "LiberationSerif", "LiberationMono")
TWINS = {
    "Calibri": "Carlito",
    "Cambria": "Caladea",
    "Arial": "Liberation Sans",
    "Times New Roman": "Liberation Serif",
    "Courier New": "Liberation Mono",
}
PACKAGES = "fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation2"


def font_files() -> list[Path]:
    """Return the files of the twins, in the order of their names."""
    return sorted(path for path in FONTS.rglob("*.ttf") if path.name.partition("-")[0] in FACES)


def missing_fonts() -> str:
    """Return which twins are not installed, "" if all are."""
    there = {path.name.partition("-")[0] for path in font_files()}
    lacking = [face for face in FACES if face not in there]
    return f"{', '.join(lacking)} not installed; on Debian: apt-get install {PACKAGES}" if lacking else ""


def closed_fonts(folder: Path) -> dict[str, str]:
    """Return the environment in which fontconfig knows the twins only; its files are put into ``folder``."""
    fonts = folder / "fonts"
    fonts.mkdir(parents=True)
    for path in font_files():
        (fonts / path.name).symlink_to(path)
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{twin}</family></prefer></alias>\n'
        for name, twin in TWINS.items()
    )
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{fonts}</dir><cachedir>{folder / 'cache'}</cachedir>\n{aliases}</fontconfig>\n",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(configuration)}
