"""Tests of the plain-Python storey."""
