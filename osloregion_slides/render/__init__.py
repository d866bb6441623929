"""Pictures of decks: a Scene as SVG and as a page, and any deck through LibreOffice."""
