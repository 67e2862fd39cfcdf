"""The forms of the matrix' rooms."""
