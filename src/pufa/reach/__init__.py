"""The ledger of outcomes and the counter of readers."""
