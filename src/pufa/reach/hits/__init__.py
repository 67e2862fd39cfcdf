"""Counts readers per object, hour and channel; keeps no address and no cookie, loses no acknowledged hit."""
