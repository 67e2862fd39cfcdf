"""Conventions that accounts and units sign, with versions, renewals, reports of breach; the citizens' wall."""
