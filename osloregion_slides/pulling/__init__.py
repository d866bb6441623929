"""From an edited deck back to its outline: what people changed, where it is written, and how to write it there."""
