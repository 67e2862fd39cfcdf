"""Measured claims, side by side in one run; run with `make bench`, results in docs/performance.md."""
