"""Maps: areas out of any GeoJSON file, matched to members, and fitted into a box of a slide."""
