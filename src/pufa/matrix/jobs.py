"""The timed jobs of the matrix."""
