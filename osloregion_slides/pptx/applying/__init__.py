"""A plan applied to the found presentation in place: only what must change is written (``apply.edit_package``)."""
