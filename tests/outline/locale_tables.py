"""Write ``assets/locales/{nb,en}.json`` from Babel and num2words: ``python -m tests.outline.locale_tables``."""

from __future__ import annotations

import json

from osloregion_slides.base.resources import path
from osloregion_slides.outline.locales import LANGUAGES, generate

if __name__ == "__main__":
    for language in LANGUAGES:
        text = json.dumps(generate(language), ensure_ascii=False, indent=0)
        with open(path("assets", "locales", f"{language}.json"), "w", encoding="utf-8", newline="\n") as file:
            file.write(text + "\n")
