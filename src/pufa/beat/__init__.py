"""Timed jobs: each runs once for each time it is due, whoever asks."""
