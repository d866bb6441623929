"""The preview: a page on this machine that shows a deck while its outline is being written."""
