"""Batches: builds.yaml to jobs, jobs to decks, skipping decks that are up to date."""
