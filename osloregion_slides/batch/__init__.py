"""Many decks from few outlines: builds.yaml to jobs, jobs to decks, only those that have changed."""
