"""Maps: areas from any GeoJSON file, matched to members and fitted into a box on a slide."""
