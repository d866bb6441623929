"""Decks that pandoc writes from Markdown."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.checks.foreign.python_pptx import picture

PLAIN = """\
---
title: Osloregionen
author: Sekretariatet
lang: nb-NO
---

# Første

- ett
- to
    - under

# Første

[her](https://www.osloregionen.no)

# Tredje

Tekst.

::: notes
Si det.
:::
"""
RICH = """\
# Spalter

:::::::::::::: {.columns}
::: {.column width="40%"}
Venstre med **fet** og *kursiv*
:::
::: {.column width="60%"}
- høyre
- mer
:::
::::::::::::::

# Tabell

| Medlem | Antall |
|--------|-------:|
| Oslo   |      1 |
| Asker  |      2 |

: Medlemmer

# Bilde

![Et blått felt](blue.png)

# Bilde uten tekst

![](blue.png)

# Kode og formel

```python
print("hei")
```

$E = mc^2$ og `kode`

# Sitat

> Sammen er vi sterkere.

1. ett
2. to
"""
LONG = (
    "# Mye tekst\n\n" + "Samordning av areal, transport og næringsutvikling i regionen. " * 40 + "\n\n# Lang liste\n\n"
)
LONG += "\n".join(f"- punkt {number} om samarbeidet i regionen" for number in range(40)) + "\n"


def pandoc(text: str, path: Path, *options: str) -> None:
    """Write the Markdown as .pptx."""
    path.with_name("blue.png").write_bytes(picture().getvalue())
    program = shutil.which("pandoc")
    assert program
    command = [program, "-f", "markdown", "-o", str(path), *options]
    subprocess.run(command, input=text, text=True, check=True, timeout=60, cwd=path.parent, capture_output=True)


def plain(path: Path) -> None:
    """Lists, a link, notes, a title twice."""
    pandoc(PLAIN, path)


def rich(path: Path) -> None:
    """Columns, a table, pictures with and without words, code, a formula, a quotation."""
    pandoc(RICH, path)


def too_long(path: Path) -> None:
    """Much more text than a slide holds."""
    pandoc(LONG, path)


def in_our_template(path: Path, deck: Path) -> None:
    """The same on the layouts of one of our decks (``--reference-doc``)."""
    pandoc(PLAIN + RICH, path, f"--reference-doc={deck}")


DECKS = (plain, rich, too_long)
