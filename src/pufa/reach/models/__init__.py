"""Rows of the ledger and of the hit counter."""

from pufa.reach.models.ledger import Entry as Entry
