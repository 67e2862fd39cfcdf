"""Pufa: online law education (网络普法) for a city, from the first draft to the figure in the report."""

__version__ = "0.1.0"
