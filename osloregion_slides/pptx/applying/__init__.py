"""Applying a plan to an existing presentation in place: only changed parts are rewritten (``apply.edit_package``)."""
