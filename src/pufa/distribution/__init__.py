"""One approved piece, many channels: renditions, sending that never posts twice, withdrawal.

Owns renditions, sendings, deliveries and their attempts; accounts and connectors belong to the matrix.
"""
