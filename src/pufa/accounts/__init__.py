"""Organisations, people, roles and the way they sign in."""
