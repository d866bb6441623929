"""The dated registry: who is a member when, by which source, and how sure that is."""
