"""The dated registry of members: periods, sources, and verification status."""
