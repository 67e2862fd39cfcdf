"""The matrix' pages, at the desk and for everybody."""
