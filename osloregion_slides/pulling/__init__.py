"""Pull the edits of a deck into its outline: find the edits, their source texts, and the changes to write."""
