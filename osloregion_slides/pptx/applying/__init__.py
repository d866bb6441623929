"""A plan applied to the found presentation in place: only what must change is written anew (``apply.apply_plan``)."""
