"""A plug-in of every group."""
