"""Pictures of decks: a Scene as SVG and as a page, and any deck through LibreOffice.

``svg.drawer`` (one slide), ``page.html_page`` (a deck), ``export.render`` (PDF, PNG and contact sheets of .pptx files).
"""
