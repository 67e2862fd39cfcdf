"""The matrix: the city's accounts on every platform in one register, and the connectors that reach them.

Owns accounts, filings, credentials and figures; `connectors/` speak with the platforms and know none of these.
"""
