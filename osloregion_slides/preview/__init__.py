"""The live preview: a local page that shows a deck while its outline is being edited."""
