"""Template tags of editorial."""
